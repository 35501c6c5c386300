// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshot.h"

#include "core/drizzle/declaredscope.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/jsonorder.h"
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/kittexts.h"
#include "core/drizzle/snapshot7.h"
#include "core/sql/lexer.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// SQL text, except for booleans and numbers, which are JSON literals.
QString defaultSql(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble()) {
        const double d = value.toDouble();
        const qint64 whole = value.toInteger();
        return std::trunc(d) == d && std::abs(d) < 9.0e18 ? QString::number(whole)
                                                          : QString::number(d, 'g', QLocale::FloatingPointShortest);
    }
    return value.toString();
}

} // namespace

QString unwrapped(const QString &sql)
{
    const QString s = sql.trimmed();
    if (!s.startsWith(u'(') || !s.endsWith(u')'))
        return s;
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < s.size(); ++i) {
        if (!quote.isNull()) {
            quote = s[i] == quote ? QChar() : quote;
        } else if (s[i] == u'\'' || s[i] == u'"' || s[i] == u'`') {
            quote = s[i];
        } else {
            depth += s[i] == u'(' ? 1 : s[i] == u')' ? -1 : 0;
            if (depth == 0 && i + 1 < s.size())
                return s; // closed before the end: two pairs
        }
    }
    return s.sliced(1, s.size() - 2).trimmed();
}

LexRules sqliteSnapshotRules()
{
    const Dialect *system = dialectByName(u"sqlite"_s);
    return system ? system->lexRules() : LexRules();
}

/// SQLite allows no table's name within a generated column, but drizzle-orm writes its own there.
QString withoutTable(const QString &sql, const QString &table, const LexRules &rules)
{
    const QList<Token> tokens = lex(sql, rules);
    QString out;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const bool qualifies = tokens[i].kind == Token::Kind::QuotedIdentifier && i + 1 < tokens.size()
            && tokens[i + 1].in(sql) == u"."_s && foldedName(unquoted(tokens[i].in(sql))) == foldedName(table);
        if (qualifies)
            ++i;
        else
            out += tokens[i].in(sql);
    }
    return out;
}

namespace {

class SnapshotReader {
public:
    SnapshotReader(const QByteArray &json, const QJsonObject &root)
        : m_json(json)
        , m_root(root)
    {
    }

    Result<DrizzleSnapshot> run()
    {
        m_rules = sqliteSnapshotRules();
        const QStringList tables = keysInOrder(m_json, {u"tables"_s});
        for (const QString &key : tables)
            RC_TRY(addTable(key));
        const QJsonObject views = m_root.value("views"_L1).toObject();
        for (auto it = views.begin(); it != views.end(); ++it)
            addView(it.key(), it.value().toObject());
        const auto byName = [](const auto &a, const auto &b) { return a.name < b.name; };
        std::sort(m_out.schema.tables.begin(), m_out.schema.tables.end(), byName);
        std::sort(m_out.schema.views.begin(), m_out.schema.views.end(), byName);
        return std::move(m_out);
    }

private:
    Result<Done> addTable(const QString &key)
    {
        const QJsonObject o = m_root.value("tables"_L1).toObject().value(key).toObject();
        Table t;
        t.name.name = o.value("name"_L1).toString(key);
        const QJsonObject columns = o.value("columns"_L1).toObject();
        for (const QString &name : keysInOrder(m_json, {u"tables"_s, key, u"columns"_s}))
            addColumn(t, columns.value(name).toObject());
        if (t.columns.isEmpty())
            return Error::invalid(
                u"The table %1 of the snapshot has no columns, which SQLite does not allow."_s.arg(t.name.name));
        for (const QJsonValue &v : o.value("compositePrimaryKeys"_L1).toObject()) {
            addKey(t, stringsOf(v.toObject().value("columns"_L1)));
            m_out.names.addPrimaryKey(t.name.name, v.toObject().value("name"_L1).toString());
        }
        for (const QJsonValue &v : o.value("checkConstraints"_L1).toObject())
            t.checks.append({v.toObject().value("name"_L1).toString(), v.toObject().value("value"_L1).toString(), {}});
        for (const QJsonValue &v : o.value("uniqueConstraints"_L1).toObject())
            t.uniques.append({v.toObject().value("name"_L1).toString(),
                              parts(t, {}, stringsOf(v.toObject().value("columns"_L1))),
                              ConflictClause::None,
                              {}});
        for (const QJsonValue &v : o.value("foreignKeys"_L1).toObject())
            addForeignKey(t, v.toObject());
        for (const QJsonValue &v : o.value("indexes"_L1).toObject())
            addIndex(t, v.toObject());
        std::sort(t.indexes.begin(), t.indexes.end(), [](const Index &a, const Index &b) { return a.name < b.name; });
        m_out.schema.tables.append(t);
        return Done{};
    }

    void addColumn(Table &t, const QJsonObject &o) const
    {
        Column c;
        c.name = o.value("name"_L1).toString();
        c.declaredType = o.value("type"_L1).toString().simplified();
        c.notNull = o.value("notNull"_L1).toBool();
        if (const QJsonValue d = o.value("default"_L1); !d.isUndefined() && !d.isNull())
            c.defaultExpression = defaultSql(d);
        if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
            c.generatedExpression = withoutTable(unwrapped(g.value("as"_L1).toString()), t.name.name, m_rules);
            c.generation =
                g.value("type"_L1).toString() == "stored"_L1 ? Column::Generation::Stored : Column::Generation::Virtual;
            c.generatedAlways = c.generationKindWritten = true;
        }
        if (o.value("primaryKey"_L1).toBool()) {
            PrimaryKey key;
            key.columns = {{c.name, {}, {}, SortOrder::Unspecified}};
            key.column = c.name;
            key.autoIncrement = o.value("autoincrement"_L1).toBool();
            t.primaryKey = key;
        }
        t.columns.append(c);
    }

    static void addKey(Table &t, const QStringList &columns)
    {
        PrimaryKey key;
        for (const QString &c : columns)
            key.columns.append({c, {}, {}, SortOrder::Unspecified});
        t.primaryKey = key;
    }

    /// A foreign key's name is drizzle-kit's own; the SQL it writes has none.
    void addForeignKey(Table &t, const QJsonObject &o)
    {
        ForeignKey k;
        k.columns = stringsOf(o.value("columnsFrom"_L1));
        k.target.name = o.value("tableTo"_L1).toString();
        k.targetColumns = stringsOf(o.value("columnsTo"_L1));
        k.onDelete = foreignKeyActionOf(o.value("onDelete"_L1).toString());
        k.onUpdate = foreignKeyActionOf(o.value("onUpdate"_L1).toString());
        t.foreignKeys.append(k);
        m_out.names.add(t.name.name, k, o.value("name"_L1).toString());
    }

    void addIndex(Table &t, const QJsonObject &o) const
    {
        Index i;
        i.name = o.value("name"_L1).toString();
        i.unique = o.value("isUnique"_L1).toBool();
        i.where = o.value("where"_L1).toString();
        i.columns = parts(t, i.name, stringsOf(o.value("columns"_L1)));
        t.indexes.append(i);
    }

    /// Names of columns, or expressions where "internal" says so or no column has that name.
    [[nodiscard]] QList<IndexedColumn> parts(const Table &t, const QString &index, const QStringList &columns) const
    {
        const QJsonObject known = m_root.value("internal"_L1)
                                      .toObject()
                                      .value("indexes"_L1)
                                      .toObject()
                                      .value(index)
                                      .toObject()
                                      .value("columns"_L1)
                                      .toObject();
        QList<IndexedColumn> out;
        for (const QString &c : columns) {
            const bool expression = known.value(c).toObject().value("isExpression"_L1).toBool() || !t.column(c);
            out.append({expression ? QString() : c, expression ? c : QString(), {}, SortOrder::Unspecified});
        }
        return out;
    }

    void addView(const QString &key, const QJsonObject &o)
    {
        View v;
        v.name.name = o.value("name"_L1).toString();
        readViewColumns(m_json, key, o, v.name, m_out.extras);
        v.definition = o.value("definition"_L1).toString();
        if (o.value("isExisting"_L1).toBool() || v.definition.isEmpty())
            m_out.existingViews.append(v.name);
        else
            m_out.schema.views.append(v);
    }

    const QByteArray &m_json;
    const QJsonObject m_root;
    LexRules m_rules;
    DrizzleSnapshot m_out;
};

} // namespace

Scope DrizzleSnapshot::within(Scope scope) const
{
    scope.schemas += declaredSchemas(schema);
    return leavingOut(std::move(scope), existingViews);
}

Scope leavingOut(Scope scope, const QList<QualifiedName> &views)
{
    scope.except += views;
    return scope;
}

Result<DrizzleSnapshot> readSnapshot6(const QByteArray &json, const QJsonObject &root)
{
    return SnapshotReader(json, root).run();
}

} // namespace core
