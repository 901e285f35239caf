#pragma once
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// What OpenSSL offers as macros only, which Swift does not see.

static inline int COpenSSL_set_minimum_version(SSL_CTX *context, int version) {
    return SSL_CTX_set_min_proto_version(context, version);
}

static inline void COpenSSL_set_mode(SSL_CTX *context, long mode) {
    SSL_CTX_set_mode(context, mode);
}

static inline int COpenSSL_set_server_name(SSL *session, const char *name) {
    return SSL_set_tlsext_host_name(session, name);
}

static inline void COpenSSL_retry_read(BIO *bio) {
    BIO_set_retry_read(bio);
}

static inline void COpenSSL_retry_write(BIO *bio) {
    BIO_set_retry_write(bio);
}

static inline void COpenSSL_clear_retry(BIO *bio) {
    BIO_clear_retry_flags(bio);
}
