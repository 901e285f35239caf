/*
 * mppdb_decoding: an output plugin that makes PostgreSQL 15 speak openGauss's dialects: the serial one and the three
 * styles of parallel decoding. What a real openGauss does and this can't is in README.md.
 */
#include "postgres.h"

#include "replication/logical.h"
#include "replication/origin.h"
#include "replication/output_plugin.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "message.h"
#include "options.h"
#include "relation_plan.h"
#include "row_record.h"
#include "transaction_record.h"

PG_MODULE_MAGIC;

extern void _PG_output_plugin_init(OutputPluginCallbacks *callbacks);

typedef struct Decoder
{
    Options options;
    Message *message;
    MemoryContext changeContext; /* emptied after every change */
    XLogRecPtr position; /* in the headers of the parallel dialects: of the last row or commit */
    bool hasBegun; /* BEGIN of the transaction at hand is out; transactions never interleave */
} Decoder;

static void
start_up(LogicalDecodingContext *context, OutputPluginOptions *output, bool isInitial)
{
    Decoder *decoder = palloc0(sizeof(Decoder));
    bool isBinary;

    parse_options(context->output_plugin_options, &decoder->options);
    isBinary = decoder->options.forceBinary || decoder->options.isBatching || decoder->options.style == STYLE_BINARY;
    decoder->message = new_message(&decoder->options);
    decoder->changeContext = AllocSetContextCreate(context->context, "change", ALLOCSET_DEFAULT_SIZES);
    open_relation_plans(AllocSetContextCreate(context->context, "relation plans", ALLOCSET_DEFAULT_SIZES),
                        decoder->options.whiteTableList);
    context->output_plugin_private = decoder;
    output->output_type = isBinary ? OUTPUT_PLUGIN_BINARY_OUTPUT : OUTPUT_PLUGIN_TEXTUAL_OUTPUT;
    output->receive_rewrites = false;
}

static bool
is_origin_filtered(LogicalDecodingContext *context, RepOriginId origin)
{
    Decoder *decoder = context->output_plugin_private;

    return decoder->options.onlyLocal && origin != InvalidRepOriginId;
}

/* In the parallel dialects BEGIN has the position of the message before it, or its own commit's where it is the first. */
static XLogRecPtr
begin_header(const Decoder *decoder, const ReorderBufferTXN *transaction)
{
    if (!is_parallel(&decoder->options))
        return transaction->first_lsn;
    return XLogRecPtrIsInvalid(decoder->position) ? transaction->final_lsn : decoder->position;
}

/* Parallel positions never go back, also where transactions were open side by side. */
static XLogRecPtr
row_header(Decoder *decoder, const ReorderBufferChange *change)
{
    if (!is_parallel(&decoder->options))
        return change->lsn;
    decoder->position = Max(decoder->position, change->lsn);
    return decoder->position;
}

/* The end of the commit record, and its start in the parallel dialects. */
static XLogRecPtr
commit_header(Decoder *decoder, const ReorderBufferTXN *transaction)
{
    if (!is_parallel(&decoder->options))
        return transaction->end_lsn;
    decoder->position = transaction->final_lsn;
    return decoder->position;
}

static void
write_begin(LogicalDecodingContext *context, ReorderBufferTXN *transaction, XLogRecPtr header)
{
    Decoder *decoder = context->output_plugin_private;
    StringInfo out = begin_record(decoder->message, context, header, transaction->first_lsn);

    append_begin(out, &decoder->options, transaction);
    end_record(decoder->message, context, false);
    decoder->hasBegun = true;
}

static void
begin_transaction(LogicalDecodingContext *context, ReorderBufferTXN *transaction)
{
    Decoder *decoder = context->output_plugin_private;

    decoder->hasBegun = false;
    if (!decoder->options.skipEmptyTransactions)
        write_begin(context, transaction, begin_header(decoder, transaction));
}

/* A BEGIN held back for skip-empty-xacts has position 0/0 in the serial dialect and its first row's in the others. */
static void
write_held_begin(LogicalDecodingContext *context, ReorderBufferTXN *transaction, ReorderBufferChange *change)
{
    Decoder *decoder = context->output_plugin_private;

    if (!decoder->hasBegun)
        write_begin(context, transaction,
                    is_parallel(&decoder->options) ? row_header(decoder, change) : InvalidXLogRecPtr);
}

/* Whatever the header says, a frame has the end of the commit record. */
static void
commit_transaction(LogicalDecodingContext *context, ReorderBufferTXN *transaction, XLogRecPtr commitLocation)
{
    Decoder *decoder = context->output_plugin_private;
    StringInfo out;

    OutputPluginUpdateProgress(context, !decoder->hasBegun);
    if (!decoder->hasBegun)
        return;
    out = begin_record(decoder->message, context, commit_header(decoder, transaction), transaction->end_lsn);
    append_commit(out, &decoder->options, transaction);
    end_record(decoder->message, context, true);
}

/* The snapshot's command counts on with each change of the catalogue in this transaction that was not rolled back. */
static bool
follows_catalogue_change(void)
{
    return GetCatalogSnapshot(InvalidOid)->curcid > FirstCommandId;
}

static void
append_row(StringInfo out, Style style, const RowChange *change)
{
    if (style == STYLE_BINARY)
        append_binary_row(out, change);
    else if (style == STYLE_TEXT)
        append_text_row(out, change);
    else
        append_json_row(out, change);
}

static void
write_row(LogicalDecodingContext *context, RelationPlan *plan, Relation relation, ReorderBufferChange *change)
{
    Decoder *decoder = context->output_plugin_private;
    MemoryContext caller = MemoryContextSwitchTo(decoder->changeContext);
    RowChange row = row_change(plan, relation, change);
    StringInfo out = begin_record(decoder->message, context, row_header(decoder, change), change->lsn);

    append_row(out, decoder->options.style, &row);
    end_record(decoder->message, context, false);
    MemoryContextSwitchTo(caller);
    MemoryContextReset(decoder->changeContext);
}

/* Serial decoding begins a transaction also for rows that the white list holds back. */
static void
change_row(LogicalDecodingContext *context, ReorderBufferTXN *transaction, Relation relation,
           ReorderBufferChange *change)
{
    Decoder *decoder = context->output_plugin_private;
    bool isParallel = is_parallel(&decoder->options);
    RelationPlan *plan = relation_plan(relation);

    if (!isParallel)
        write_held_begin(context, transaction, change);
    if (!plan->isPublished || (isParallel && follows_catalogue_change()))
        return;
    write_held_begin(context, transaction, change);
    write_row(context, plan, relation, change);
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

/* Parallel decoding leaves it out. */
static void
truncate_tables(LogicalDecodingContext *context, ReorderBufferTXN *transaction, int relationCount,
                Relation relations[], ReorderBufferChange *change)
{
    Decoder *decoder = context->output_plugin_private;
    bool isRestarting = change->data.truncate.restart_seqs;
    bool isCascading = change->data.truncate.cascade;
    StringInfoData names;

    if (is_parallel(&decoder->options))
        return;
    initStringInfo(&names);
    append_truncated_names(&names, relationCount, relations);
    write_held_begin(context, transaction, change);
    if (names.len > 0)
    {
        appendStringInfo(begin_record(decoder->message, context, change->lsn, change->lsn), "table %s: TRUNCATE:%s%s%s",
                         names.data, isRestarting ? " restart_seqs" : "", isCascading ? " cascade" : "",
                         isRestarting || isCascading ? "" : " (no-flags)");
        end_record(decoder->message, context, false);
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
