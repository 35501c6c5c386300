// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/statedlosses.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;
using Verb = StatementKind::Verb;

constexpr qsizetype dropsToldOneByOne = 3;

QList<Token> wordsOf(const QString &sql, const LexRules &rules)
{
    QList<Token> significant;
    for (const Token &token : lex(sql, rules))
        if (token.isSignificant())
            significant += token;
    return significant;
}

/// What stands after the statement's own WHERE, not that of a query within it; no value without one.
std::optional<QString> conditionOf(const QString &sql, const LexRules &rules)
{
    int depth = 0;
    std::optional<QString> condition;
    for (const Token &word : wordsOf(sql, rules)) {
        const QStringView text = word.in(sql);
        if (condition && text != u";") {
            *condition += text;
            continue;
        }
        depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
        if (depth == 0 && isWord(word, sql, "WHERE"_L1))
            condition = QString();
    }
    return condition;
}

bool isEveryRow(const std::optional<QString> &condition)
{
    static const QSet<QString> always{u"1"_s, u"true"_s, u"1=1"_s, u"(1)"_s, u"(1=1)"_s, u"(true)"_s};
    return !condition || always.contains(condition->toLower());
}

Finding dropOf(const Table &table, int index)
{
    const QString &name = table.name.name;
    if (table.internal)
        return {Severity::Warn, u"H01"_s, u"This drops “%1”, which belongs to a tool."_s.arg(name), index};
    return {Severity::Stop, u"H01"_s, u"This drops the table “%1” with its rows."_s.arg(name), index, false, {name}};
}

} // namespace

StatedLosses::StatedLosses(const Schema &schema, const LexRules &rules)
    : m_schema(schema)
    , m_rules(rules)
{
}

const Table *StatedLosses::tableNow(const QString &name) const
{
    const auto known = m_now.constFind(foldedName(name));
    return known != m_now.cend() ? *known : m_schema.table({{}, name});
}

void StatedLosses::take(const QString &sql, const StatementKind &kind, int index)
{
    if (kind.verb == Verb::Insert || kind.verb == Verb::CreateTable)
        rememberReads(sql);
    if (kind.verb == Verb::CreateTable && !tableNow(kind.name))
        m_now.insert(foldedName(kind.name), nullptr);
    if (kind.verb == Verb::RenameTable) {
        m_now.insert(foldedName(kind.newName), tableNow(kind.name));
        m_now.insert(foldedName(kind.name), nullptr);
    }
    if (kind.verb == Verb::DropTable)
        drop(kind, index);
    if (kind.verb == Verb::AlterTable && !kind.column.isEmpty())
        dropColumn(kind, index);
    if (kind.verb == Verb::Delete)
        deleteAll(sql, kind, index);
}

/// INSERT … SELECT and CREATE TABLE … AS SELECT: whether all rows are copied only the dry run can tell.
void StatedLosses::rememberReads(const QString &sql)
{
    bool selects = false;
    for (const Token &word : wordsOf(sql, m_rules)) {
        selects = selects || isWord(word, sql, "SELECT"_L1);
        const bool isName = word.kind == Token::Kind::Word || word.kind == Token::Kind::QuotedIdentifier;
        if (const Table *table = selects && isName ? tableNow(unquoted(word.in(sql))) : nullptr)
            m_read.insert(table);
    }
}

void StatedLosses::drop(const StatementKind &kind, int index)
{
    const Table *table = tableNow(kind.name);
    m_now.insert(foldedName(kind.name), nullptr);
    if (!table)
        return;
    m_gone.insert(table);
    if (!m_read.contains(table))
        m_drops.append({table, index});
}

void StatedLosses::dropColumn(const StatementKind &kind, int index)
{
    const Table *table = tableNow(kind.name);
    if (!table)
        return;
    const QString before = table->name.name + u' ';
    const QString was = m_renamed.value(foldedName(before + kind.column), kind.column);
    const Column *column = table->column(was);
    if (!kind.newColumn.isEmpty()) {
        m_renamed.insert(foldedName(before + kind.newColumn), was);
        return;
    }
    if (!column || column->generation == Column::Generation::Virtual)
        return; // the script added it, or it computes what it shows
    Finding lost{
        Severity::Stop, u"H02"_s, u"This drops the column “%1” of “%2” with its values."_s.arg(kind.column, kind.name),
        index,          false,    {table->name.name}};
    lost.column = column->name;
    m_findings += lost;
}

void StatedLosses::deleteAll(const QString &sql, const StatementKind &kind, int index)
{
    const Table *table = tableNow(kind.name);
    if (table && isEveryRow(conditionOf(sql, m_rules)))
        m_findings += {Severity::Stop, u"H06"_s, u"This deletes every row of “%1”."_s.arg(kind.name),
                       index,          false,    {table->name.name}};
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
        names += table->name.name;
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
