/*
 * mppdb_decoding: an output plugin that makes PostgreSQL 15 speak openGauss's serial dialect: `BEGIN`, one JSON
 * object a row, `COMMIT`, each a message of its own. What a real openGauss does and this can't is in README.md.
 */
#include "postgres.h"

#include "replication/logical.h"
#include "replication/origin.h"
#include "replication/output_plugin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "options.h"
#include "relation_plan.h"
#include "row_record.h"

PG_MODULE_MAGIC;

extern void _PG_output_plugin_init(OutputPluginCallbacks *callbacks);

typedef struct Decoder
{
    Options options;
    MemoryContext changeContext; /* emptied after every change */
    bool hasBegun; /* BEGIN of the transaction at hand is out; transactions never interleave */
} Decoder;

static void
start_up(LogicalDecodingContext *context, OutputPluginOptions *output, bool isInitial)
{
    Decoder *decoder = palloc0(sizeof(Decoder));

    parse_options(context->output_plugin_options, &decoder->options);
    decoder->changeContext = AllocSetContextCreate(context->context, "change", ALLOCSET_DEFAULT_SIZES);
    open_relation_plans(AllocSetContextCreate(context->context, "relation plans", ALLOCSET_DEFAULT_SIZES),
                        decoder->options.whiteTableList);
    context->output_plugin_private = decoder;
    output->output_type = decoder->options.forceBinary ? OUTPUT_PLUGIN_BINARY_OUTPUT : OUTPUT_PLUGIN_TEXTUAL_OUTPUT;
    output->receive_rewrites = false;
}

static bool
is_origin_filtered(LogicalDecodingContext *context, RepOriginId origin)
{
    Decoder *decoder = context->output_plugin_private;

    return decoder->options.onlyLocal && origin != InvalidRepOriginId;
}

static void
write_begin(LogicalDecodingContext *context, ReorderBufferTXN *transaction)
{
    Decoder *decoder = context->output_plugin_private;

    OutputPluginPrepareWrite(context, true);
    appendStringInfoString(context->out, "BEGIN");
    if (decoder->options.includeXids)
        appendStringInfo(context->out, " %u", transaction->xid);
    if (decoder->options.includeOriginId)
        appendStringInfo(context->out, " ORIGIN_ID %d", transaction->origin_id);
    OutputPluginWrite(context, true);
    decoder->hasBegun = true;
}

static void
begin_transaction(LogicalDecodingContext *context, ReorderBufferTXN *transaction)
{
    Decoder *decoder = context->output_plugin_private;

    decoder->hasBegun = false;
    if (!decoder->options.skipEmptyTransactions)
        write_begin(context, transaction);
}

/* A BEGIN held back for skip-empty-xacts has position 0/0, as openGauss sends it. */
static void
write_held_begin(LogicalDecodingContext *context, ReorderBufferTXN *transaction)
{
    Decoder *decoder = context->output_plugin_private;
    XLogRecPtr location = context->write_location;

    if (decoder->hasBegun)
        return;
    context->write_location = InvalidXLogRecPtr;
    write_begin(context, transaction);
    context->write_location = location;
}

/* PostgreSQL has no CSN: the end of the commit record grows with every commit and is the same after a restart. */
static void
commit_transaction(LogicalDecodingContext *context, ReorderBufferTXN *transaction, XLogRecPtr commitLocation)
{
    Decoder *decoder = context->output_plugin_private;

    OutputPluginUpdateProgress(context, !decoder->hasBegun);
    if (!decoder->hasBegun)
        return;
    OutputPluginPrepareWrite(context, true);
    appendStringInfoString(context->out, "COMMIT");
    if (decoder->options.includeXids)
        appendStringInfo(context->out, " %u", transaction->xid);
    if (decoder->options.includeTimestamp)
        appendStringInfo(context->out, " (at %s)", timestamptz_to_str(transaction->xact_time.commit_time));
    appendStringInfo(context->out, " CSN " UINT64_FORMAT, transaction->end_lsn);
    OutputPluginWrite(context, true);
}

static void
change_row(LogicalDecodingContext *context, ReorderBufferTXN *transaction, Relation relation,
           ReorderBufferChange *change)
{
    Decoder *decoder = context->output_plugin_private;
    RelationPlan *plan = relation_plan(relation);
    MemoryContext caller;

    write_held_begin(context, transaction);
    if (!plan->isPublished)
        return;
    caller = MemoryContextSwitchTo(decoder->changeContext);
    OutputPluginPrepareWrite(context, true);
    append_row_record(context->out, plan, relation, change);
    OutputPluginWrite(context, true);
    MemoryContextSwitchTo(caller);
    MemoryContextReset(decoder->changeContext);
}

/* Partitions are left out: openGauss names their root alone, and sends nothing for TRUNCATE of one partition. */
static void
append_truncated_names(StringInfo out, int relationCount, Relation relations[])
{
    for (int i = 0; i < relationCount; i++)
    {
        RelationPlan *plan = relation_plan(relations[i]);

        if (!plan->isPublished || relations[i]->rd_rel->relispartition)
            continue;
        if (out->len > 0)
            appendStringInfoString(out, ", ");
        appendStringInfoString(out, plan->qualifiedName);
    }
}

static void
truncate_tables(LogicalDecodingContext *context, ReorderBufferTXN *transaction, int relationCount,
                Relation relations[], ReorderBufferChange *change)
{
    bool isRestarting = change->data.truncate.restart_seqs;
    bool isCascading = change->data.truncate.cascade;
    StringInfoData names;

    initStringInfo(&names);
    append_truncated_names(&names, relationCount, relations);
    write_held_begin(context, transaction);
    if (names.len > 0)
    {
        OutputPluginPrepareWrite(context, true);
        appendStringInfo(context->out, "table %s: TRUNCATE:%s%s%s", names.data, isRestarting ? " restart_seqs" : "",
                         isCascading ? " cascade" : "", isRestarting || isCascading ? "" : " (no-flags)");
        OutputPluginWrite(context, true);
    }
    pfree(names.data);
}

void
_PG_output_plugin_init(OutputPluginCallbacks *callbacks)
{
    callbacks->startup_cb = start_up;
    callbacks->filter_by_origin_cb = is_origin_filtered;
    callbacks->begin_cb = begin_transaction;
    callbacks->change_cb = change_row;
    callbacks->truncate_cb = truncate_tables;
    callbacks->commit_cb = commit_transaction;
}
