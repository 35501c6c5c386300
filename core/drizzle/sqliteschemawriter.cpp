// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/schematext.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A default as drizzle-orm has it as a value; empty where only SQL says it exactly.
QString plainDefault(const QString &sql, const QString &builder)
{
    static const QRegularExpression whole(u"^-?(0|[1-9][0-9]{0,14})$"_s);
    static const QRegularExpression real(u"^-?(0|[1-9][0-9]{0,9})\\.[0-9]{0,4}[1-9]$"_s);
    static const QRegularExpression text(u"^'(?:[^']|'')*'$"_s);
    if (builder == "real"_L1 && (real.match(sql).hasMatch() || whole.match(sql).hasMatch()))
        return sql;
    if (builder == "integer"_L1 && whole.match(sql).hasMatch())
        return sql;
    if (builder == "text"_L1 && text.match(sql).hasMatch())
        return typescriptText(sql.sliced(1, sql.size() - 2).replace(u"''"_s, u"'"_s));
    return {};
}

bool isSingleUnique(const UniqueConstraint &u)
{
    return u.columns.size() == 1;
}

class SqliteTextWriter final : public SchemaTextWriter {
public:
    using SchemaTextWriter::SchemaTextWriter;

protected:
    using SchemaTextWriter::builderOf;
    QStringList beforeTables() override
    {
        import(u"sqliteTable"_s);
        return {};
    }

    QString tableOpening(const Table &t) override { return u"sqliteTable(%1, "_s.arg(typescriptText(t.name.name)); }

    Builder builderOf(const Column &c) override
    {
        static const QRegularExpression sized(u"^text\\s*\\(\\s*([0-9]+)\\s*\\)$"_s,
                                              QRegularExpression::CaseInsensitiveOption);
        const QString lower = c.declaredType.toLower();
        if (QStringList{u"integer"_s, u"text"_s, u"real"_s, u"numeric"_s, u"blob"_s}.contains(lower))
            return {import(lower)};
        if (const auto match = sized.match(c.declaredType); match.hasMatch())
            return {import(u"text"_s), u"{ length: %1 }"_s.arg(match.captured(1))};
        return {customType(c.declaredType)};
    }

    /// TRUE and FALSE are what Drizzle writes for a column of that mode; for SQLite they are 1 and 0.
    static QString truthOf(const Column &c)
    {
        const QString sql = c.defaultExpression.value_or(QString()).toLower();
        const bool isTruth = c.declaredType.toLower() == "integer"_L1 && (sql == "true"_L1 || sql == "false"_L1);
        return isTruth ? sql : QString();
    }

    Builder builderOf(const Table &, const Column &c) override
    {
        Builder builder = builderOf(c);
        if (!truthOf(c).isEmpty())
            builder.config = u"{ mode: \"boolean\" }"_s;
        return builder;
    }

    QString valueOf(const Table &, const Column &c, const Builder &builder) override
    {
        QString text;
        if (c.defaultExpression) {
            const QString truth = truthOf(c);
            const QString plain = truth.isEmpty() ? plainDefault(*c.defaultExpression, builder.name) : truth;
            text += u".default(%1)"_s.arg(plain.isEmpty() ? sqlOf(*c.defaultExpression) : plain);
        }
        if (c.isGenerated())
            text += u".generatedAlwaysAs(%1, { mode: \"%2\" })"_s.arg(
                sqlOf(c.generatedExpression), c.generation == Column::Generation::Stored ? u"stored"_s : u"virtual"_s);
        return text;
    }

    /// Beside an index on the same column drizzle-kit 1.0 forgets one that is said of the column.
    [[nodiscard]] bool isSaidOfColumn(const Table &t, const UniqueConstraint &u) const
    {
        return isSingleUnique(u)
            && !(options().isOrm1 && std::any_of(t.indexes.cbegin(), t.indexes.cend(), [&u](const Index &i) {
                     return i.columns.size() == 1
                         && foldedName(i.columns.first().column) == foldedName(u.columns.first().column);
                 }));
    }

    QString uniqueOf(const Table &t, const Column &c) override
    {
        for (const UniqueConstraint &u : t.uniques) {
            if (isSaidOfColumn(t, u) && foldedName(u.columns.first().column) == foldedName(c.name))
                return u.name.isEmpty() ? u".unique()"_s : u".unique(%1)"_s.arg(typescriptText(u.name));
        }
        return {};
    }

    /// drizzle-orm takes such a column to be NOT NULL, too.
    [[nodiscard]] QStringList inlineKey(const Table &t) const override
    {
        const QStringList key = t.primaryKeyColumns();
        const Column *c = key.size() == 1 ? t.column(key.first()) : nullptr;
        const bool says = c && (c->notNull || t.isRequired(*c) || t.rowIdAlias() == c->name);
        return says ? QStringList{c->name} : QStringList();
    }

    QStringList constraints(const Table &t, bool keyIsInline) override
    {
        QStringList out;
        if (!keyIsInline && !t.primaryKeyColumns().isEmpty())
            out.append(primaryKey(t));
        out += foreignKeys(t);
        for (const UniqueConstraint &u : t.uniques) {
            if (!isSaidOfColumn(t, u))
                out.append(u"%1(%2).on(%3)"_s.arg(import(u"unique"_s),
                                                  u.name.isEmpty() ? QString() : typescriptText(u.name),
                                                  list(t, u.columnNames(), u"table"_s)));
        }
        for (const Index &i : t.indexes)
            out.append(index(t, i));
        return out + checks(t);
    }

    QString index(const Table &t, const Index &i) override
    {
        QStringList parts;
        for (const IndexedColumn &c : i.columns) {
            parts.append(c.isExpression() ? sqlOf(c.expression) : tables().place(u"table"_s, t.name, c.column));
            if (c.order == SortOrder::Descending || !c.collation.isEmpty())
                note(u"The index %1 has an order or a collation of its own, which schema.ts cannot say."_s.arg(i.name));
        }
        QString text = u"%1(%2).on(%3)"_s.arg(import(i.unique ? u"uniqueIndex"_s : u"index"_s), typescriptText(i.name),
                                              parts.join(u", "_s));
        if (!i.where.isEmpty())
            text += u".where(%1)"_s.arg(sqlOf(i.where));
        return text;
    }

    QString view(const View &v) override
    {
        import(u"sqliteView"_s);
        const QString columns = viewColumns(v);
        return u"export const %1 = sqliteView(%2, {\n%3}).as(%4);"_s.arg(viewVariable(v), typescriptText(v.name.name),
                                                                         columns, sqlOf(v.definition));
    }
};

class SqlitePulled final : public PulledSystem {
public:
    [[nodiscard]] QString module() const override { return u"sqlite-core"_s; }
    [[nodiscard]] QString anyColumn() const override { return u"AnySQLiteColumn"_s; }
    [[nodiscard]] QString anyConstraint() const override { return u"SQLiteTableExtraConfigValue"_s; }
    [[nodiscard]] QSet<QString> imported() const override
    {
        return {u"sqliteTable"_s, u"sqliteView"_s, u"integer"_s,    u"text"_s,   u"real"_s,
                u"numeric"_s,     u"blob"_s,       u"customType"_s, u"unique"_s, u"AnySQLiteColumn"_s};
    }
    [[nodiscard]] QString leftOutBecause(const Table &t) const override
    {
        return t.kind == Table::Kind::Ordinary ? QString() : u"drizzle-orm has no virtual tables"_s;
    }
    [[nodiscard]] QStringList unsaid(const Table &t) const override
    {
        if (!t.strict && !t.withoutRowId)
            return {};
        return {u"That %1 is %2 is left out: schema.ts cannot say it."_s.arg(
            t.name.name, t.strict ? u"STRICT"_s : u"WITHOUT ROWID"_s)};
    }
    [[nodiscard]] QString baseName(const QualifiedName &name) const override { return name.name; }
    [[nodiscard]] std::unique_ptr<SchemaTextWriter> writer(const Schema &schema, const SchemaTextOptions &options,
                                                           const Dialect &dialect) const override
    {
        return std::make_unique<SqliteTextWriter>(schema, options, dialect, *this);
    }
};

} // namespace

const PulledSystem &sqlitePulled()
{
    static const SqlitePulled system;
    return system;
}

} // namespace core
