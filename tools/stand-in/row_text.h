/*
 * The text of values: bare as style b has it, as a SQL literal in style t, and as a SQL literal inside a JSON string.
 * JSON strings are escaped byte by byte as cJSON does it, whatever the encoding.
 */
#ifndef STAND_IN_ROW_TEXT_H
#define STAND_IN_ROW_TEXT_H

#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"

/* How a type's value becomes text. The first group avoids the type's output function for speed. */
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
extern void append_json_literal(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value);

/* Appends one value as a SQL literal. */
extern void append_sql_literal(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value);

/* Appends one value as style b has it: u32 length, then the text of its type. */
extern void append_binary_value(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value);

#endif
