// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue query for what stands on tables, columns, indexes and functions and is no part of the model.
#include "core/dialect/postgres/catalogsql.h"

#include <QStringList>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What the object needs, one entry a thing: ["r", schema, relation, column], ["f", schema, name, arguments] or
/// ["t", schema, type].
QString dependentNeeds(const QString &classId, const QString &objectId)
{
    return uR"((SELECT json_agg(CASE WHEN rc.oid IS NOT NULL THEN json_build_array('r', rn.nspname, rc.relname, ra.attname)
WHEN p.oid IS NOT NULL THEN json_build_array('f', fn.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes))
ELSE json_build_array('t', tn.nspname, t.typname) END) FROM pg_catalog.pg_depend d
LEFT JOIN pg_catalog.pg_class rc ON d.refclassid = 'pg_catalog.pg_class'::regclass AND rc.oid = d.refobjid
LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
LEFT JOIN pg_catalog.pg_attribute ra ON ra.attrelid = rc.oid AND ra.attnum = d.refobjsubid AND d.refobjsubid > 0
LEFT JOIN pg_catalog.pg_proc p ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND p.oid = d.refobjid
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_type y ON d.refclassid = 'pg_catalog.pg_type'::regclass AND y.oid = d.refobjid
LEFT JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN y.typcategory = 'A' THEN y.typelem ELSE y.oid END
LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
WHERE d.classid = %1 AND d.objid = %2 AND (rc.oid IS NOT NULL OR p.oid IS NOT NULL OR t.oid IS NOT NULL))::text)"_s.arg(
        classId, objectId);
}

QString dependentRow(const QString &kind, const QString &needs, const QString &texts, const QString &from)
{
    return u"SELECT '%1', n.nspname, c.relname, %2, json_build_array(%3)::text FROM %4"_s.arg(kind, needs, texts, from);
}

QString dependentRules()
{
    return dependentRow(
        u"rule"_s, dependentNeeds(u"'pg_catalog.pg_rewrite'::regclass"_s, u"w.oid"_s),
        u"w.rulename, pg_catalog.pg_get_ruledef(w.oid), w.ev_enabled, "_s
            + postgresCommentSql(u"pg_rewrite"_s, u"w.oid"_s),
        u"pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class JOIN pg_catalog.pg_namespace n ON "
        "n.oid = c.relnamespace WHERE w.rulename <> '_RETURN' AND "_s
            + postgresOwnSchema(u"n"_s));
}

QString dependentStatistics()
{
    return dependentRow(
        u"statistics"_s, dependentNeeds(u"'pg_catalog.pg_statistic_ext'::regclass"_s, u"s.oid"_s),
        u"sn.nspname, s.stxname, pg_catalog.pg_get_statisticsobjdef(s.oid), c.oid::regclass::text, "
        "NULLIF(s.stxstattarget, -1), CASE WHEN pg_catalog.pg_get_userbyid(s.stxowner) <> current_user THEN "
        "pg_catalog.pg_get_userbyid(s.stxowner) END, "_s
            + postgresCommentSql(u"pg_statistic_ext"_s, u"s.oid"_s),
        u"pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid JOIN pg_catalog.pg_namespace "
        "n ON n.oid = c.relnamespace JOIN pg_catalog.pg_namespace sn ON sn.oid = s.stxnamespace WHERE "_s
            + postgresOwnSchema(u"n"_s));
}

/// Tables that are published by name, with some of their columns, or rows, or all.
QString dependentPublications()
{
    return dependentRow(
        u"publication"_s, dependentNeeds(u"'pg_catalog.pg_publication_rel'::regclass"_s, u"r.oid"_s),
        u"b.pubname, (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(r.prattrs) WITH ORDINALITY k (number, "
        "place) JOIN pg_catalog.pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = k.number), "
        "pg_catalog.pg_get_expr(r.prqual, r.prrelid)"_s,
        u"pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication b ON b.oid = r.prpubid JOIN "
        "pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
        ""_s + postgresOwnSchema(u"n"_s));
}

/// What ALTER … ALTER COLUMN set, and privileges; those of a view's columns come with the view's.
QString dependentColumns(const PostgresCatalog &catalog)
{
    const bool compresses = catalog.has(u"pg_attribute"_s, u"attcompression"_s);
    const QString granted = u"(a.attacl IS NOT NULL AND c.relkind NOT IN ('v', 'm'))"_s;
    const QString viewDefault = u"(c.relkind = 'v' AND a.atthasdef)"_s;
    return dependentRow(
        u"column"_s, u"NULL"_s,
        u"a.attname, c.relkind, CASE WHEN COALESCE(a.attstattarget, -1) >= 0 THEN a.attstattarget END, CASE WHEN "
        "a.attstorage <> t.typstorage THEN a.attstorage END, "_s
            + (compresses ? u"NULLIF(a.attcompression, '')"_s : u"NULL"_s)
            + u", a.attoptions, a.attfdwoptions, CASE WHEN "_s + granted
            + u" THEN (SELECT json_agg(json_build_array(CASE WHEN x.grantee <> 0 THEN "
              "pg_catalog.pg_get_userbyid(x.grantee) END, x.privilege_type, x.is_grantable)) FROM "
              "pg_catalog.aclexplode(a.attacl) x) END, CASE WHEN "_s
            + viewDefault
            + u" THEN (SELECT pg_catalog.pg_get_expr(e.adbin, e.adrelid) FROM pg_catalog.pg_attrdef e WHERE e.adrelid "
              "= a.attrelid AND e.adnum = a.attnum) END"_s,
        u"pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON "
        "n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND NOT "
        "a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND (COALESCE(a.attstattarget, -1) >= 0 OR "
        "a.attstorage <> t.typstorage OR "_s
            + (compresses ? u"a.attcompression <> '' OR "_s : QString())
            + u"EXISTS (SELECT FROM unnest(a.attoptions) o WHERE o LIKE 'n\\_distinct%') OR a.attfdwoptions IS NOT NULL OR "_s
            + granted + u" OR "_s + viewDefault + u") AND "_s + postgresOwnSchema(u"n"_s));
}

QString dependentIndexes()
{
    return dependentRow(
        u"index"_s, u"NULL"_s,
        u"ic.relname, c.relkind, i.indisclustered, i.indisreplident, (SELECT json_agg(json_build_array(a.attnum, "
        "a.attstattarget) ORDER BY a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = ic.oid AND "
        "COALESCE(a.attstattarget, -1) >= 0), (SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = "
        "ic.reltablespace), CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = ic.oid AND "
        "k.contype "
        "IN ('p', 'u')) THEN ic.reloptions END"_s,
        u"pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_class c ON "
        "c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE (i.indisclustered OR "
        "i.indisreplident OR ic.reltablespace <> 0 OR ic.reloptions IS NOT NULL OR EXISTS (SELECT FROM "
        "pg_catalog.pg_attribute a WHERE a.attrelid = "
        "ic.oid AND COALESCE(a.attstattarget, -1) >= 0)) AND "_s
            + postgresOwnSchema(u"n"_s));
}

/// What a partitioned table's index has on a partition, with what was said of it.
QString dependentParts()
{
    return dependentRow(
        u"part"_s, u"NULL"_s,
        u"rc.relname, n2.nspname, c2.relname, ic.relname, ic.reloptions, k.conname, "_s
            + postgresCommentSql(u"pg_class"_s, u"ic.oid"_s) + u", "_s
            + postgresCommentSql(u"pg_constraint"_s, u"k.oid"_s),
        u"pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_class c2 ON "
        "c2.oid = i.indrelid JOIN pg_catalog.pg_namespace n2 ON n2.oid = c2.relnamespace JOIN pg_catalog.pg_class rc "
        "ON rc.oid = pg_catalog.pg_partition_root(ic.oid) JOIN pg_catalog.pg_index ri ON ri.indexrelid = rc.oid JOIN "
        "pg_catalog.pg_class c ON c.oid = ri.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT "
        "JOIN pg_catalog.pg_constraint k ON k.conindid = ic.oid AND k.conrelid = c2.oid AND k.contype IN ('p', 'u', "
        "'x') WHERE ic.relispartition AND "_s
            + postgresOwnSchema(u"n"_s));
}

/// What the server will not let go of functions and types for, and that is of no other kind.
QString dependentOthers()
{
    const QString handled = uR"(('pg_catalog.pg_attrdef'::regclass, 'pg_catalog.pg_policy'::regclass,
'pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_trigger'::regclass, 'pg_catalog.pg_statistic_ext'::regclass,
'pg_catalog.pg_publication_rel'::regclass, 'pg_catalog.pg_default_acl'::regclass))"_s;
    return uR"(SELECT CASE WHEN f.oid IS NULL THEN 'other' ELSE 'function' END, NULL, NULL, %1,
json_build_array(pg_catalog.pg_describe_object(o.classid, o.objid, 0) || COALESCE((SELECT ' of ' || k.contypid::regtype
FROM pg_catalog.pg_constraint k WHERE o.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = o.objid), ''), fn.nspname, f.proname,
pg_catalog.oidvectortypes(f.proargtypes))::text FROM (SELECT DISTINCT d.classid, d.objid FROM (
SELECT 'pg_catalog.pg_proc'::regclass AS class, p.oid, false AS read FROM pg_catalog.pg_proc p JOIN
pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE %3 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend x WHERE
x.classid = 'pg_catalog.pg_proc'::regclass AND x.objid = p.oid AND x.deptype = 'e') UNION ALL
SELECT 'pg_catalog.pg_type'::regclass, unnest(ARRAY[e.oid, e.typarray]), false FROM pg_catalog.pg_type e JOIN
pg_catalog.pg_namespace n ON n.oid = e.typnamespace WHERE e.typtype = 'e' AND %3 UNION ALL
SELECT 'pg_catalog.pg_class'::regclass, c.oid, true FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON
n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND %3) own
JOIN pg_catalog.pg_depend d ON d.refclassid = own.class AND d.refobjid = own.oid
LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
LEFT JOIN pg_catalog.pg_class r ON d.classid = 'pg_catalog.pg_class'::regclass AND r.oid = d.objid
WHERE d.deptype = 'n' AND d.classid NOT IN %2 AND (NOT own.read OR d.classid = 'pg_catalog.pg_proc'::regclass) AND
(k.oid IS NULL OR k.contypid <> 0) AND (r.oid IS NULL OR r.relkind = 'c') AND (d.classid <>
'pg_catalog.pg_type'::regclass OR own.class = 'pg_catalog.pg_proc'::regclass)) o LEFT JOIN pg_catalog.pg_proc f ON o.classid =
'pg_catalog.pg_proc'::regclass AND f.oid = o.objid LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace)"_s
        .arg(dependentNeeds(u"o.classid"_s, u"o.objid"_s), handled, postgresOwnSchema(u"n"_s));
}

} // namespace

QString postgresDependentsSql(const PostgresCatalog &catalog)
{
    QStringList all;
    const auto knows = [&](const QString &function) { return catalog.functions.contains(function); };
    const bool needs = knows(u"oidvectortypes"_s);
    if (catalog.has(u"pg_rewrite"_s, u"rulename"_s) && knows(u"pg_get_ruledef"_s) && needs)
        all.append(dependentRules());
    if (catalog.has(u"pg_statistic_ext"_s, u"stxstattarget"_s) && knows(u"pg_get_statisticsobjdef"_s) && needs)
        all.append(dependentStatistics());
    if (catalog.has(u"pg_publication_rel"_s, u"prqual"_s) && needs)
        all.append(dependentPublications());
    if (catalog.has(u"pg_attribute"_s, u"attfdwoptions"_s) && knows(u"aclexplode"_s))
        all.append(dependentColumns(catalog));
    if (catalog.has(u"pg_index"_s, u"indisreplident"_s))
        all.append(dependentIndexes());
    if (catalog.has(u"pg_class"_s, u"relispartition"_s) && knows(u"pg_partition_root"_s))
        all.append(dependentParts());
    if (knows(u"pg_describe_object"_s) && needs)
        all.append(dependentOthers());
    return all.isEmpty()
        ? u"SELECT NULL WHERE false"_s
        : QString(u"SELECT * FROM ("_s + all.join(u" UNION ALL "_s) + u") every ORDER BY 1, 2, 3, 5"_s);
}

} // namespace core
