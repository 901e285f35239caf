/* The records around the rows of a transaction. */
#ifndef STAND_IN_TRANSACTION_RECORD_H
#define STAND_IN_TRANSACTION_RECORD_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "options.h"
#include "replication/reorderbuffer.h"

extern void append_begin(StringInfo out, const Options *options, ReorderBufferTXN *transaction);
extern void append_commit(StringInfo out, const Options *options, ReorderBufferTXN *transaction);

#endif
