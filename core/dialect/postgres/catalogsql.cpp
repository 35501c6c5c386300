// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/catalogsql.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether this object came with an extension.
QString ofExtension(const QString &catalogTable, const QString &oid)
{
    return u"(%2 IN (SELECT objid FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.%1'::regclass AND "
           "deptype = 'e'))::text"_s.arg(catalogTable, oid);
}

/// The privileges that this role's new objects of that kind would have from the start.
QString pgDefaultAccess(const QString &alias, const QString &prefix, const QString &kind)
{
    return u"pg_catalog.pg_default_acl d CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) x WHERE "
           "pg_catalog.pg_get_userbyid(d.defaclrole) = current_user AND d.defaclobjtype = '%1' AND d.defaclnamespace "
           "IN (0%2)"_s.arg(kind,
                            prefix == "nsp"_L1 ? QString() : QString(u", "_s + alias + u'.' + prefix + u"namespace"_s));
}

/// Who else owns it, and who may do what with it: two columns. Without a privilege: who has one too many when it is
/// made anew, because of the default privileges.
QString pgAccess(const PostgresCatalog &catalog, const QString &table, const QString &alias, const QString &prefix,
                 const QString &kind, const QString &more = {})
{
    const QString owner = alias + u'.' + prefix + u"owner"_s;
    const QString acl = prefix + u"acl"_s;
    if (!catalog.has(table, acl) || !catalog.functions.contains(u"aclexplode"_s))
        return u"NULL, NULL"_s;
    const QString grant = u"SELECT CASE WHEN x.grantee <> 0 THEN pg_catalog.pg_get_userbyid(x.grantee) END AS who, "
                          "x.privilege_type AS what, x.is_grantable AS goes_on, %1 AS place FROM %2 "
                          "pg_catalog.aclexplode(%3) x WHERE x.grantee <> %4"_s;
    QString own = alias + u'.' + acl;
    const QString builtIn = kind == "S"_L1 ? u"s"_s : kind; // acldefault() has a letter of its own for sequences
    QString known =
        own + u" IS NOT NULL"_s + (more.isEmpty() ? QString() : u" OR "_s + alias + u".relkind IN ('v', 'm')"_s);
    QString all;
    if (catalog.has(u"pg_default_acl"_s, u"defaclacl"_s) && catalog.functions.contains(u"acldefault"_s)) {
        const QString defaults = pgDefaultAccess(alias, prefix, kind);
        const QString any = u"EXISTS (SELECT FROM pg_catalog.pg_default_acl d WHERE pg_catalog.pg_get_userbyid("
                            "d.defaclrole) = current_user AND d.defaclobjtype = '%1')"_s.arg(kind);
        known += u" OR "_s + any;
        own = u"CASE WHEN %1 THEN COALESCE(%2, pg_catalog.acldefault('%3', %4)) ELSE %2 END"_s.arg(any, own, builtIn,
                                                                                                   owner);
        all =
            u" UNION ALL SELECT CASE WHEN x.grantee <> 0 THEN pg_catalog.pg_get_userbyid(x.grantee) END, NULL, false, "
            "NULL FROM %1 AND x.grantee NOT IN (%2, d.defaclrole) AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode("
            "%3) h WHERE h.grantee = x.grantee AND h.privilege_type = x.privilege_type AND h.is_grantable = "
            "x.is_grantable) GROUP BY x.grantee"_s.arg(defaults, owner, own);
    }
    all.prepend(grant.arg(u"NULL::name"_s, QString(), own, owner)
                + (more.isEmpty()
                       ? QString()
                       : QString(u" UNION ALL "_s
                                 + grant.arg(u"q.attname"_s, u"pg_catalog.pg_attribute q CROSS JOIN LATERAL"_s,
                                             u"q.attacl"_s, owner)
                                 + u" AND q.attrelid = "_s + more)));
    return u"CASE WHEN pg_catalog.pg_get_userbyid(%1) <> current_user THEN pg_catalog.pg_get_userbyid(%1) END, "
           "CASE WHEN %2 THEN (SELECT COALESCE(json_agg(json_build_array(who, what, goes_on, place) "
           "ORDER BY place NULLS FIRST, who, goes_on, what), '[]') FROM (%3) every)::text END"_s.arg(owner, known, all);
}

} // namespace

QString postgresOwnSchema(const QString &alias)
{
    return u"%1.nspname !~ '^pg_' AND %1.nspname NOT IN ('information_schema', 'crdb_internal')"_s.arg(alias);
}

QString postgresCommentSql(const QString &catalogTable, const QString &oid)
{
    return u"(SELECT description FROM pg_catalog.pg_description WHERE objoid = %2 AND objsubid = 0 AND "
           "classoid = 'pg_catalog.%1'::regclass)"_s.arg(catalogTable, oid);
}

QString PostgresCatalog::column(const QString &table, const QString &alias, const QString &name,
                                const QString &otherwise) const
{
    return has(table, name) ? QString(alias + u'.' + name) : otherwise;
}

QString PostgresCatalog::call(const QString &function, const QString &arguments, const QString &otherwise) const
{
    return functions.contains(function) ? u"pg_catalog."_s + function + u'(' + arguments + u')' : otherwise;
}

QString postgresCatalogSql()
{
    return uR"(SELECT 'c', c.relname || '.' || a.attname FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'pg_catalog'
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relname IN ('pg_class', 'pg_attribute', 'pg_index', 'pg_constraint', 'pg_trigger', 'pg_policy', 'pg_type',
  'pg_sequence', 'pg_proc', 'pg_range', 'pg_inherits', 'pg_foreign_table', 'pg_aggregate', 'pg_extension', 'pg_rewrite',
  'pg_default_acl', 'pg_statistic_ext', 'pg_publication_rel', 'pg_publication', 'pg_description',
  'pg_namespace', 'pg_tablespace')
UNION ALL
SELECT DISTINCT 'f', p.proname FROM pg_catalog.pg_proc p
WHERE p.proname IN ('pg_get_partkeydef', 'pg_get_functiondef', 'pg_get_function_result', 'oidvectortypes',
  'pg_get_triggerdef', 'pg_get_viewdef', 'pg_get_ruledef', 'aclexplode', 'acldefault', 'has_any_column_privilege', 'has_schema_privilege',
  'pg_describe_object', 'pg_get_statisticsobjdef', 'pg_partition_root'))"_s;
}

QString postgresSchemasSql(const PostgresCatalog &catalog)
{
    return u"SELECT n.oid::text, n.nspname, "_s
        + catalog.call(u"has_schema_privilege"_s, u"n.oid, 'USAGE'"_s, u"true"_s) + u"::text, "_s
        + ofExtension(u"pg_namespace"_s, u"n.oid"_s) + u", "_s + postgresCommentSql(u"pg_namespace"_s, u"n.oid"_s)
        + u", "_s + pgAccess(catalog, u"pg_namespace"_s, u"n"_s, u"nsp"_s, u"n"_s)
        + u" FROM pg_catalog.pg_namespace n WHERE "_s + postgresOwnSchema(u"n"_s) + u" ORDER BY n.nspname"_s;
}

QString postgresRelationsSql(const PostgresCatalog &catalog)
{
    const bool foreign = catalog.has(u"pg_foreign_table"_s, u"ftserver"_s);
    return u"SELECT c.oid::text, n.nspname, c.relname, c.relkind::text, c.relpersistence::text, "_s
        + catalog.column(u"pg_class"_s, u"c"_s, u"relrowsecurity"_s, u"false"_s) + u"::text, "_s
        + catalog.column(u"pg_class"_s, u"c"_s, u"relforcerowsecurity"_s, u"false"_s) + u"::text, "_s
        + u"array_to_json(c.reloptions)::text, "_s
        + (catalog.has(u"pg_class"_s, u"relpartbound"_s)
               ? u"pg_catalog.pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind = 'p' THEN "_s
                   + catalog.call(u"pg_get_partkeydef"_s, u"c.oid"_s) + u" END, "_s
               : u"NULL, NULL, "_s)
        + (catalog.has(u"pg_inherits"_s, u"inhrelid"_s)
               ? u"CASE WHEN c.relkind IN ('r', 'p', 'f') THEN (SELECT json_agg(h.inhparent::text ORDER BY h.inhseqno) "
                 "FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid)::text END, "_s
               : u"NULL, "_s)
        + catalog.column(u"pg_class"_s, u"c"_s, u"relispopulated"_s, u"true"_s) + u"::text, "_s
        + u"CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END, "_s
        + (foreign ? u"s.srvname, array_to_json(f.ftoptions)::text, "_s : u"NULL, NULL, "_s)
        + catalog.call(u"has_any_column_privilege"_s, u"c.oid, 'SELECT'"_s, u"true"_s) + u"::text, "_s
        + ofExtension(u"pg_class"_s, u"c.oid"_s) + u", "_s + postgresCommentSql(u"pg_class"_s, u"c.oid"_s)
        + (catalog.has(u"pg_rewrite"_s, u"rulename"_s)
               ? u", (SELECT string_agg(w.rulename, ', ' ORDER BY w.rulename) FROM pg_catalog.pg_rewrite w WHERE "
                 "w.ev_class = c.oid AND w.rulename <> '_RETURN')"_s
               : u", NULL"_s)
        + u", "_s + pgAccess(catalog, u"pg_class"_s, u"c"_s, u"rel"_s, u"r"_s, u"c.oid"_s)
        + (catalog.has(u"pg_tablespace"_s, u"spcname"_s)
               ? u", (SELECT ts.spcname FROM pg_catalog.pg_tablespace ts WHERE ts.oid = c.reltablespace)"_s
               : u", NULL"_s)
        + u" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"_s
        + (foreign ? u" LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid LEFT JOIN "
                     "pg_catalog.pg_foreign_server s ON s.oid = f.ftserver"_s
                   : QString())
        + u" WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND "_s + postgresOwnSchema(u"n"_s)
        + u" ORDER BY n.nspname, c.relname"_s;
}

QString postgresColumnsSql(const PostgresCatalog &catalog)
{
    return u"SELECT a.attrelid::text, a.attnum::int4, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), "
           "a.attnotnull::text, pg_catalog.pg_get_expr(d.adbin, d.adrelid), "_s
        + catalog.column(u"pg_attribute"_s, u"a"_s, u"attidentity"_s, u"''"_s) + u"::text, "_s
        + catalog.column(u"pg_attribute"_s, u"a"_s, u"attgenerated"_s, u"''"_s) + u"::text, "_s
        + u"CASE WHEN a.attcollation <> t.typcollation THEN l.collname END, "
          "CASE WHEN a.attcollation <> t.typcollation THEN ln.nspname END, "
          "(NOT a.attislocal)::text, a.attcollation::text, de.description, "
          "CASE WHEN b.typtype = 'd' THEN pg_catalog.format_type(b.typbasetype, b.typtypmod) "
          "WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END "
          "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
          "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
          "LEFT JOIN pg_catalog.pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype "
          "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
          "LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
          "LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace "
          "LEFT JOIN pg_catalog.pg_description de ON de.objoid = a.attrelid AND de.objsubid = a.attnum AND "
          "de.classoid = 'pg_catalog.pg_class'::regclass WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND "_s
        + postgresOwnSchema(u"n"_s) + u" ORDER BY a.attrelid, a.attnum"_s;
}

QString postgresConstraintsSql(const PostgresCatalog &catalog)
{
    const QString inherited = u"(NOT k.conislocal"_s
        + (catalog.has(u"pg_constraint"_s, u"conparentid"_s) ? u" OR k.conparentid <> 0)::text"_s : u")::text"_s);
    return u"SELECT k.conrelid::text, k.contypid::text, k.conname, k.contype::text, array_to_json(k.conkey)::text, "
           "k.confrelid::text, array_to_json(k.confkey)::text, k.confupdtype::text, k.confdeltype::text, "
           "k.confmatchtype::text, k.condeferrable::text, k.condeferred::text, k.convalidated::text, "
           "k.connoinherit::text, "_s
        + inherited
        + u", CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) WHEN k.contype = "
          "'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END, "_s
        + (catalog.has(u"pg_constraint"_s, u"confdelsetcols"_s) ? u"array_to_json(k.confdelsetcols)::text, "_s
                                                                : u"NULL, "_s)
        + catalog.column(u"pg_index"_s, u"i"_s, u"indnullsnotdistinct"_s, u"false"_s) + u"::text, i.indkey::text, "_s
        + catalog.column(u"pg_index"_s, u"i"_s, u"indnkeyatts"_s, u"i.indnatts"_s) + u"::int4, "_s
        + postgresCommentSql(u"pg_constraint"_s, u"k.oid"_s) + u", "_s
        + catalog.column(u"pg_constraint"_s, u"k"_s, u"conperiod"_s, u"false"_s) + u"::text, "_s
        + catalog.column(u"pg_constraint"_s, u"k"_s, u"conenforced"_s, u"true"_s) + u"::text"_s
        + u" FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace "
          "LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u') "
          "WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND "_s
        // A key to a partitioned table is kept once more for each partition.
        + (catalog.has(u"pg_constraint"_s, u"conparentid"_s)
               ? u"NOT (k.contype = 'f' AND EXISTS (SELECT FROM pg_catalog.pg_constraint kp WHERE kp.oid = "
                 "k.conparentid AND kp.conrelid = k.conrelid)) AND "_s
               : QString())
        + postgresOwnSchema(u"n"_s) + u" ORDER BY k.conname, k.oid"_s;
}

QString postgresIndexesSql(const PostgresCatalog &catalog)
{
    const QString options =
        catalog.has(u"pg_attribute"_s, u"attoptions"_s) ? u"array_to_json(ia.attoptions)::text"_s : u"NULL"_s;
    return u"SELECT i.indrelid::text, i.indexrelid::text, ic.relname, m.amname, i.indisunique::text, "
           "i.indisvalid::text, "_s
        + catalog.column(u"pg_index"_s, u"i"_s, u"indnullsnotdistinct"_s, u"false"_s) + u"::text, "_s
        + catalog.column(u"pg_index"_s, u"i"_s, u"indnkeyatts"_s, u"i.indnatts"_s)
        + u"::int4, CASE WHEN ia.attnum = 1 THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END, "
          "array_to_json(ic.reloptions)::text, "_s
        + catalog.column(u"pg_class"_s, u"ic"_s, u"relispartition"_s, u"false"_s)
        + u"::text, de.description, i.indkey[ia.attnum - 1]::int4, CASE WHEN i.indkey[ia.attnum - 1] = 0 THEN "
          "pg_catalog.pg_get_indexdef(i.indexrelid, ia.attnum, false) END, (NOT o.opcdefault)::text, o.opcname, "
          "opn.nspname, l.collname, ln.nspname, l.oid::text, t.typcollation::text, i.indoption[ia.attnum - 1]::int4, "_s
        + options
        + u" FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid "
          "JOIN pg_catalog.pg_am m ON m.oid = ic.relam JOIN pg_catalog.pg_namespace n ON n.oid = ic.relnamespace "
          "JOIN pg_catalog.pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum > 0 "
          "LEFT JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[ia.attnum - 1] "
          "LEFT JOIN pg_catalog.pg_namespace opn ON opn.oid = o.opcnamespace "
          "LEFT JOIN pg_catalog.pg_collation l ON l.oid = i.indcollation[ia.attnum - 1] "
          "LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace "
          "LEFT JOIN pg_catalog.pg_type t ON t.oid = ia.atttypid "
          "LEFT JOIN pg_catalog.pg_description de ON de.objoid = i.indexrelid AND de.objsubid = 0 AND de.classoid = "
          "'pg_catalog.pg_class'::regclass "
          "LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') "
          "WHERE k.oid IS NULL AND "_s
        + postgresOwnSchema(u"n"_s) + u" ORDER BY ic.relname, i.indexrelid, ia.attnum"_s;
}

QString postgresTriggersSql(const PostgresCatalog &catalog)
{
    const QString inherited =
        catalog.has(u"pg_trigger"_s, u"tgparentid"_s) ? u"(g.tgparentid <> 0)::text"_s : u"'false'"_s;
    return u"SELECT g.tgrelid::text, g.tgname, g.tgtype::int4, g.tgenabled::text, g.tgattr::text, fn.nspname, "
           "p.proname, pg_catalog.pg_get_triggerdef(g.oid), (g.tgconstraint <> 0)::text, g.tgdeferrable::text, "
           "g.tginitdeferred::text, cn.nspname, cc.relname, "_s
        + catalog.column(u"pg_trigger"_s, u"g"_s, u"tgoldtable"_s, u"NULL"_s) + u", "_s
        + catalog.column(u"pg_trigger"_s, u"g"_s, u"tgnewtable"_s, u"NULL"_s) + u", "_s + inherited + u", "_s
        + postgresCommentSql(u"pg_trigger"_s, u"g.oid"_s)
        + u" FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid "
          "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_proc p ON p.oid = g.tgfoid "
          "JOIN pg_catalog.pg_namespace fn ON fn.oid = p.pronamespace "
          "LEFT JOIN pg_catalog.pg_class cc ON cc.oid = g.tgconstrrelid "
          "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = cc.relnamespace WHERE NOT g.tgisinternal AND "_s
        + postgresOwnSchema(u"n"_s) + u" ORDER BY g.tgname"_s;
}

QString postgresPoliciesSql(const PostgresCatalog &)
{
    return u"SELECT p.polrelid::text, p.polname, p.polcmd::text, (NOT p.polpermissive)::text, "
           "(SELECT json_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r)::text END) "
           "FROM unnest(p.polroles) r)::text, pg_catalog.pg_get_expr(p.polqual, p.polrelid), "
           "pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), "_s
        + postgresCommentSql(u"pg_policy"_s, u"p.oid"_s)
        + u" FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid "
          "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "_s
        + postgresOwnSchema(u"n"_s) + u" ORDER BY p.polname"_s;
}

QString postgresTypesSql(const PostgresCatalog &catalog)
{
    const bool multirange = catalog.has(u"pg_range"_s, u"rngmultitypid"_s);
    return u"SELECT t.oid::text, n.nspname, t.typname, t.typtype::text, t.typrelid::text, "
           "CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM "
           "pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)::text END, "
           "CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END, t.typnotnull::text, "
           "pg_catalog.pg_get_expr(t.typdefaultbin, 0), CASE WHEN t.typcollation <> b.typcollation THEN l.collname "
           "END, "
           "CASE WHEN t.typcollation <> b.typcollation THEN ln.nspname END, "
           "CASE WHEN r.rngtypid IS NOT NULL THEN json_build_array(pg_catalog.format_type(r.rngsubtype, NULL), "
           "CASE WHEN r.rngcollation <> rs.typcollation THEN rl.collname END, "
           "CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END, "
           "CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END, "_s
        + (multirange ? u"pg_catalog.format_type(r.rngmultitypid, NULL)"_s : u"NULL"_s) + u")::text END, "_s
        + ofExtension(u"pg_type"_s, u"t.oid"_s) + u", "_s + postgresCommentSql(u"pg_type"_s, u"t.oid"_s) + u", "_s
        + pgAccess(catalog, u"pg_type"_s, u"t"_s, u"typ"_s, u"T"_s)
        + u" FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
          "LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid LEFT JOIN pg_catalog.pg_type b ON b.oid = "
          "t.typbasetype LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation "
          "LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace "
          "LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid LEFT JOIN pg_catalog.pg_type rs ON rs.oid = "
          "r.rngsubtype LEFT JOIN pg_catalog.pg_collation rl ON rl.oid = r.rngcollation "
          "WHERE (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c') OR (t.typtype = 'b' AND "
          "t.typelem = 0)) AND "_s
        + postgresOwnSchema(u"n"_s) + u" ORDER BY n.nspname, t.typname"_s;
}

QString postgresSequencesSql(const PostgresCatalog &catalog)
{
    return u"SELECT n.nspname, c.relname, pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, "
           "s.seqmin, s.seqmax, s.seqcache, s.seqcycle::text, d.refobjid::text, d.refobjsubid::int4, d.deptype::text, "
           "(c.relpersistence = 'u')::text, "_s
        + ofExtension(u"pg_class"_s, u"c.oid"_s) + u", "_s + postgresCommentSql(u"pg_class"_s, u"c.oid"_s) + u", "_s
        + pgAccess(catalog, u"pg_class"_s, u"c"_s, u"rel"_s, u"S"_s)
        + u" FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid "
          "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_depend d ON "
          "d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.refclassid = "
          "'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') WHERE "_s
        + postgresOwnSchema(u"n"_s) + u" ORDER BY n.nspname, c.relname"_s;
}

QString postgresFunctionsSql(const PostgresCatalog &catalog)
{
    const QString kind = catalog.has(u"pg_proc"_s, u"prokind"_s)
        ? u"p.prokind::text"_s
        : u"CASE WHEN p.proisagg THEN 'a' WHEN p.proiswindow THEN 'w' ELSE 'f' END"_s;
    const bool aggregates = catalog.has(u"pg_aggregate"_s, u"aggcombinefn"_s);
    return u"SELECT n.nspname, p.proname, "_s + kind + u", "_s
        + catalog.call(u"oidvectortypes"_s, u"p.proargtypes"_s, u"''"_s) + u", "_s
        + catalog.call(u"pg_get_function_result"_s, u"p.oid"_s) + u", l.lanname, CASE WHEN "_s + kind
        + u" <> 'a' THEN "_s + catalog.call(u"pg_get_functiondef"_s, u"p.oid"_s) + u" END, "_s
        + (aggregates ? u"CASE WHEN g.aggfnoid IS NOT NULL AND g.aggkind = 'n' AND g.aggmtransfn = 0 THEN "
                        "json_build_array(g.aggtransfn::regproc::text, pg_catalog.format_type(g.aggtranstype, NULL), "
                        "CASE WHEN g.aggfinalfn <> 0 THEN g.aggfinalfn::regproc::text END, CASE WHEN g.aggcombinefn <> "
                        "0 THEN g.aggcombinefn::regproc::text END, g.agginitval, g.aggfinalextra, p.proparallel)::text "
                        "END, "_s
                      : u"NULL, "_s)
        + postgresCommentSql(u"pg_proc"_s, u"p.oid"_s) + u", "_s
        + pgAccess(catalog, u"pg_proc"_s, u"p"_s, u"pro"_s, u"f"_s)
        + u" FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
          "JOIN pg_catalog.pg_language l ON l.oid = p.prolang"_s
        + (aggregates ? u" LEFT JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid"_s : QString()) + u" WHERE "_s
        + postgresOwnSchema(u"n"_s)
        // Those of an extension come with it, by the hundred; those that the system makes of a range with its type.
        + u" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_proc'::regclass AND "
          "i.objid = p.oid AND i.deptype IN ('e', 'i')) ORDER BY n.nspname, p.proname, 4"_s;
}

QString postgresExtensionsSql()
{
    return u"SELECT e.extname, n.nspname, e.extversion FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n "
           "ON n.oid = e.extnamespace ORDER BY e.extname"_s;
}

} // namespace core
