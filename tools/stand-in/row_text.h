/*
 * Text of rows in the JSON of the serial dialect: every value is a SQL literal inside a JSON string.
 * Strings are escaped byte by byte as cJSON does it, whatever the encoding.
 */
#ifndef STAND_IN_ROW_TEXT_H
#define STAND_IN_ROW_TEXT_H

#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"

/* How a type's value becomes a literal. The first group avoids the type's output function for speed. */
typedef enum LiteralForm
{
    LITERAL_INT2,
    LITERAL_INT4,
    LITERAL_INT8,
    LITERAL_FLOAT4,
    LITERAL_FLOAT8,
    LITERAL_BOOLEAN,
    LITERAL_TEXT, /* the bytes of the value are its text */
    LITERAL_BARE, /* output function, no quotes: oid, numeric */
    LITERAL_BITS, /* output function, B'...' */
    LITERAL_QUOTED, /* output function, '...' */
} LiteralForm;

extern LiteralForm literal_form(Oid type);

/* Appends `text` as a whole JSON string, with its quotes. */
extern void append_json_string(StringInfo out, const char *text);

/* Appends one value as a JSON string holding a SQL literal. */
extern void append_literal(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value);

/* Appends the JSON string of SQL's NULL. */
extern void append_null_literal(StringInfo out);

#endif
