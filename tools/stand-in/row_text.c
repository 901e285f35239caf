#include "row_text.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "utils/builtins.h"

#include "binary_text.h"

/* Big enough for every integer and every shortest float. */
#define NUMBER_SIZE 32

typedef struct Text
{
    const char *bytes;
    size_t length;
} Text;

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

/*
 * Always the shortest exact digits: what a client set as extra_float_digits has no say in a stream of openGauss,
 * which also knows no negative zero.
 */
static int
float_text(char *text, double value, bool isSingle)
{
    if (isnan(value))
        return snprintf(text, NUMBER_SIZE, "NaN");
    if (isinf(value))
        return snprintf(text, NUMBER_SIZE, value < 0 ? "-Infinity" : "Infinity");
    if (value == 0)
        return snprintf(text, NUMBER_SIZE, "0");
    if (isSingle)
        return float_to_shortest_decimal_bufn((float) value, text);
    return double_to_shortest_decimal_bufn(value, text);
}

static Text
text_of(const char *bytes)
{
    return (Text) {bytes, strlen(bytes)};
}

static Text
varlena_text(Datum value)
{
    text *bytes = DatumGetTextPP(value);

    return (Text) {VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes)};
}

/* The bare text of a value; short ones are written to `number`. */
static Text
value_text(LiteralForm form, FmgrInfo *outputFunction, Datum value, char *number)
{
    switch (form)
    {
        case LITERAL_INT2:
            return (Text) {number, pg_itoa(DatumGetInt16(value), number)};
        case LITERAL_INT4:
            return (Text) {number, pg_ltoa(DatumGetInt32(value), number)};
        case LITERAL_INT8:
            return (Text) {number, pg_lltoa(DatumGetInt64(value), number)};
        case LITERAL_FLOAT4:
            return (Text) {number, float_text(number, DatumGetFloat4(value), true)};
        case LITERAL_FLOAT8:
            return (Text) {number, float_text(number, DatumGetFloat8(value), false)};
        case LITERAL_BOOLEAN:
            return text_of(DatumGetBool(value) ? "true" : "false");
        case LITERAL_TEXT:
            return varlena_text(value);
        case LITERAL_BARE:
        case LITERAL_BITS:
        case LITERAL_QUOTED:
            break;
    }
    return text_of(OutputFunctionCall(outputFunction, value));
}

static const char *
opening_quote(LiteralForm form)
{
    if (form == LITERAL_TEXT || form == LITERAL_QUOTED)
        return "'";
    return form == LITERAL_BITS ? "B'" : "";
}

void
append_json_literal(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value)
{
    char number[NUMBER_SIZE];
    Text text = value_text(form, outputFunction, value, number);
    const char *quote = opening_quote(form);

    appendStringInfoCharMacro(out, '"');
    if (*quote == '\0')
        appendBinaryStringInfo(out, text.bytes, text.length);
    else
    {
        appendStringInfoString(out, quote);
        append_escaped(out, text.bytes, text.length, true);
        appendStringInfoCharMacro(out, '\'');
    }
    appendStringInfoCharMacro(out, '"');
}

/* Nothing but the quote is escaped. */
static void
append_doubling_quotes(StringInfo out, Text text)
{
    const char *end = text.bytes + text.length;
    const char *run = text.bytes;
    const char *quote;

    while ((quote = memchr(run, '\'', end - run)) != NULL)
    {
        appendBinaryStringInfo(out, run, quote - run + 1);
        appendStringInfoCharMacro(out, '\'');
        run = quote + 1;
    }
    appendBinaryStringInfo(out, run, end - run);
}

void
append_sql_literal(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value)
{
    char number[NUMBER_SIZE];
    Text text = value_text(form, outputFunction, value, number);
    const char *quote = opening_quote(form);

    appendStringInfoString(out, quote);
    append_doubling_quotes(out, text);
    if (*quote != '\0')
        appendStringInfoCharMacro(out, '\'');
}

void
append_binary_value(StringInfo out, LiteralForm form, FmgrInfo *outputFunction, Datum value)
{
    char number[NUMBER_SIZE];
    Text text = value_text(form, outputFunction, value, number);

    if (form == LITERAL_BOOLEAN)
        text.length = 1; /* `t` or `f`, as the type's own output has it */
    append_long_string(out, text.bytes, text.length);
}
