#include "relation_plan.h"

#include "access/sysattr.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "nodes/bitmapset.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "binary_text.h"
#include "white_table_list.h"

/* PostgreSQL's invalidation callbacks can't be taken back, so they find the hash, or that it is gone, here. */
static HTAB *plans = NULL;
static MemoryContext plansContext = NULL;
static List *plansWhiteTableList = NIL;

/* Also when the root's name may have changed. An invalid oid means every relation. */
static void
on_relation_invalidated(Datum argument, Oid relationOid)
{
    HASH_SEQ_STATUS status;
    RelationPlan *plan;

    if (plans == NULL)
        return;
    hash_seq_init(&status, plans);
    while ((plan = hash_seq_search(&status)) != NULL)
        if (!OidIsValid(relationOid) || plan->relationOid == relationOid || plan->publishedOid == relationOid)
            plan->isValid = false;
}

/* A schema or a type was renamed, perhaps: rare enough to forget every plan. */
static void
on_catalogue_invalidated(Datum argument, int cacheId, uint32 hashValue)
{
    on_relation_invalidated(argument, InvalidOid);
}

static void
forget_plans(void *argument)
{
    plans = NULL;
    plansContext = NULL;
    plansWhiteTableList = NIL;
}

static void
register_callbacks_once(void)
{
    static bool areRegistered = false;

    if (areRegistered)
        return;
    CacheRegisterRelcacheCallback(on_relation_invalidated, (Datum) 0);
    CacheRegisterSyscacheCallback(NAMESPACEOID, on_catalogue_invalidated, (Datum) 0);
    CacheRegisterSyscacheCallback(TYPEOID, on_catalogue_invalidated, (Datum) 0);
    areRegistered = true;
}

void
open_relation_plans(MemoryContext context, List *whiteTableList)
{
    MemoryContextCallback *callback = MemoryContextAllocZero(context, sizeof(MemoryContextCallback));
    HASHCTL control = {.keysize = sizeof(Oid), .entrysize = sizeof(RelationPlan), .hcxt = context};

    register_callbacks_once();
    callback->func = forget_plans;
    MemoryContextRegisterResetCallback(context, callback);
    plansContext = context;
    plansWhiteTableList = whiteTableList;
    plans = hash_create("relation plans", 128, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static Oid
partition_root(Relation relation)
{
    List *ancestors;

    if (!relation->rd_rel->relispartition)
        return RelationGetRelid(relation);
    ancestors = get_partition_ancestors(RelationGetRelid(relation));
    return ancestors == NIL ? RelationGetRelid(relation) : llast_oid(ancestors);
}

static void
plan_name(RelationPlan *plan, Relation relation)
{
    char kind = relation->rd_rel->relkind;

    plan->publishedOid = partition_root(relation);
    plan->schema = get_namespace_name(get_rel_namespace(plan->publishedOid));
    plan->table = get_rel_name(plan->publishedOid);
    plan->isPublished = (kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE)
        && white_table_list_contains(plansWhiteTableList, plan->schema, plan->table);
    plan->qualifiedName = pstrdup(quote_qualified_identifier(plan->schema, plan->table));
}

/* openGauss writes types of public bare; with the empty search path of some clients PostgreSQL would not. */
static char *
type_name(Oid type)
{
    static const char public[] = "public.";
    char *name = format_type_be(type);

    return strncmp(name, public, strlen(public)) == 0 ? name + strlen(public) : name;
}

static Fragment
fragment(StringInfo out)
{
    return (Fragment) {out->data, out->len};
}

static Fragment
text_head(const ColumnPlan *column)
{
    StringInfoData out;

    initStringInfo(&out);
    appendStringInfo(&out, " %s[%s]:", column->name, column->type);
    return fragment(&out);
}

static Fragment
binary_head(const ColumnPlan *column, Oid type)
{
    StringInfoData out;

    initStringInfo(&out);
    append_short_string(&out, column->name);
    append_uint32(&out, type);
    return fragment(&out);
}

static void
plan_column(ColumnPlan *column, Form_pg_attribute attribute)
{
    Oid function;
    bool isVarlena;

    getTypeOutputInfo(attribute->atttypid, &function, &isVarlena);
    fmgr_info(function, &column->outputFunction);
    column->index = attribute->attnum - 1;
    column->mayBeToasted = attribute->attlen == -1;
    column->form = literal_form(attribute->atttypid);
    column->name = pstrdup(quote_identifier(NameStr(attribute->attname)));
    column->type = type_name(attribute->atttypid);
    column->textHead = text_head(column);
    column->binaryHead = binary_head(column, attribute->atttypid);
}

static void
plan_columns(RelationPlan *plan, Relation relation)
{
    TupleDesc descriptor = RelationGetDescr(relation);
    Bitmapset *identity = RelationGetIdentityKeyBitmap(relation);

    plan->hasFullIdentity = relation->rd_rel->relreplident == REPLICA_IDENTITY_FULL;
    plan->columns = palloc0(sizeof(ColumnPlan) * Max(descriptor->natts, 1));
    for (int i = 0; i < descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
        ColumnPlan *column = &plan->columns[plan->columnCount];

        if (attribute->attisdropped)
            continue;
        plan_column(column, attribute);
        column->inIdentity = plan->hasFullIdentity
            || bms_is_member(attribute->attnum - FirstLowInvalidHeapAttributeNumber, identity);
        plan->hasIdentity |= column->inIdentity;
        plan->columnCount++;
    }
    plan->newValues = palloc(sizeof(Datum) * Max(descriptor->natts, 1));
    plan->newNulls = palloc(sizeof(bool) * Max(descriptor->natts, 1));
    plan->oldValues = palloc(sizeof(Datum) * Max(descriptor->natts, 1));
    plan->oldNulls = palloc(sizeof(bool) * Max(descriptor->natts, 1));
}

void
append_record_start(StringInfo out, const RelationPlan *plan, const char *operation)
{
    appendStringInfoString(out, "{\"table_name\":");
    append_json_string(out, plan->qualifiedName);
    appendStringInfo(out, ",\"op_type\":\"%s\"", operation);
}

/* Names and types of all columns or of the identity's, as two array bodies and the beginning of a third. */
static void
append_column_heads(StringInfo out, const RelationPlan *plan, bool identityOnly)
{
    const char *prefix = identityOnly ? "old_keys" : "columns";

    for (int part = 0; part < 2; part++)
    {
        const char *separator = "";

        appendStringInfo(out, "%s\"%s_%s\":[", part == 0 ? "" : "],", prefix, part == 0 ? "name" : "type");
        for (int i = 0; i < plan->columnCount; i++)
        {
            const ColumnPlan *column = &plan->columns[i];

            if (identityOnly && !column->inIdentity)
                continue;
            appendStringInfoString(out, separator);
            append_json_string(out, part == 0 ? column->name : column->type);
            separator = ",";
        }
    }
    appendStringInfo(out, "],\"%s_val\":[", prefix);
}

static Fragment
row_head(const RelationPlan *plan, const char *operation)
{
    StringInfoData out;

    initStringInfo(&out);
    append_record_start(&out, plan, operation);
    appendStringInfoChar(&out, ',');
    append_column_heads(&out, plan, false);
    return fragment(&out);
}

static Fragment
identity_head(const RelationPlan *plan)
{
    StringInfoData out;

    initStringInfo(&out);
    appendStringInfoString(&out, "],");
    append_column_heads(&out, plan, true);
    return fragment(&out);
}

static Fragment
delete_head(const RelationPlan *plan)
{
    StringInfoData out;

    initStringInfo(&out);
    append_record_start(&out, plan, "DELETE");
    appendStringInfoString(&out, ",\"columns_name\":[],\"columns_type\":[],\"columns_val\":[");
    appendBinaryStringInfo(&out, plan->identityHead.text, plan->identityHead.length);
    return fragment(&out);
}

static void
build_plan(RelationPlan *plan, Relation relation)
{
    MemoryContext caller = MemoryContextSwitchTo(plan->context);

    plan_name(plan, relation);
    plan_columns(plan, relation);
    plan->insertHead = row_head(plan, "INSERT");
    plan->updateHead = row_head(plan, "UPDATE");
    plan->identityHead = identity_head(plan);
    plan->deleteHead = delete_head(plan);
    MemoryContextSwitchTo(caller);
}

RelationPlan *
relation_plan(Relation relation)
{
    Oid oid = RelationGetRelid(relation);
    bool found;
    RelationPlan *plan = hash_search(plans, &oid, HASH_ENTER, &found);

    if (found && plan->isValid)
        return plan;
    if (found && plan->context != NULL)
        MemoryContextDelete(plan->context);

    /* An error below leaves an invalid plan that owns its context, so the next change starts over. */
    *plan = (RelationPlan) {.relationOid = oid};
    plan->context = AllocSetContextCreate(plansContext, "relation plan", ALLOCSET_SMALL_SIZES);
    build_plan(plan, relation);
    plan->isValid = true;
    return plan;
}
