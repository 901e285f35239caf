#include "row_image.h"

#include "access/htup_details.h"

static void
deform(Relation relation, ReorderBufferTupleBuf *tuple, Datum *values, bool *nulls)
{
    heap_deform_tuple(&tuple->tuple, RelationGetDescr(relation), values, nulls);
}

/* A toasted value that an UPDATE left alone is not logged again; only FULL identity has it, in the old row. */
static bool
is_value_missing(const RelationPlan *plan, const ColumnPlan *column)
{
    return column->mayBeToasted && !plan->newNulls[column->index]
        && VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(plan->newValues[column->index]));
}

/* Takes what is missing in the new row from the old one. Returns whether something is missing still. */
static bool
complete_new_row(RelationPlan *plan, bool hasWholeOldRow)
{
    bool isIncomplete = false;

    for (int i = 0; i < plan->columnCount; i++)
    {
        const ColumnPlan *column = &plan->columns[i];

        if (!is_value_missing(plan, column))
            continue;
        if (hasWholeOldRow)
            plan->newValues[column->index] = plan->oldValues[column->index];
        else
            isIncomplete = true;
    }
    return isIncomplete;
}

/*
 * openGauss sends the old key of every UPDATE; PostgreSQL only where it changed: elsewhere the new row has the same.
 * Without an identity PostgreSQL logs no old row at all.
 */
static RowImage
identity_image(RelationPlan *plan, bool hasOldRow)
{
    return (RowImage) {
        .plan = plan,
        .values = hasOldRow ? plan->oldValues : plan->newValues,
        .nulls = hasOldRow ? plan->oldNulls : plan->newNulls,
        .identityOnly = true,
    };
}

RowChange
row_change(RelationPlan *plan, Relation relation, ReorderBufferChange *change)
{
    ReorderBufferTupleBuf *newRow = change->data.tp.newtuple;
    ReorderBufferTupleBuf *oldRow = change->data.tp.oldtuple;
    RowChange result = {.plan = plan, .action = change->action};

    if (newRow != NULL)
        deform(relation, newRow, plan->newValues, plan->newNulls);
    if (oldRow != NULL)
        deform(relation, oldRow, plan->oldValues, plan->oldNulls);
    result.newRow = (RowImage) {.plan = plan, .values = plan->newValues, .nulls = plan->newNulls};
    result.identity = identity_image(plan, oldRow != NULL);
    result.hasIdentity = plan->hasIdentity && (oldRow != NULL || change->action == REORDER_BUFFER_CHANGE_UPDATE);
    if (change->action == REORDER_BUFFER_CHANGE_UPDATE)
        result.newRow.isIncomplete = complete_new_row(plan, oldRow != NULL && plan->hasFullIdentity);
    return result;
}
