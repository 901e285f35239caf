/*
 * What is known of a relation before its rows come: names and types rendered once, output functions looked up once.
 * Plans live in a hash by relation and are rebuilt after the catalogue said that something has changed.
 */
#ifndef STAND_IN_RELATION_PLAN_H
#define STAND_IN_RELATION_PLAN_H

#include "postgres.h"

#include "row_text.h"
#include "utils/rel.h"

/* A piece of a record that is the same for every row of the relation. */
typedef struct Fragment
{
    char *text;
    int length;
} Fragment;

typedef struct ColumnPlan
{
    int index; /* of the column in a deformed tuple */
    bool inIdentity;
    bool mayBeToasted;
    LiteralForm form;
    FmgrInfo outputFunction;
    char *name; /* quoted for SQL where SQL needs it */
    char *type;
    Fragment textHead; /* ` name[type]:`, as style t has it before the value */
    Fragment binaryHead; /* name and type oid, as style b has them before the value */
} ColumnPlan;

typedef struct RelationPlan
{
    Oid relationOid; /* the hash key, so it stands first */
    Oid publishedOid; /* the root of its partition tree, or itself */
    bool isValid;
    bool isPublished; /* its root is a table and in the white list */
    bool hasFullIdentity;
    bool hasIdentity; /* some column identifies a row */
    MemoryContext context; /* owns everything below */
    char *schema; /* of the root: openGauss publishes partitions under its name */
    char *table;
    char *qualifiedName; /* both, quoted for SQL where SQL needs it */
    int columnCount; /* without dropped columns */
    ColumnPlan *columns;
    Fragment insertHead; /* up to the first value of the new row */
    Fragment updateHead;
    Fragment deleteHead; /* up to the first value of the old key */
    Fragment identityHead; /* from the end of the new row up to the first value of the old key */
    Datum *newValues; /* room for one deformed tuple */
    bool *newNulls;
    Datum *oldValues;
    bool *oldNulls;
} RelationPlan;

/* Makes the hash in `context`, which also forgets it. `whiteTableList` must live as long. */
extern void open_relation_plans(MemoryContext context, List *whiteTableList);

/* The valid plan of a relation. Stays valid for the change at hand. */
extern RelationPlan *relation_plan(Relation relation);

static inline void
append_fragment(StringInfo out, Fragment fragment)
{
    appendBinaryStringInfo(out, fragment.text, fragment.length);
}

/* Appends the beginning of a JSON record up to "op_type". */
extern void append_record_start(StringInfo out, const RelationPlan *plan, const char *operation);

#endif
