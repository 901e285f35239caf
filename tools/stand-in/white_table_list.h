/* The server-side filter of openGauss: raw `schema.table` entries, where either half may be `*`. */
#ifndef STAND_IN_WHITE_TABLE_LIST_H
#define STAND_IN_WHITE_TABLE_LIST_H

#include "postgres.h"

#include "nodes/pg_list.h"

/* Parses a comma-separated list; false if an entry is not of the form. The caller's context owns the result. */
extern bool parse_white_table_list(const char *text, List **tables);

/* Whether a table passes: an empty list lets every table pass. */
extern bool white_table_list_contains(List *tables, const char *schema, const char *table);

#endif
