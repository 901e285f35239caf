/* The options of START_REPLICATION, parsed as openGauss parses them: parallel decoding has some that serial has not. */
#ifndef STAND_IN_OPTIONS_H
#define STAND_IN_OPTIONS_H

#include "postgres.h"

#include "nodes/pg_list.h"

typedef enum Style
{
    STYLE_SERIAL, /* JSON, and BEGIN and COMMIT as the serial plugin writes them */
    STYLE_JSON,
    STYLE_TEXT,
    STYLE_BINARY,
} Style;

typedef struct Options
{
    Style style;
    bool isBatching; /* sending-batch 1: many records in a message */
    bool includeXids;
    bool includeTimestamp;
    bool skipEmptyTransactions;
    bool onlyLocal;
    bool includeOriginId;
    bool forceBinary;
    List *whiteTableList; /* of WhiteTable; NIL means every table */
} Options;

static inline bool
is_parallel(const Options *options)
{
    return options->style != STYLE_SERIAL;
}

/* Fills `options` from the DefElems of the command; reports the first bad one as an error. */
extern void parse_options(List *elements, Options *options);

#endif
