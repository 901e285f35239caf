#include "transaction_record.h"

#include "binary_text.h"
#include "utils/timestamp.h"

/* PostgreSQL has no CSN: the end of the commit record grows with every commit and is the same after a restart. */
static uint64
csn(const ReorderBufferTXN *transaction)
{
    return transaction->end_lsn;
}

/* In the time zone of the session; the text lives in a static buffer. */
static const char *
commit_time(const ReorderBufferTXN *transaction)
{
    return timestamptz_to_str(transaction->xact_time.commit_time);
}

static void
append_serial_begin(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    appendStringInfoString(out, "BEGIN");
    if (options->includeXids)
        appendStringInfo(out, " %u", transaction->xid);
    if (options->includeOriginId)
        appendStringInfo(out, " ORIGIN_ID %d", transaction->origin_id);
}

static void
append_parallel_begin(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    appendStringInfo(out, "BEGIN CSN: " UINT64_FORMAT " first_lsn: %X/%X", csn(transaction),
                     LSN_FORMAT_ARGS(transaction->first_lsn));
    if (options->includeXids)
        appendStringInfo(out, " xid: %u", transaction->xid);
    if (options->includeTimestamp)
        appendStringInfo(out, " commit_time: %s", commit_time(transaction));
    if (options->includeOriginId)
        appendStringInfo(out, " origin_id: %d", transaction->origin_id);
}

static void
append_binary_xid_and_time(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    const char *time = commit_time(transaction);

    if (options->includeXids)
    {
        appendStringInfoChar(out, 'X');
        append_uint64(out, transaction->xid);
    }
    if (options->includeTimestamp)
    {
        appendStringInfoChar(out, 'T');
        append_long_string(out, time, strlen(time));
    }
}

static void
append_binary_begin(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    appendStringInfoChar(out, 'B');
    append_uint64(out, csn(transaction));
    append_uint64(out, transaction->first_lsn);
    append_binary_xid_and_time(out, options, transaction);
    if (options->includeOriginId)
    {
        appendStringInfoChar(out, 'O');
        append_uint32(out, transaction->origin_id);
    }
}

void
append_begin(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    if (options->style == STYLE_SERIAL)
        append_serial_begin(out, options, transaction);
    else if (options->style == STYLE_BINARY)
        append_binary_begin(out, options, transaction);
    else
        append_parallel_begin(out, options, transaction);
}

static void
append_text_commit(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    bool isSerial = options->style == STYLE_SERIAL;

    appendStringInfoString(out, isSerial ? "COMMIT" : "commit");
    if (options->includeXids)
        appendStringInfo(out, "%s %u", isSerial ? "" : " xid:", transaction->xid);
    if (options->includeTimestamp)
        appendStringInfo(out, " (at %s)", commit_time(transaction));
    if (isSerial)
        appendStringInfo(out, " CSN " UINT64_FORMAT, csn(transaction));
}

void
append_commit(StringInfo out, const Options *options, ReorderBufferTXN *transaction)
{
    if (options->style != STYLE_BINARY)
    {
        append_text_commit(out, options, transaction);
        return;
    }
    appendStringInfoChar(out, 'C');
    append_binary_xid_and_time(out, options, transaction);
}
