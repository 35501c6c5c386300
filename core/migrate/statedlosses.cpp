// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/statedlosses.h"

#include "core/dialect/dialect.h"
#include "core/sql/namesinsql.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;
using Verb = StatementKind::Verb;

constexpr qsizetype dropsToldOneByOne = 3;

Finding dropOf(const Table &table, int index)
{
    const QString name = table.name.display();
    if (table.internal)
        return {Severity::Warn, u"H01"_s, u"This drops “%1”, which belongs to a tool."_s.arg(name), index};
    return {Severity::Stop, u"H01"_s, u"This drops the table “%1” with its rows."_s.arg(name), index, false, {name}};
}

} // namespace

StatedLosses::StatedLosses(const Schema &schema, const Dialect &dialect)
    : m_before(schema)
    , m_names(schema, dialect)
    , m_rules(dialect.lexRules())
{
}

const Table *StatedLosses::tableNow(const QualifiedName &written) const
{
    const QString key = keyOf(written);
    const auto known = m_now.constFind(key);
    return known != m_now.cend() ? *known : m_before.find(key);
}

void StatedLosses::take(const QString &sql, const StatementKind &kind, int index)
{
    const QList<QualifiedName> all = kind.allWritten();
    if (kind.verb == Verb::Insert || kind.verb == Verb::CreateTable)
        rememberReads(sql);
    if (kind.verb == Verb::CreateTable) {
        const QualifiedName made = m_names.made(kind.written());
        if (!tableNow(made))
            m_now.insert(tableKey(made, nameCaseOf(m_rules)), nullptr);
    }
    if (kind.movesTable()) {
        const QualifiedName meant = m_names.meant(kind.written());
        const Table *table = tableNow(meant);
        m_now.insert(tableKey(meant, nameCaseOf(m_rules)), nullptr);
        m_now.insert(tableKey(m_names.made(kind.movedTo(meant)), nameCaseOf(m_rules)), table);
    }
    if (kind.verb == Verb::AlterTable)
        changeColumns(kind, index);
    const bool empties = deletesEveryRow(kind, sql, m_rules);
    for (const QualifiedName &written : all) {
        if (kind.verb == Verb::DropTable)
            drop(written, index);
        else if (empties)
            deleteAll(written, index);
    }
    m_names.take(kind, sql);
}

/// INSERT … SELECT and CREATE TABLE … AS SELECT: whether all rows are copied only the dry run can tell.
void StatedLosses::rememberReads(const QString &sql)
{
    for (const QualifiedName &name : namesRead(sql, m_rules)) {
        if (const Table *table = tableNow(name))
            m_read.insert(table);
    }
}

void StatedLosses::drop(const QualifiedName &written, int index)
{
    const Table *table = tableNow(written);
    m_now.insert(keyOf(written), nullptr);
    if (!table)
        return;
    m_gone.insert(table);
    if (!m_read.contains(table))
        m_drops.append({table, index});
}

void StatedLosses::changeColumns(const StatementKind &kind, int index)
{
    const Table *table = tableNow(kind.written());
    if (!table)
        return;
    const QString before = tableKey(table->name, nameCaseOf(m_rules)) + u' ';
    const auto was = [&](const QString &column) {
        return m_renamed.value(before + foldedName(column, nameCaseOf(m_rules)), column);
    };
    if (!kind.newColumn.isEmpty())
        m_renamed.insert(before + foldedName(kind.newColumn, nameCaseOf(m_rules)), was(kind.column));
    for (const QString &dropped : kind.droppedColumns) {
        const Column *column = table->column(was(dropped));
        if (!column || column->generation == Column::Generation::Virtual)
            continue; // the script added it, or it computes what it shows
        const QString name = table->name.display();
        Finding lost = Finding::stop(u"H02"_s,
                                     u"This drops the column “%1” of “%2” with its values."_s.arg(
                                         dropped, m_names.meant(kind.written()).display()));
        lost.statementIndex = index;
        lost.rowsOf = {name};
        lost.column = column->name;
        m_findings += lost;
    }
}

void StatedLosses::deleteAll(const QualifiedName &written, int index)
{
    const Table *table = tableNow(written);
    if (table)
        m_findings +=
            {Severity::Stop, u"H06"_s, u"This deletes every row of “%1”."_s.arg(m_names.meant(written).display()),
             index,          false,    {table->name.display()}};
}

QList<Finding> StatedLosses::findings() const
{
    QList<Finding> all;
    QList<std::pair<const Table *, int>> drops;
    for (const auto &[table, index] : m_drops) {
        if (table->internal)
            all += dropOf(*table, index);
        else
            drops.append({table, index});
    }
    if (drops.size() <= dropsToldOneByOne) {
        for (const auto &[table, index] : drops)
            all += dropOf(*table, index);
        return all + m_findings;
    }
    QStringList names;
    for (const auto &[table, index] : drops)
        names += table->name.display();
    const QString shown = names.mid(0, dropsToldOneByOne).join(u"”, “"_s);
    all += {Severity::Stop,
            u"H01"_s,
            u"%1 tables are dropped with their rows: “%2” and %3 more."_s.arg(QString::number(names.size()), shown)
                .arg(names.size() - dropsToldOneByOne),
            drops.first().second,
            false,
            names};
    return all + m_findings;
}

} // namespace core
