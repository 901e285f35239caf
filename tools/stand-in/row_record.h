/* The JSON record of one inserted, updated or deleted row. */
#ifndef STAND_IN_ROW_RECORD_H
#define STAND_IN_ROW_RECORD_H

#include "postgres.h"

#include "relation_plan.h"
#include "replication/reorderbuffer.h"

/* Appends the record. `plan` must be the relation's. Scratch memory comes from the current context. */
extern void append_row_record(StringInfo out, RelationPlan *plan, Relation relation, ReorderBufferChange *change);

#endif
