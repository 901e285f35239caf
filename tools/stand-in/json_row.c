/* A row as JSON: one object, every value a SQL literal inside a string. Most of it is rendered in the plan. */
#include "row_record.h"

static void
append_value(StringInfo out, const RowImage *image, ColumnPlan *column)
{
    if (image->nulls[column->index])
        appendBinaryStringInfo(out, "\"null\"", 6);
    else
        append_json_literal(out, column->form, &column->outputFunction, image->values[column->index]);
}

static void
append_values(StringInfo out, const RowImage *image)
{
    bool isFirst = true;

    for (int i = 0; i < image->plan->columnCount; i++)
    {
        ColumnPlan *column = &image->plan->columns[i];

        if (!has_column(image, column))
            continue;
        if (!isFirst)
            appendStringInfoCharMacro(out, ',');
        append_value(out, image, column);
        isFirst = false;
    }
}

static void
append_names(StringInfo out, const RowImage *image, bool isOfTypes)
{
    const char *separator = "";

    for (int i = 0; i < image->plan->columnCount; i++)
    {
        const ColumnPlan *column = &image->plan->columns[i];

        if (!has_column(image, column))
            continue;
        appendStringInfoString(out, separator);
        append_json_string(out, isOfTypes ? column->type : column->name);
        separator = ",";
    }
}

/* The slow way to the head of a new row: without the columns whose values can't be had. */
static void
append_incomplete_head(StringInfo out, const RowImage *image)
{
    append_record_start(out, image->plan, "UPDATE");
    appendStringInfoString(out, ",\"columns_name\":[");
    append_names(out, image, false);
    appendStringInfoString(out, "],\"columns_type\":[");
    append_names(out, image, true);
    appendStringInfoString(out, "],\"columns_val\":[");
}

static void
append_insert(StringInfo out, const RowChange *change)
{
    append_fragment(out, change->plan->insertHead);
    append_values(out, &change->newRow);
    appendStringInfoString(out, "],\"old_keys_name\":[],\"old_keys_type\":[],\"old_keys_val\":[]}");
}

static void
append_identity_values(StringInfo out, const RowChange *change)
{
    if (change->hasIdentity)
        append_values(out, &change->identity);
    appendStringInfoString(out, "]}");
}

static void
append_update(StringInfo out, const RowChange *change)
{
    if (change->newRow.isIncomplete)
        append_incomplete_head(out, &change->newRow);
    else
        append_fragment(out, change->plan->updateHead);
    append_values(out, &change->newRow);
    append_fragment(out, change->plan->identityHead);
    append_identity_values(out, change);
}

static void
append_delete(StringInfo out, const RowChange *change)
{
    append_fragment(out, change->plan->deleteHead);
    append_identity_values(out, change);
}

void
append_json_row(StringInfo out, const RowChange *change)
{
    if (change->action == REORDER_BUFFER_CHANGE_INSERT)
        append_insert(out, change);
    else if (change->action == REORDER_BUFFER_CHANGE_UPDATE)
        append_update(out, change);
    else
        append_delete(out, change);
}
