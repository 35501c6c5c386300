// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/hazardfixes.h"

#include "core/sql/lexer.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using FixKind = HazardFix::Kind;

/// More columns of one CHECK than a person wants to choose from.
constexpr qsizetype mostKeyColumns = 3;

class Fixes {
public:
    Fixes(const Hazard &hazard, const SchemaDiff &diff, const Dialect &dialect)
        : m_hazard(hazard)
        , m_probes(*dialect.probeSql())
        , m_rules(dialect.lexRules())
        , m_now(diff.before.table(hazard.probe->table))
        , m_change(hazard.change >= 0 ? &diff.changes.at(hazard.change) : nullptr)
    {
    }

    [[nodiscard]] QList<HazardFix> all()
    {
        if (!m_now || !m_change)
            return {};
        if (m_hazard.shared)
            sharedKey();
        else
            byChange();
        return m_out;
    }

private:
    void sharedKey()
    {
        const SharedKey &key = *m_hazard.shared;
        if (const auto s = m_probes.renumberDuplicates(*m_now, key.columns, key.where))
            m_out.append({FixKind::Renumber, m_now->name, key.columns.first().column, *s});
        if (const auto s = m_probes.keepFirstOfDuplicates(*m_now, key.columns, key.where))
            m_out.append({FixKind::KeepFirst, m_now->name, {}, *s});
        set(key.columns.size() == 1 ? key.columns.first().column : QString());
        deleteRows();
    }

    void byChange()
    {
        const QString code = m_hazard.finding.code;
        if (const auto *add = std::get_if<change::AddColumn>(m_change)) {
            if (code == u"H20")
                m_out.append({FixKind::Fill, add->table, add->column.name});
        } else if (const auto *alter = std::get_if<change::AlterColumn>(m_change)) {
            altered(*alter, code);
        } else if (const auto *key = std::get_if<change::ChangePrimaryKey>(m_change)) {
            if (key->to && !key->to->columns.isEmpty() && code == u"H23")
                m_out.append({FixKind::Fill, key->table, key->to->columns.first().column});
            deleteRows();
        } else if (const auto *foreign = std::get_if<change::AddForeignKey>(m_change)) {
            lostReference(*foreign);
        } else if (const auto *check = std::get_if<change::AddCheck>(m_change)) {
            for (const QString &column : columnsIn(check->check.expression))
                set(column);
            deleteRows();
        } else if (std::holds_alternative<change::ChangeObject>(*m_change) && code == u"H10") {
            for (const QString &column : columnsIn(m_hazard.probe->condition).mid(0, 1))
                set(column);
            deleteRows();
        } else if (std::holds_alternative<change::ChangeTableOptions>(*m_change)) {
            for (const QString &column : columnsIn(m_hazard.probe->condition).mid(0, 1))
                set(column);
            deleteRows();
        }
    }

    void altered(const change::AlterColumn &alter, const QString &code)
    {
        if (code == u"H21") {
            m_out.append({FixKind::Fill, alter.table, alter.to.name});
            deleteRows();
        } else if (code == u"H11" && m_hazard.finding.severity == Finding::Severity::Stop) {
            m_out.append({FixKind::Cast, alter.table, alter.to.name});
            for (const QString &column : columnsIn(m_hazard.probe->condition).mid(0, 1))
                set(column);
        } else if (code == u"H28") {
            for (const QString &column : columnsIn(m_hazard.probe->condition).mid(0, 1))
                set(column);
            deleteRows();
        }
    }

    /// Rows that lead nowhere let go where they may, or lead to another row, or go.
    void lostReference(const change::AddForeignKey &foreign)
    {
        const QStringList there = columnsIn(m_hazard.probe->condition);
        if (foreign.foreignKey.columns.size() == 1 && !there.isEmpty()) {
            const Column *column = m_now->column(there.first());
            if (column && !m_now->isRequired(*column))
                m_out.append({FixKind::SetNull, m_now->name, column->name,
                              m_probes.setColumn(*m_hazard.probe, column->name, u"NULL"_s)});
            set(there.first());
        }
        deleteRows();
    }

    void set(const QString &column)
    {
        if (const Column *c = m_now->column(column); c && !c->isGenerated())
            m_out.append({FixKind::Set, m_now->name, c->name});
    }

    void deleteRows() { m_out.append({FixKind::Delete, m_now->name, {}, m_probes.deleteRows(*m_hazard.probe)}); }

    /// The table's columns that an expression names, in their order there.
    [[nodiscard]] QStringList columnsIn(const QString &sql) const
    {
        QStringList out;
        const QList<Token> tokens = lex(sql, m_rules);
        for (const Token &token : tokens) {
            if (token.kind != Token::Kind::Word && token.kind != Token::Kind::QuotedIdentifier)
                continue;
            const Column *column = m_now->column(unquoted(token.in(sql).toString()));
            if (column && !out.contains(column->name))
                out.append(column->name);
        }
        return out.mid(0, mostKeyColumns);
    }

    const Hazard &m_hazard;
    const ProbeSql &m_probes;
    const LexRules m_rules;
    const Table *m_now;
    const Change *m_change;
    QList<HazardFix> m_out;
};

} // namespace

QList<HazardFix> fixesOf(const Hazard &hazard, const SchemaDiff &diff, const Dialect &dialect)
{
    if (!hazard.probe || !dialect.probeSql() || hazard.bySize) // there all rows are meant, and none is wrong
        return {};
    return Fixes(hazard, diff, dialect).all();
}

Statement repairWith(const HazardFix &set, const Hazard &hazard, const QString &expression, const Dialect &dialect)
{
    return dialect.probeSql()->setColumn(*hazard.probe, set.column, expression);
}

QString hazardKey(const Hazard &hazard)
{
    return hazard.finding.code + u' ' + (hazard.subject.isEmpty() ? hazard.finding.message : hazard.subject);
}

} // namespace core
