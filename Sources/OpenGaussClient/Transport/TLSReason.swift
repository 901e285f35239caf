internal import COpenSSL

/// OpenSSL's own words for what went wrong last.
enum TLSReason {
    static func last() -> String {
        // The oldest entry is the cause, the others what it led to.
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return "OpenSSL gives no reason" }
        if let reason = ERR_reason_error_string(code) { return String(cString: reason) }
        return "OpenSSL's error \(String(code, radix: 16))"
    }
}
