#include "message.h"

#include "binary_text.h"
#include "replication/output_plugin.h"

/* openGauss counts the header of the message too: tag, two positions and the time. */
#define HEADER_SIZE 25
#define BATCH_SIZE_MAX (1024 * 1024)

struct Message
{
    bool isBatching;
    bool isFramed;
    bool hasSeparators; /* style b */
    StringInfoData batch; /* the frames so far, with sending-batch 1 */
    StringInfo out; /* where the record at hand goes */
    int frameStart;
    XLogRecPtr header;
};

Message *
new_message(const Options *options)
{
    Message *message = palloc0(sizeof(Message));

    message->isBatching = options->isBatching;
    message->hasSeparators = options->style == STYLE_BINARY;
    message->isFramed = message->isBatching || message->hasSeparators;
    initStringInfo(&message->batch);
    return message;
}

/* The walsender takes the header's position from the context, which goes on with its own. */
static void
prepare_write(Message *message, LogicalDecodingContext *context)
{
    XLogRecPtr location = context->write_location;

    context->write_location = message->header;
    OutputPluginPrepareWrite(context, true);
    context->write_location = location;
}

static void
write_message(Message *message, LogicalDecodingContext *context)
{
    XLogRecPtr location = context->write_location;

    context->write_location = message->header;
    OutputPluginWrite(context, true);
    context->write_location = location;
}

StringInfo
begin_record(Message *message, LogicalDecodingContext *context, XLogRecPtr header, XLogRecPtr position)
{
    message->header = header;
    if (!message->isBatching)
        prepare_write(message, context);
    message->out = message->isBatching ? &message->batch : context->out;
    message->frameStart = message->out->len;
    if (message->isFramed)
    {
        append_uint32(message->out, 0); /* the length, once it is known */
        append_uint64(message->out, position);
    }
    return message->out;
}

/* The length counts what follows it without the separator. */
static void
end_frame(Message *message, char separator)
{
    StringInfo out = message->out;

    put_uint32(out->data + message->frameStart, out->len - message->frameStart - sizeof(uint32));
    if (message->hasSeparators)
        appendStringInfoCharMacro(out, separator);
}

/* A zero in the place of a length ends a batch, unless it was full and of style b. The header is the last record's. */
static void
flush_batch(Message *message, LogicalDecodingContext *context, bool isCommit)
{
    prepare_write(message, context);
    appendBinaryStringInfo(context->out, message->batch.data, message->batch.len);
    if (isCommit || !message->hasSeparators)
        append_uint32(context->out, 0);
    write_message(message, context);
    resetStringInfo(&message->batch);
}

void
end_record(Message *message, LogicalDecodingContext *context, bool isCommit)
{
    bool isFull = message->isBatching && message->batch.len + HEADER_SIZE > BATCH_SIZE_MAX;
    bool isLast = isFull && !isCommit;

    if (message->isFramed)
        end_frame(message, isLast || !message->isBatching ? 'F' : 'P');
    if (!message->isBatching)
        write_message(message, context);
    else if (isCommit || isFull)
        flush_batch(message, context, isCommit);
}
