/* The options of START_REPLICATION, parsed as openGauss's serial mode parses them. */
#ifndef STAND_IN_OPTIONS_H
#define STAND_IN_OPTIONS_H

#include "postgres.h"

#include "nodes/pg_list.h"

typedef struct Options
{
    bool includeXids;
    bool includeTimestamp;
    bool skipEmptyTransactions;
    bool onlyLocal;
    bool includeOriginId;
    bool forceBinary;
    List *whiteTableList; /* of WhiteTable; NIL means every table */
} Options;

/* Fills `options` from the DefElems of the command; reports the first bad one as an error. */
extern void parse_options(List *elements, Options *options);

#endif
