#include "options.h"

#include <limits.h>

#include "access/xlog.h"
#include "commands/defrem.h"
#include "replication/walsender.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "white_table_list.h"

static void
report_unparsable(const char *name, const char *value)
{
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
             errmsg("could not parse value \"%s\" for parameter \"%s\"", value, name)));
}

static bool
bool_value(const char *name, const char *value)
{
    bool result;

    if (value == NULL)
        return true;
    if (!parse_bool(value, &result))
        report_unparsable(name, value);
    return result;
}

static int
int_value(const char *name, const char *value, int lowest, int highest)
{
    int result = 0;

    if (value == NULL || !parse_int(value, &result, 0, NULL) || result < lowest || result > highest)
        report_unparsable(name, value == NULL ? "" : value);
    return result;
}

/* PostgreSQL has the same timeout under another name. */
static void
apply_sender_timeout(const char *name, const char *value)
{
    int milliseconds = int_value(name, value, 0, INT_MAX);
    char text[16];

    snprintf(text, sizeof(text), "%d", milliseconds);
    if (am_walsender)
        SetConfigOption("wal_sender_timeout", text, PGC_USERSET, PGC_S_SESSION);
}

static void
check_standby_connection(const char *name, const char *value)
{
    if (bool_value(name, value) && !RecoveryInProgress())
        ereport(ERROR,
                (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                 errmsg("standby-connection is on, but this server is a primary")));
}

static Style
decode_style(const char *name, const char *value)
{
    if (value != NULL && strcmp(value, "j") == 0)
        return STYLE_JSON;
    if (value != NULL && strcmp(value, "t") == 0)
        return STYLE_TEXT;
    if (value == NULL || strcmp(value, "b") != 0)
        report_unparsable(name, value == NULL ? "" : value);
    return STYLE_BINARY;
}

/* PostgreSQL has one process a stream and no queue: the value is only checked. */
static void
check_parallel_queue_size(const char *name, const char *value)
{
    int size = int_value(name, value, 2, 1024);

    if ((size & (size - 1)) != 0)
        report_unparsable(name, value);
}

static void
parse_white_list(const char *name, const char *value, Options *options)
{
    if (value == NULL || !parse_white_table_list(value, &options->whiteTableList))
        report_unparsable(name, value == NULL ? "" : value);
}

static void
report_unknown(const char *name, const char *value)
{
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
             errmsg("option \"%s\" = \"%s\" is unknown", name, value == NULL ? "(null)" : value)));
}

static void
parse_parallel_option(const char *name, const char *value, Options *options)
{
    if (strcmp(name, "decode-style") == 0)
        options->style = decode_style(name, value);
    else if (strcmp(name, "sending-batch") == 0)
        options->isBatching = int_value(name, value, 0, 1) == 1;
    else if (strcmp(name, "parallel-queue-size") == 0)
        check_parallel_queue_size(name, value);
    else
        report_unknown(name, value);
}

static void
parse_serial_option(const char *name, const char *value, Options *options)
{
    if (strcmp(name, "force-binary") == 0)
        options->forceBinary = bool_value(name, value);
    else
        report_unknown(name, value);
}

static void
parse_option(const char *name, const char *value, Options *options)
{
    if (strcmp(name, "include-xids") == 0)
        options->includeXids = bool_value(name, value);
    else if (strcmp(name, "include-timestamp") == 0)
        options->includeTimestamp = bool_value(name, value);
    else if (strcmp(name, "skip-empty-xacts") == 0)
        options->skipEmptyTransactions = bool_value(name, value);
    else if (strcmp(name, "only-local") == 0)
        options->onlyLocal = bool_value(name, value);
    else if (strcmp(name, "include-originid") == 0)
        options->includeOriginId = bool_value(name, value);
    else if (strcmp(name, "white-table-list") == 0)
        parse_white_list(name, value, options);
    else if (strcmp(name, "standby-connection") == 0)
        check_standby_connection(name, value);
    else if (strcmp(name, "sender-timeout") == 0)
        apply_sender_timeout(name, value);
    else if (strcmp(name, "max-txn-in-memory") == 0 || strcmp(name, "max-reorderbuffer-in-memory") == 0)
        (void) int_value(name, value, 0, 100); /* checked only: PostgreSQL spills by logical_decoding_work_mem */
    else if (strcmp(name, "parallel-decode-num") == 0)
        (void) 0; /* parse_options has read it */
    else if (is_parallel(options))
        parse_parallel_option(name, value, options);
    else
        parse_serial_option(name, value, options);
}

static const char *
value_of(DefElem *element)
{
    return element->arg == NULL ? NULL : strVal(element->arg);
}

/* Which options there are depends on it, so it is read before all others, wherever it stands. */
static bool
asks_for_parallel(List *elements)
{
    ListCell *cell;
    int decoderCount = 1;

    foreach(cell, elements)
    {
        DefElem *element = lfirst_node(DefElem, cell);

        if (strcmp(element->defname, "parallel-decode-num") == 0)
            decoderCount = int_value(element->defname, value_of(element), 1, 20);
    }
    return decoderCount > 1;
}

void
parse_options(List *elements, Options *options)
{
    ListCell *cell;
    bool isParallel = asks_for_parallel(elements);

    *options = (Options) {
        .style = isParallel ? STYLE_BINARY : STYLE_SERIAL,
        .includeXids = true,
        .includeTimestamp = !isParallel,
        .onlyLocal = true,
    };
    foreach(cell, elements)
    {
        DefElem *element = lfirst_node(DefElem, cell);

        parse_option(element->defname, value_of(element), options);
    }
}
