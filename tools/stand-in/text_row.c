/* A row in style t: `table schema name OP:` with both names as they are, then ` column[type]:literal` for each column. */
#include "row_record.h"

static void
append_columns(StringInfo out, const RowImage *image)
{
    for (int i = 0; i < image->plan->columnCount; i++)
    {
        ColumnPlan *column = &image->plan->columns[i];

        if (!has_column(image, column))
            continue;
        append_fragment(out, column->textHead);
        if (image->nulls[column->index])
            appendStringInfoString(out, "null");
        else
            append_sql_literal(out, column->form, &column->outputFunction, image->values[column->index]);
    }
}

static void
append_update(StringInfo out, const RowChange *change)
{
    appendStringInfoString(out, " UPDATE:");
    if (change->hasIdentity)
    {
        appendStringInfoString(out, " old-key:");
        append_columns(out, &change->identity);
        appendStringInfoString(out, " new-tuple:");
    }
    append_columns(out, &change->newRow);
}

static void
append_delete(StringInfo out, const RowChange *change)
{
    appendStringInfoString(out, " DELETE:");
    if (change->hasIdentity)
        append_columns(out, &change->identity);
    else
        appendStringInfoString(out, " (no-tuple-data)");
}

void
append_text_row(StringInfo out, const RowChange *change)
{
    appendStringInfo(out, "table %s %s", change->plan->schema, change->plan->table);
    if (change->action == REORDER_BUFFER_CHANGE_UPDATE)
        append_update(out, change);
    else if (change->action == REORDER_BUFFER_CHANGE_DELETE)
        append_delete(out, change);
    else
    {
        appendStringInfoString(out, " INSERT:");
        append_columns(out, &change->newRow);
    }
}
