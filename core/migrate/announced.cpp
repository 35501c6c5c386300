// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/announced.h"

#include "core/dialect/dialect.h"
#include "core/dialect/probesql.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/statementwords.h"
#include "core/migrate/tablekeys.h"
#include "core/sql/namesinsql.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Reads the statements in order, and knows what a table or column that is named was called before the script.
class Announcing {
public:
    Announcing(const Schema &before, const Dialect &dialect)
        : m_rules(dialect.lexRules())
        , m_names(before, dialect)
    {
        m_out.nameCase = nameCaseOf(m_rules);
    }

    Announced run(const Script &script)
    {
        for (const Statement &statement : script.statements)
            take(statementKind(statement.sql, m_rules), statement.sql);
        return m_out;
    }

private:
    using Verb = StatementKind::Verb;

    void take(const StatementKind &kind, const QString &sql);
    void takeObject(const StatementKind &kind);
    void takeSchema(const StatementKind &kind, const QString &sql);
    void moveTable(const StatementKind &kind);
    void column(const QString &table, const QString &name, const QString &newName);
    void columnsAltered(const QString &table, const QString &sql);
    [[nodiscard]] QString columnBefore(const QString &table, const QString &name) const;
    [[nodiscard]] QString keyOf(const QualifiedName &written) const
    {
        return tableKey(m_names.meant(written), nameCaseOf(m_rules));
    }
    [[nodiscard]] QString before(const QString &table) const { return m_before.value(table, table); }

    LexRules m_rules;
    WrittenNames m_names;
    Announced m_out;
    QSet<QString> m_made;
    QHash<QString, QString> m_before;
};

void Announcing::take(const StatementKind &kind, const QString &sql)
{
    const QList<QualifiedName> all = kind.allWritten();
    switch (kind.verb) {
    case Verb::CreateTable:
        if (m_out.dropped.contains(tableKey(m_names.made(kind.written()), nameCaseOf(m_rules))))
            m_out.madeAgain += tableKey(m_names.made(kind.written()), nameCaseOf(m_rules));
        m_made += tableKey(m_names.made(kind.written()), nameCaseOf(m_rules));
        m_out.made += tableKey(m_names.made(kind.written()), nameCaseOf(m_rules));
        break;
    case Verb::DropTable:
        for (const QualifiedName &dropped : all) {
            const QString key = keyOf(dropped);
            m_out.dropped += key;
            const QString was = before(key);
            if (was == key || !m_out.made.contains(was))
                continue;
            m_out.dropped += was; // it stepped aside, and was made again under its name
            m_out.altered += was;
        }
        break;
    case Verb::AlterTable:
        if (!kind.newColumn.isEmpty())
            column(keyOf(kind.written()), foldedName(kind.column, nameCaseOf(m_rules)),
                   foldedName(kind.newColumn, nameCaseOf(m_rules)));
        for (const QString &dropped : kind.droppedColumns)
            column(keyOf(kind.written()), foldedName(dropped, nameCaseOf(m_rules)), {});
        for (const QString &dropped : kind.droppedConstraints)
            m_out.droppedConstraints += keyOf(kind.written()) + u' ' + foldedName(dropped, nameCaseOf(m_rules));
        columnsAltered(keyOf(kind.written()), sql);
        break;
    case Verb::AlterOther:
        m_out.alteredObjects += objectKey(kind.object, m_names.meant(kind.written()), nameCaseOf(m_rules));
        break;
    case Verb::CreateOther:
    case Verb::DropOther:
        takeObject(kind);
        break;
    case Verb::Insert:
    case Verb::Update:
    case Verb::Delete:
        for (const QualifiedName &named : all)
            m_out.rowsNamed += keyOf(named);
        if (kind.verb == Verb::Update)
            m_out.updated += keyOf(kind.written());
        break;
    default:
        break;
    }
    if (kind.movesTable())
        moveTable(kind);
    takeSchema(kind, sql);
    m_names.take(kind, sql);
}

/// A trigger is found by its table where DROP TRIGGER names that, else by its own name; when it is made, by both.
void Announcing::takeObject(const StatementKind &kind)
{
    const QString on = kind.on.isEmpty() ? QString() : keyOf(kind.on);
    QSet<QString> &said = kind.verb == Verb::CreateOther ? m_out.createdObjects : m_out.droppedObjects;
    const QList<QualifiedName> all = kind.allWritten();
    for (const QualifiedName &written : all)
        said += objectKey(kind.object, m_names.meant(written), nameCaseOf(m_rules), on);
    if (kind.verb == Verb::CreateOther)
        said += objectKey(kind.object, m_names.meant(kind.written()), nameCaseOf(m_rules));
}

/// ALTER SCHEMA … RENAME TO.
void Announcing::takeSchema(const StatementKind &kind, const QString &sql)
{
    if (kind.verb != Verb::AlterOther || kind.object != u"schema")
        return;
    StatementWords words(sql, m_rules);
    if (words.skipPast("TO"_L1))
        m_out.newSchemas += words.name();
}

void Announcing::moveTable(const StatementKind &kind)
{
    const QualifiedName meant = m_names.meant(kind.written());
    const QString from = tableKey(meant, nameCaseOf(m_rules));
    const QString to = tableKey(m_names.made(kind.movedTo(meant)), nameCaseOf(m_rules));
    if (m_out.dropped.contains(to) && !m_out.madeAgain.contains(to))
        m_out.rebuilt += to;
    m_out.altered += to;
    m_out.made += to;
    if (m_out.updated.contains(from))
        m_out.updated += to;
    const QString was = before(from);
    m_before.remove(from);
    if (!m_made.remove(from)) // else it is made anew, and goes on as the one whose name it takes
        m_before.insert(to, was);
}

/// "table column", both as they were called before the script.
QString Announcing::columnBefore(const QString &table, const QString &name) const
{
    const QString was = before(table);
    for (auto it = m_out.renamedColumns.cbegin(); it != m_out.renamedColumns.cend(); ++it) {
        if (it.value() == name && it.key().startsWith(was + u' '))
            return it.key();
    }
    return was + u' ' + name;
}

/// What a table that the script makes had before is nobody's.
void Announcing::columnsAltered(const QString &table, const QString &sql)
{
    if (m_made.contains(table))
        return;
    const AlterTableParts parts = alterTableParts(sql, m_rules);
    for (const QString &name : parts.columns)
        m_out.alteredColumns += columnBefore(table, foldedName(name, nameCaseOf(m_rules)));
    for (const Retyping &retyping : parts.retypings) {
        const QString column =
            columnBefore(table, foldedName(retyping.column, nameCaseOf(m_rules))).mid(before(table).size() + 1);
        m_out.retyped.append({before(table), column, retyping});
        m_out.altered += table;
        m_out.altered += before(table);
    }
}

void Announcing::column(const QString &table, const QString &name, const QString &newName)
{
    const QString was = before(table);
    const QString key = columnBefore(table, name);
    if (newName.isEmpty())
        m_out.droppedColumns += key;
    else
        m_out.renamedColumns.insert(key, newName);
    m_out.altered += table;
    m_out.altered += was;
}

/// What goes with a partitioned table.
QSet<QString> partitionsUnder(const QSet<QString> &dropped, const Schema &before)
{
    QSet<QString> parts;
    for (bool more = true; more;) {
        more = false;
        for (const Table &t : before.tables) {
            const NameCase nameCase = nameCaseOf(before);
            const QString key = tableKey(t.name, nameCase);
            const QString parent = t.facts.isPartition() ? tableKey(t.facts.partitionOf, nameCase) : QString();
            if (parent.isEmpty() || parts.contains(key) || !(dropped.contains(parent) || parts.contains(parent)))
                continue;
            parts += key;
            more = true;
        }
    }
    return parts;
}

} // namespace

QString objectKey(const QString &kind, const QualifiedName &name, NameCase nameCase, const QString &on)
{
    const QString key = kind + u' ' + foldedName(name.display(), nameCase);
    return on.isEmpty() ? key : key + u" on " + on;
}

Announced announcedBy(const Script &script, const Schema &before, const Dialect &dialect)
{
    Announced announced = Announcing(before, dialect).run(script);
    announced.droppedWith = partitionsUnder(announced.dropped, before);
    for (const Statement &statement : script.statements) {
        if (!dialect.probeSql())
            break;
        announced.reachesFurther = announced.reachesFurther || dialect.probeSql()->reachesFurther(statement.sql);
        announced.silencesKeys = announced.silencesKeys || dialect.probeSql()->silencesKeys(statement.sql);
    }
    return announced;
}

} // namespace core
