#include "white_table_list.h"

#include <ctype.h>

/* A NULL half stands for `*`. */
typedef struct WhiteTable
{
    char *schema;
    char *table;
} WhiteTable;

static char *
half_or_star(const char *start, size_t length)
{
    if (length == 1 && *start == '*')
        return NULL;
    return pnstrdup(start, length);
}

/* The first dot splits, so a schema's name can hold none; blanks and quotes have no escape in this syntax. */
static WhiteTable *
parse_entry(const char *start, size_t length)
{
    const char *dot = memchr(start, '.', length);
    WhiteTable *entry;

    if (dot == NULL || dot == start || dot + 1 == start + length)
        return NULL;
    for (size_t i = 0; i < length; i++)
        if (isspace((unsigned char) start[i]))
            return NULL;
    entry = palloc(sizeof(WhiteTable));
    entry->schema = half_or_star(start, dot - start);
    entry->table = half_or_star(dot + 1, start + length - dot - 1);
    return entry;
}

bool
parse_white_table_list(const char *text, List **tables)
{
    *tables = NIL;
    for (const char *start = text;;)
    {
        const char *end = start + strcspn(start, ",");
        const char *last = end;
        WhiteTable *entry;

        while (start < last && isspace((unsigned char) *start))
            start++;
        while (last > start && isspace((unsigned char) last[-1]))
            last--;
        entry = parse_entry(start, last - start);
        if (entry == NULL)
            return false;
        *tables = lappend(*tables, entry);
        if (*end == '\0')
            return true;
        start = end + 1;
    }
}

bool
white_table_list_contains(List *tables, const char *schema, const char *table)
{
    ListCell *cell;

    if (tables == NIL)
        return true;
    foreach(cell, tables)
    {
        WhiteTable *entry = lfirst(cell);

        if ((entry->schema == NULL || strcmp(entry->schema, schema) == 0)
            && (entry->table == NULL || strcmp(entry->table, table) == 0))
            return true;
    }
    return false;
}
