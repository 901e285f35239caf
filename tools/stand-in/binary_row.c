/* A row in style b: operation, schema and table, then 'N' with the new row and 'O' with the identity, where known. */
#include "row_record.h"

#include "binary_text.h"

#define NULL_LENGTH 0xFFFFFFFF

static void
append_tuple(StringInfo out, char kind, const RowImage *image)
{
    appendStringInfoCharMacro(out, kind);
    append_uint16(out, (uint16) column_count(image));
    for (int i = 0; i < image->plan->columnCount; i++)
    {
        ColumnPlan *column = &image->plan->columns[i];

        if (!has_column(image, column))
            continue;
        append_fragment(out, column->binaryHead);
        if (image->nulls[column->index])
            append_uint32(out, NULL_LENGTH);
        else
            append_binary_value(out, column->form, &column->outputFunction, image->values[column->index]);
    }
}

static char
operation(const RowChange *change)
{
    if (change->action == REORDER_BUFFER_CHANGE_INSERT)
        return 'I';
    return change->action == REORDER_BUFFER_CHANGE_UPDATE ? 'U' : 'D';
}

void
append_binary_row(StringInfo out, const RowChange *change)
{
    appendStringInfoCharMacro(out, operation(change));
    append_short_string(out, change->plan->schema);
    append_short_string(out, change->plan->table);
    if (change->action != REORDER_BUFFER_CHANGE_DELETE)
        append_tuple(out, 'N', &change->newRow);
    if (change->hasIdentity)
        append_tuple(out, 'O', &change->identity);
}
