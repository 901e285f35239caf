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

static void
check_parallel_decode_num(const char *name, const char *value)
{
    if (int_value(name, value, 1, 20) > 1)
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                 errmsg("the stand-in has only the serial dialect so far, but parallel-decode-num is %s", value),
                 errhint("Leave parallel-decode-num out or set it to 1.")));
}

static void
parse_white_list(const char *name, const char *value, Options *options)
{
    if (value == NULL || !parse_white_table_list(value, &options->whiteTableList))
        report_unparsable(name, value == NULL ? "" : value);
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
    else if (strcmp(name, "force-binary") == 0)
        options->forceBinary = bool_value(name, value);
    else if (strcmp(name, "white-table-list") == 0)
        parse_white_list(name, value, options);
    else if (strcmp(name, "standby-connection") == 0)
        check_standby_connection(name, value);
    else if (strcmp(name, "sender-timeout") == 0)
        apply_sender_timeout(name, value);
    else if (strcmp(name, "max-txn-in-memory") == 0 || strcmp(name, "max-reorderbuffer-in-memory") == 0)
        (void) int_value(name, value, 0, 100); /* checked only: PostgreSQL spills by logical_decoding_work_mem */
    else if (strcmp(name, "parallel-decode-num") == 0)
        check_parallel_decode_num(name, value);
    else
        ereport(ERROR,
                (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                 errmsg("option \"%s\" = \"%s\" is unknown", name, value == NULL ? "(null)" : value)));
}

static const char *
value_of(DefElem *element)
{
    return element->arg == NULL ? NULL : strVal(element->arg);
}

void
parse_options(List *elements, Options *options)
{
    ListCell *cell;

    *options = (Options) {.includeXids = true, .includeTimestamp = true, .onlyLocal = true};

    /* First of all, or the options that belong to the parallel dialects would be called unknown. */
    foreach(cell, elements)
    {
        DefElem *element = lfirst_node(DefElem, cell);

        if (strcmp(element->defname, "parallel-decode-num") == 0)
            check_parallel_decode_num(element->defname, value_of(element));
    }
    foreach(cell, elements)
    {
        DefElem *element = lfirst_node(DefElem, cell);

        parse_option(element->defname, value_of(element), options);
    }
}
