/*
 * How records become messages: alone, in a frame (style b), or many frames in one message (sending-batch 1).
 * A frame is u32 length, u64 position, record, and in style b 'P' where another follows and 'F' where the message ends.
 */
#ifndef STAND_IN_MESSAGE_H
#define STAND_IN_MESSAGE_H

#include "postgres.h"

#include "options.h"
#include "replication/logical.h"

typedef struct Message Message;

/* Makes the one that collects records for this stream, in the current memory context. */
extern Message *new_message(const Options *options);

/*
 * Begins a record and says where to append it. `header` is the position in the message's own header, `position` the
 * one in the frame.
 */
extern StringInfo begin_record(Message *message, LogicalDecodingContext *context, XLogRecPtr header, XLogRecPtr position);

/* Ends the record. It goes out at once, or with others when they are many or `isCommit`. */
extern void end_record(Message *message, LogicalDecodingContext *context, bool isCommit);

#endif
