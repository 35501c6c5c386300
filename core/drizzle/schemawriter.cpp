// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/schemawriter.h"

#include "core/drizzle/pulledtables.h"
#include "core/drizzle/relationswriter.h"
#include "core/drizzle/snapshotwriter.h"
#include "core/drizzle/typescriptnames.h"
#include "core/schema/diff.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QChar oneTab = u'\t';

/// A default as drizzle-orm has it as a value; empty where only SQL says it exactly.
QString plainDefault(const QString &sql, const QString &builder)
{
    static const QRegularExpression whole(u"^-?(0|[1-9][0-9]{0,14})$"_s);
    static const QRegularExpression text(u"^'(?:[^']|'')*'$"_s);
    if (builder == "integer"_L1 && whole.match(sql).hasMatch())
        return sql;
    if (builder == "text"_L1 && text.match(sql).hasMatch())
        return typescriptText(sql.sliced(1, sql.size() - 2).replace(u"''"_s, u"'"_s));
    return {};
}

/// What a value of a declared type is in TypeScript.
QString typescriptType(TypeFamily family)
{
    switch (family) {
    case TypeFamily::Integer:
    case TypeFamily::Real:
        return u"number"_s;
    case TypeFamily::Blob:
        return u"Uint8Array"_s;
    case TypeFamily::Text:
    case TypeFamily::Date:
    case TypeFamily::Time:
    case TypeFamily::DateTime:
    case TypeFamily::Json:
    case TypeFamily::Uuid:
        return u"string"_s;
    case TypeFamily::Numeric:
    case TypeFamily::Boolean:
    case TypeFamily::Unknown:
        break;
    }
    return u"string | number"_s;
}

QString actionsText(const ForeignKey &k)
{
    QStringList parts;
    if (k.deleteAction() != ForeignKeyAction::NoAction)
        parts.append(u"onDelete: \"%1\""_s.arg(toText(k.deleteAction()).toLower()));
    if (k.updateAction() != ForeignKeyAction::NoAction)
        parts.append(u"onUpdate: \"%1\""_s.arg(toText(k.updateAction()).toLower()));
    return parts.isEmpty() ? QString() : u", { "_s + parts.join(u", "_s) + u" }"_s;
}

class SchemaTextWriter {
public:
    SchemaTextWriter(const Schema &schema, const SchemaTextOptions &options, const Dialect &dialect)
        : m_schema(schema)
        , m_options(options)
        , m_dialect(dialect)
        , m_tables(schema, options)
    {
    }

    SchemaText run()
    {
        m_imports.insert(u"sqliteTable"_s);
        QStringList parts;
        for (const Table *t : m_tables.tables())
            parts.append(table(*t));
        for (const View &v : m_schema.views) {
            if (m_options.scope.covers(v.name.name))
                parts.append(view(v));
        }
        SchemaText out;
        out.schema = head() + parts.join(u"\n\n"_s) + (parts.isEmpty() ? u""_s : u"\n"_s);
        out.relations = drizzleRelationsText(m_tables, m_options);
        out.notes = m_tables.notes() + m_notes;
        return out;
    }

private:
    QString head()
    {
        QStringList names(m_imports.cbegin(), m_imports.cend());
        std::sort(names.begin(), names.end());
        QString text;
        if (m_usesSql)
            text += u"import { sql } from \"drizzle-orm\";\n"_s;
        text += u"import { %1 } from \"drizzle-orm/sqlite-core\";\n"_s.arg(names.join(u", "_s));
        if (!m_declared.isEmpty()) {
            text += u"\n// Types that drizzle-orm has no builder for, as the database declares them.\n"_s;
            for (const auto &[name, type] : std::as_const(m_declared))
                text += u"const %1 = customType<{ data: %2; driverData: %2 }>({ dataType: () => %3 });\n"_s.arg(
                    name, typescriptType(m_dialect.typeFamily(type)), typescriptText(type));
        }
        return text + u'\n';
    }

    QString sqlOf(const QString &text)
    {
        m_usesSql = true;
        return sqlTemplate(text);
    }

    QString import(const QString &name)
    {
        m_imports.insert(name);
        return name;
    }

    /// The builder for a type, and what else it needs to be told.
    std::pair<QString, QString> builderOf(const QString &declared)
    {
        static const QRegularExpression sized(u"^text\\s*\\(\\s*([0-9]+)\\s*\\)$"_s,
                                              QRegularExpression::CaseInsensitiveOption);
        const QString lower = declared.toLower();
        if (QStringList{u"integer"_s, u"text"_s, u"real"_s, u"numeric"_s, u"blob"_s}.contains(lower))
            return {import(lower), QString()};
        if (const auto match = sized.match(declared); match.hasMatch())
            return {import(u"text"_s), u"{ length: %1 }"_s.arg(match.captured(1))};
        for (const auto &[name, type] : std::as_const(m_declared)) {
            if (type == declared)
                return {name, QString()};
        }
        import(u"customType"_s);
        const QString wanted = declared.isEmpty()
            ? u"untyped"_s
            : camelCased(declared.simplified().replace(QRegularExpression(u"[^A-Za-z0-9]+"_s), u"_"_s));
        const QString name = m_tables.names().take(wanted, u"Type"_s);
        m_declared.append({name, declared});
        return {name, QString()};
    }

    QString column(const Table &t, const Column &c, const QStringList &inlineKey)
    {
        const auto [builder, config] = builderOf(c.declaredType);
        const QString key = m_tables.key(t.name, c.name);
        const bool isSaid = !m_options.keepsNames && drizzleCamelCased(c.name) == c.name && key == c.name;
        QStringList arguments;
        if (!isSaid && key != c.name)
            arguments.append(typescriptText(c.name));
        if (!config.isEmpty())
            arguments.append(config);
        QString text = oneTab + typescriptKey(key) + u": "_s + builder + u'(' + arguments.join(u", "_s) + u')';
        if (inlineKey.contains(c.name))
            text += t.primaryKey->autoIncrement ? u".primaryKey({ autoIncrement: true })"_s : u".primaryKey()"_s;
        else if (c.notNull)
            text += u".notNull()"_s;
        if (c.defaultExpression) {
            const QString plain = plainDefault(*c.defaultExpression, builder);
            text += u".default(%1)"_s.arg(plain.isEmpty() ? sqlOf(*c.defaultExpression) : plain);
        }
        if (c.isGenerated())
            text += u".generatedAlwaysAs(%1, { mode: \"%2\" })"_s.arg(
                sqlOf(c.generatedExpression), c.generation == Column::Generation::Stored ? u"stored"_s : u"virtual"_s);
        return text + unique(t, c) + references(t, c) + u",\n"_s;
    }

    QString unique(const Table &t, const Column &c) const
    {
        for (const UniqueConstraint &u : t.uniques) {
            if (isInline(u) && foldedName(u.columns.first().column) == foldedName(c.name))
                return u.name.isEmpty() ? u".unique()"_s : u".unique(%1)"_s.arg(typescriptText(u.name));
        }
        return {};
    }

    static bool isInline(const UniqueConstraint &u) { return u.columns.size() == 1; }

    QString references(const Table &t, const Column &c)
    {
        QString text;
        for (const ForeignKey &k : t.foreignKeys) {
            if (!m_tables.isInline(t, k) || foldedName(k.columns.first()) != foldedName(c.name))
                continue;
            const bool circular = m_tables.leadsBack(t.name, k.target);
            if (circular)
                import(u"type AnySQLiteColumn"_s);
            text += u".references(()%1 => %2%3)"_s.arg(circular ? u": AnySQLiteColumn"_s : QString(),
                                                       m_tables.place(k.target, snapshotTargets(k, m_schema).value(0)),
                                                       actionsText(k));
        }
        return text;
    }

    /// A single key that the column itself can say. drizzle-orm takes such a column to be NOT NULL, too.
    [[nodiscard]] QStringList inlineKey(const Table &t) const
    {
        const QStringList key = t.primaryKeyColumns();
        const Column *c = key.size() == 1 ? t.column(key.first()) : nullptr;
        const bool says = c && (c->notNull || t.isRequired(*c) || t.rowIdAlias() == c->name);
        return says ? QStringList{c->name} : QStringList();
    }

    QString list(const Table &t, const QStringList &columns, const QString &as) const
    {
        QStringList out;
        for (const QString &c : columns)
            out.append(m_tables.place(as, t.name, c));
        return out.join(u", "_s);
    }

    QStringList constraints(const Table &t, bool keyIsInline)
    {
        const QString self = u"table"_s;
        QStringList out;
        if (!keyIsInline && !t.primaryKeyColumns().isEmpty())
            out.append(u"%1({ columns: [%2]%3 })"_s.arg(
                import(u"primaryKey"_s), list(t, t.primaryKeyColumns(), self),
                t.primaryKey->name.isEmpty() ? QString() : u", name: "_s + typescriptText(t.primaryKey->name)));
        for (const ForeignKey &k : t.foreignKeys) {
            if (m_tables.isWritten(k) && !m_tables.isInline(t, k))
                out.append(foreignKey(t, k));
        }
        for (const UniqueConstraint &u : t.uniques) {
            if (!isInline(u))
                out.append(u"%1(%2).on(%3)"_s.arg(import(u"unique"_s),
                                                  u.name.isEmpty() ? QString() : typescriptText(u.name),
                                                  list(t, u.columnNames(), self)));
        }
        for (const Index &i : t.indexes)
            out.append(index(t, i));
        for (int i = 0; i < t.checks.size(); ++i)
            out.append(u"%1(%2, %3)"_s.arg(import(u"check"_s), typescriptText(snapshotCheckName(t, i)),
                                           sqlOf(t.checks.at(i).expression)));
        return out;
    }

    QString foreignKey(const Table &t, const ForeignKey &k)
    {
        const Table *target = m_schema.table(k.target);
        const bool self = foldedName(k.target.name) == foldedName(t.name.name);
        QString text = u"%1({ columns: [%2], foreignColumns: [%3]%4 })"_s.arg(
            import(u"foreignKey"_s), list(t, k.columns, u"table"_s),
            list(*target, snapshotTargets(k, m_schema), self ? u"table"_s : m_tables.variable(k.target)),
            k.name.isEmpty() ? QString() : u", name: "_s + typescriptText(k.name));
        if (k.updateAction() != ForeignKeyAction::NoAction)
            text += u".onUpdate(\"%1\")"_s.arg(toText(k.updateAction()).toLower());
        if (k.deleteAction() != ForeignKeyAction::NoAction)
            text += u".onDelete(\"%1\")"_s.arg(toText(k.deleteAction()).toLower());
        return text;
    }

    QString index(const Table &t, const Index &i)
    {
        QStringList parts;
        for (const IndexedColumn &c : i.columns) {
            parts.append(c.isExpression() ? sqlOf(c.expression) : m_tables.place(u"table"_s, t.name, c.column));
            if (c.order == SortOrder::Descending || !c.collation.isEmpty())
                m_notes.append(
                    u"The index %1 has an order or a collation of its own, which schema.ts cannot say."_s.arg(i.name));
        }
        QString text = u"%1(%2).on(%3)"_s.arg(import(i.unique ? u"uniqueIndex"_s : u"index"_s), typescriptText(i.name),
                                              parts.join(u", "_s));
        if (!i.where.isEmpty())
            text += u".where(%1)"_s.arg(sqlOf(i.where));
        return text;
    }

    QString table(const Table &t)
    {
        const QStringList key = inlineKey(t);
        QString text =
            u"export const %1 = sqliteTable(%2, {\n"_s.arg(m_tables.variable(t.name), typescriptText(t.name.name));
        for (const Column &c : t.columns) {
            if (!c.hidden)
                text += column(t, c, key);
        }
        const QStringList rest = constraints(t, !key.isEmpty());
        if (rest.isEmpty())
            return text + u"});"_s;
        return text + u"}, (table) => [\n"_s + oneTab + rest.join(QString(u",\n"_s + oneTab)) + u",\n]);"_s;
    }

    QString view(const View &v)
    {
        import(u"sqliteView"_s);
        TypescriptNames keys;
        QString columns;
        for (const Column &c : v.columns) {
            const QString key = m_options.keepsNames ? c.name : camelCased(c.name);
            const auto [builder, config] = builderOf(c.declaredType);
            QStringList arguments{typescriptText(c.name)};
            if (!config.isEmpty())
                arguments.append(config);
            columns += oneTab + keys.take(key) + u": "_s + builder + u'(' + arguments.join(u", "_s) + u"),\n"_s;
        }
        if (!v.columnNames.isEmpty())
            m_notes.append(
                u"The view %1 names its columns before its query, which schema.ts cannot say."_s.arg(v.name.name));
        return u"export const %1 = sqliteView(%2, {\n%3}).as(%4);"_s.arg(
            m_tables.names().take(m_options.keepsNames ? v.name.name : camelCased(v.name.name), u"View"_s),
            typescriptText(v.name.name), columns, sqlOf(v.definition));
    }

    const Schema &m_schema;
    const SchemaTextOptions &m_options;
    const Dialect &m_dialect;
    PulledTables m_tables;
    QSet<QString> m_imports;
    QList<std::pair<QString, QString>> m_declared; ///< what a type is called here, and in the database
    QStringList m_notes;
    bool m_usesSql = false;
};

} // namespace

SchemaText drizzleSchemaText(const Schema &schema, const SchemaTextOptions &options, const Dialect &dialect)
{
    return SchemaTextWriter(schema, options, dialect).run();
}

} // namespace core
