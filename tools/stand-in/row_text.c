#include "row_text.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "utils/builtins.h"

/* Big enough for every integer and every shortest float. */
#define NUMBER_SIZE 32

LiteralForm
literal_form(Oid type)
{
    switch (type)
    {
        case INT2OID:
            return LITERAL_INT2;
        case INT4OID:
            return LITERAL_INT4;
        case INT8OID:
            return LITERAL_INT8;
        case FLOAT4OID:
            return LITERAL_FLOAT4;
        case FLOAT8OID:
            return LITERAL_FLOAT8;
        case BOOLOID:
            return LITERAL_BOOLEAN;
        case TEXTOID:
        case VARCHAROID:
        case BPCHAROID:
        case JSONOID:
            return LITERAL_TEXT;
        case OIDOID:
        case NUMERICOID:
            return LITERAL_BARE;
        case BITOID:
        case VARBITOID:
            return LITERAL_BITS;
        default:
            return LITERAL_QUOTED;
    }
}

static inline bool
needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\';
}

static void
append_escaped_byte(StringInfo out, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    static const char shortForms[0x20] = {['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    char text[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};

    if (byte < 0x20 && shortForms[byte] == 0)
    {
        appendBinaryStringInfo(out, text, sizeof(text));
        return;
    }
    text[1] = byte < 0x20 ? shortForms[byte] : byte;
    appendBinaryStringInfo(out, text, 2);
}

/* Copies whole runs of harmless bytes: nearly every value is one run. A quote is doubled where it ends a literal. */
static void
append_escaped(StringInfo out, const char *text, size_t length, bool doublesQuote)
{
    const char *end = text + length;
    const char *run = text;

    enlargeStringInfo(out, length + 4);
    for (const char *at = text; at < end; at++)
    {
        if (needs_escape((unsigned char) *at))
        {
            appendBinaryStringInfo(out, run, at - run);
            append_escaped_byte(out, (unsigned char) *at);
            run = at + 1;
        }
        else if (*at == '\'' && doublesQuote)
        {
            appendBinaryStringInfo(out, run, at - run + 1);
            run = at; /* the quote opens the next run too, which doubles it */
        }
    }
    appendBinaryStringInfo(out, run, end - run);
}

void
append_json_string(StringInfo out, const char *text)
{
    appendStringInfoCharMacro(out, '"');
    append_escaped(out, text, strlen(text), false);
    appendStringInfoCharMacro(out, '"');
}

static void
append_quoted(StringInfo out, const char *text, size_t length)
{
    appendBinaryStringInfo(out, "\"'", 2);
    append_escaped(out, text, length, true);
    appendBinaryStringInfo(out, "'\"", 2);
}

static void
append_bare(StringInfo out, const char *text, size_t length)
{
    appendStringInfoCharMacro(out, '"');
    appendBinaryStringInfo(out, text, length);
    appendStringInfoCharMacro(out, '"');
}

/*
 * Always the shortest exact digits: what a client set as extra_float_digits has no say in a stream of openGauss,
 * which also knows no negative zero.
 */
static void
append_float(StringInfo out, double value, bool isSingle)
{
    char text[NUMBER_SIZE];
    int length;

    if (isnan(value))
        length = snprintf(text, sizeof(text), "NaN");
    else if (isinf(value))
        length = snprintf(text, sizeof(text), value < 0 ? "-Infinity" : "Infinity");
    else if (value == 0)
        length = snprintf(text, sizeof(text), "0");
    else if (isSingle)
        length = float_to_shortest_decimal_bufn((float) value, text);
    else
        length = double_to_shortest_decimal_bufn(value, text);
    append_bare(out, text, length);
}

static void
append_varlena(StringInfo out, Datum value)
{
    text *bytes = DatumGetTextPP(value);

    append_quoted(out, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

static void
append_output(StringInfo out, LiteralForm form, const char *text)
{
    size_t length = strlen(text);

    if (form == LITERAL_BARE)
    {
        append_bare(out, text, length);
        return;
    }
    if (form == LITERAL_QUOTED)
    {
        append_quoted(out, text, length);
        return;
    }
    appendBinaryStringInfo(out, "\"B'", 3);
    appendBinaryStringInfo(out, text, length);
    appendBinaryStringInfo(out, "'\"", 2);
}

void
append_literal(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value)
{
    char text[NUMBER_SIZE];

    switch (form)
    {
        case LITERAL_INT2:
            append_bare(out, text, pg_itoa(DatumGetInt16(value), text));
            return;
        case LITERAL_INT4:
            append_bare(out, text, pg_ltoa(DatumGetInt32(value), text));
            return;
        case LITERAL_INT8:
            append_bare(out, text, pg_lltoa(DatumGetInt64(value), text));
            return;
        case LITERAL_FLOAT4:
            append_float(out, DatumGetFloat4(value), true);
            return;
        case LITERAL_FLOAT8:
            append_float(out, DatumGetFloat8(value), false);
            return;
        case LITERAL_BOOLEAN:
            appendStringInfoString(out, DatumGetBool(value) ? "\"true\"" : "\"false\"");
            return;
        case LITERAL_TEXT:
            append_varlena(out, value);
            return;
        case LITERAL_BARE:
        case LITERAL_BITS:
        case LITERAL_QUOTED:
            append_output(out, form, OutputFunctionCall(outputFunction, value));
            return;
    }
}

void
append_null_literal(StringInfo out)
{
    appendBinaryStringInfo(out, "\"null\"", 6);
}
