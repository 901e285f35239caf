#include "row_record.h"

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

static void
append_value(StringInfo out, ColumnPlan *column, const Datum *values, const bool *nulls)
{
    if (nulls[column->index])
        append_null_literal(out);
    else
        append_literal(out, column->form, &column->outputFunction, values[column->index]);
}

static void
append_new_values(StringInfo out, RelationPlan *plan)
{
    for (int i = 0; i < plan->columnCount; i++)
    {
        if (i > 0)
            appendStringInfoCharMacro(out, ',');
        append_value(out, &plan->columns[i], plan->newValues, plan->newNulls);
    }
}

/* The slow way to a new row: leaves the columns out whose values can't be had. */
static void
append_incomplete_row(StringInfo out, RelationPlan *plan)
{
    static const char *const heads[] = {",\"columns_name\":[", "],\"columns_type\":[", "],\"columns_val\":["};

    append_record_start(out, plan, "UPDATE");
    for (int part = 0; part < 3; part++)
    {
        const char *separator = "";

        appendStringInfoString(out, heads[part]);
        for (int i = 0; i < plan->columnCount; i++)
        {
            ColumnPlan *column = &plan->columns[i];

            if (is_value_missing(plan, column))
                continue;
            appendStringInfoString(out, separator);
            separator = ",";
            if (part == 2)
                append_value(out, column, plan->newValues, plan->newNulls);
            else
                append_json_string(out, part == 0 ? column->name : column->type);
        }
    }
}

static void
append_identity_values(StringInfo out, RelationPlan *plan, const Datum *values, const bool *nulls)
{
    const char *separator = "";

    for (int i = 0; i < plan->columnCount; i++)
    {
        if (!plan->columns[i].inIdentity)
            continue;
        appendStringInfoString(out, separator);
        append_value(out, &plan->columns[i], values, nulls);
        separator = ",";
    }
}

static inline void
append_fragment(StringInfo out, Fragment fragment)
{
    appendBinaryStringInfo(out, fragment.text, fragment.length);
}

static void
append_insert(StringInfo out, RelationPlan *plan)
{
    append_fragment(out, plan->insertHead);
    append_new_values(out, plan);
    appendStringInfoString(out, "],\"old_keys_name\":[],\"old_keys_type\":[],\"old_keys_val\":[]}");
}

/* openGauss sends the old key of every UPDATE; PostgreSQL only where it changed: elsewhere the new row has the same. */
static void
append_update(StringInfo out, RelationPlan *plan, bool hasOldRow)
{
    if (complete_new_row(plan, hasOldRow && plan->hasFullIdentity))
        append_incomplete_row(out, plan);
    else
    {
        append_fragment(out, plan->updateHead);
        append_new_values(out, plan);
    }
    append_fragment(out, plan->identityHead);
    if (hasOldRow)
        append_identity_values(out, plan, plan->oldValues, plan->oldNulls);
    else
        append_identity_values(out, plan, plan->newValues, plan->newNulls);
    appendStringInfoString(out, "]}");
}

/* Without an identity PostgreSQL logs no old row at all, and the arrays stay empty. */
static void
append_delete(StringInfo out, RelationPlan *plan, bool hasOldRow)
{
    append_fragment(out, plan->deleteHead);
    if (hasOldRow)
        append_identity_values(out, plan, plan->oldValues, plan->oldNulls);
    appendStringInfoString(out, "]}");
}

void
append_row_record(StringInfo out, RelationPlan *plan, Relation relation, ReorderBufferChange *change)
{
    ReorderBufferTupleBuf *newRow = change->data.tp.newtuple;
    ReorderBufferTupleBuf *oldRow = change->data.tp.oldtuple;

    if (newRow != NULL)
        deform(relation, newRow, plan->newValues, plan->newNulls);
    if (oldRow != NULL)
        deform(relation, oldRow, plan->oldValues, plan->oldNulls);
    if (change->action == REORDER_BUFFER_CHANGE_INSERT)
        append_insert(out, plan);
    else if (change->action == REORDER_BUFFER_CHANGE_UPDATE)
        append_update(out, plan, oldRow != NULL);
    else
        append_delete(out, plan, oldRow != NULL);
}
