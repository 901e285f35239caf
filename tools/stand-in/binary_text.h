/* Numbers and strings as style b and the batches have them: big-endian, strings after their length and without a NUL. */
#ifndef STAND_IN_BINARY_TEXT_H
#define STAND_IN_BINARY_TEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "port/pg_bswap.h"

static inline void
append_uint16(StringInfo out, uint16 number)
{
    uint16 bytes = pg_hton16(number);

    appendBinaryStringInfo(out, (char *) &bytes, sizeof(bytes));
}

static inline void
append_uint32(StringInfo out, uint32 number)
{
    uint32 bytes = pg_hton32(number);

    appendBinaryStringInfo(out, (char *) &bytes, sizeof(bytes));
}

static inline void
append_uint64(StringInfo out, uint64 number)
{
    uint64 bytes = pg_hton64(number);

    appendBinaryStringInfo(out, (char *) &bytes, sizeof(bytes));
}

/* A name: u16 length, then the bytes. */
static inline void
append_short_string(StringInfo out, const char *text)
{
    size_t length = strlen(text);

    append_uint16(out, (uint16) length);
    appendBinaryStringInfo(out, text, length);
}

/* A text: u32 length, then the bytes. */
static inline void
append_long_string(StringInfo out, const char *text, size_t length)
{
    append_uint32(out, (uint32) length);
    appendBinaryStringInfo(out, text, length);
}

/* Writes a number over four bytes that were left free. */
static inline void
put_uint32(char *place, uint32 number)
{
    uint32 bytes = pg_hton32(number);

    memcpy(place, &bytes, sizeof(bytes));
}

#endif
