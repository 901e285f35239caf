/* The values of one change, to be written in any style: the new row, the identity, and what of the new row is missing. */
#ifndef STAND_IN_ROW_IMAGE_H
#define STAND_IN_ROW_IMAGE_H

#include "postgres.h"

#include "relation_plan.h"
#include "replication/reorderbuffer.h"

/* Some columns of one row. */
typedef struct RowImage
{
    RelationPlan *plan;
    const Datum *values;
    const bool *nulls;
    bool identityOnly;
    bool isIncomplete; /* toasted values that an UPDATE left alone are not there: the column is left out */
} RowImage;

typedef struct RowChange
{
    RelationPlan *plan;
    enum ReorderBufferChangeType action;
    bool hasIdentity; /* `identity` has columns: of the old row, or of the new one where its identity is the same */
    RowImage newRow; /* not of a DELETE */
    RowImage identity;
} RowChange;

/* Deforms the tuples of a change into `plan`, which must be the relation's. */
extern RowChange row_change(RelationPlan *plan, Relation relation, ReorderBufferChange *change);

/* Whether a column of the plan belongs to the image. */
static inline bool
has_column(const RowImage *image, const ColumnPlan *column)
{
    if (image->identityOnly && !column->inIdentity)
        return false;
    return !image->isIncomplete || image->nulls[column->index] || !column->mayBeToasted
        || !VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(image->values[column->index]));
}

static inline int
column_count(const RowImage *image)
{
    int count = 0;

    for (int i = 0; i < image->plan->columnCount; i++)
        count += has_column(image, &image->plan->columns[i]);
    return count;
}

#endif
