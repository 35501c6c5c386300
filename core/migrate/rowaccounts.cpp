// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/rowaccounts.h"

#include "core/migrate/statementkind.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

    using Verb = StatementKind::Verb;

    /// Goes through what happened in order, and knows at each statement which name stands for which table.
    class Accounting {
    public:
        Accounting(const Schema &before, const QMap<QString, qint64> &rows, const LexRules &rules)
            : m_before(before)
            , m_rules(rules)
        {
            for (const Table &table : before.tables) {
                if (table.shadow)
                    continue;
                const QString name = foldedName(table.name.name);
                m_originOf.insert(name, name);
                m_accounts.insert(name, {});
                m_live.insert(name, rows.value(table.name.display(), 0));
            }
        }

        void take(const Statement &statement, const StatementOutcome &outcome);
        [[nodiscard]] RowAccounts accounts();

    private:
        void takeEffect(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome,
                        const TableEffect &effect);
        void takeDeleted(RowAccount &account, const Table *table, const QString &sql, qint64 direct, qint64 deleted) const;
        void takeCopies(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome);
        void takeNames(const StatementKind &kind);
        void drop(const QString &name);
        [[nodiscard]] bool isUnlinked(const QString &origin, const StatementKind &kind,
                                      const StatementOutcome &outcome) const;

        const Schema &m_before;
        LexRules m_rules;
        RowAccounts m_accounts;
        QHash<QString, QString> m_originOf; ///< folded name now → name before; empty for tables the script made
        QHash<QString, QString> m_gone;     ///< likewise, of those that were dropped
        QHash<QString, qint64> m_live;      ///< rows by name before, as the effects tell them
        QHash<QString, QHash<QString, qint64>> m_copied; ///< new table → name before → rows that came from it
        QHash<QString, qint64> m_missing;   ///< name before → rows that were never copied from it when it was dropped
    };

    void Accounting::take(const Statement &statement, const StatementOutcome &outcome)
    {
        const StatementKind kind = statementKind(statement.sql, m_rules);
        const QString target = foldedName(kind.name);
        bool seen = false;
        for (const TableEffect &effect : outcome.effects) {
            seen = seen || foldedName(effect.table) == target;
            takeEffect(kind, statement.sql, outcome, effect);
        }
        // Virtual tables tell nothing of their rows.
        const QString origin = m_originOf.value(target);
        if (!seen && kind.verb == Verb::Delete && !origin.isEmpty())
            m_accounts[origin].named += outcome.changes;
        takeCopies(kind, statement.sql, outcome);
        takeNames(kind);
    }

    /// What a DELETE did to the table it names.
    void Accounting::takeDeleted(RowAccount &account, const Table *table, const QString &sql, qint64 direct,
                                 qint64 deleted) const
    {
        const QList<Token> tokens = lex(sql, m_rules);
        const bool filtered = std::any_of(tokens.begin(), tokens.end(),
                                          [&sql](const Token &t) { return isWord(t, sql, "WHERE"_L1); });
        const qint64 more = filtered ? qMax<qint64>(0, deleted - direct) : 0; // else it names every row
        const bool byItself = table
            && std::any_of(table->foreignKeys.begin(), table->foreignKeys.end(), [table](const ForeignKey &key) {
                   return key.deleteAction() == ForeignKeyAction::Cascade
                       && foldedName(key.target.name) == foldedName(table->name.name);
               });
        account.named += deleted - more;
        (byItself && more <= direct ? account.taken : account.beyond) += more;
    }

    void Accounting::takeEffect(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome,
                                const TableEffect &effect)
    {
        const QString name = foldedName(effect.table);
        const QString origin = m_originOf.value(name);
        if (origin.isEmpty())
            return;
        RowAccount &account = m_accounts[origin];
        const bool isTarget = name == foldedName(kind.name);
        if (kind.verb == Verb::DropTable && isTarget)
            return; // its own rows: it is dropped, as the statement says
        m_live[origin] += effect.inserted - effect.deleted;
        const qint64 direct = isTarget ? outcome.changes : 0;
        if (kind.verb == Verb::Delete && isTarget)
            takeDeleted(account, m_before.table({{}, origin}), sql, direct, effect.deleted);
        else
            account.beyond += effect.deleted;
        const qint64 updates = kind.verb == Verb::Update ? direct
            : kind.verb == Verb::Insert                  ? qMax<qint64>(0, direct - effect.inserted)
                                                         : 0;
        const qint64 others = qMax<qint64>(0, effect.updated - updates);
        account.updated += qMin(updates, effect.updated);
        (isUnlinked(origin, kind, outcome) ? account.unlinked : account.changed) += others;
    }

    /// Whether rows that this table refers to went, and its foreign key then changes the rows that refer to them.
    bool Accounting::isUnlinked(const QString &origin, const StatementKind &kind, const StatementOutcome &outcome) const
    {
        const Table *table = m_before.table({{}, origin});
        const auto loses = [&](const QString &parent) {
            const bool dropped = kind.verb == Verb::DropTable && m_originOf.value(foldedName(kind.name)) == parent;
            return dropped || std::any_of(outcome.effects.begin(), outcome.effects.end(), [&](const TableEffect &e) {
                return e.deleted > 0 && m_originOf.value(foldedName(e.table)) == parent;
            });
        };
        return table
            && std::any_of(table->foreignKeys.begin(), table->foreignKeys.end(), [&](const ForeignKey &key) {
                   const ForeignKeyAction action = key.deleteAction();
                   return (action == ForeignKeyAction::SetNull || action == ForeignKeyAction::SetDefault)
                       && loses(foldedName(key.target.name));
               });
    }

    /// INSERT INTO a new table from one that was there: the copy of a rebuild.
    void Accounting::takeCopies(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome)
    {
        const QString target = foldedName(kind.name);
        if (kind.verb != Verb::Insert || !m_originOf.contains(target) || !m_originOf.value(target).isEmpty())
            return;
        bool afterFrom = false;
        for (const Token &token : lex(sql, m_rules)) {
            if (!token.isSignificant())
                continue;
            const QString origin = afterFrom ? m_originOf.value(foldedName(unquoted(token.in(sql)))) : QString();
            afterFrom = isWord(token, sql, "FROM"_L1);
            if (origin.isEmpty())
                continue;
            m_copied[target][origin] += outcome.changes;
            return; // the first one named is the one it copies
        }
    }

    void Accounting::drop(const QString &name)
    {
        const QString origin = m_originOf.take(name);
        m_gone.insert(name, origin);
        if (origin.isEmpty())
            return;
        m_missing.insert(origin, m_live.value(origin));
    }

    void Accounting::takeNames(const StatementKind &kind)
    {
        const QString name = foldedName(kind.name);
        if (kind.verb == Verb::CreateTable && !m_originOf.contains(name))
            m_originOf.insert(name, m_gone.value(name)); // dropped and made again: it takes the place
        if (kind.verb == Verb::DropTable && m_originOf.contains(name))
            drop(name);
        if (kind.verb != Verb::RenameTable)
            return;
        const QString newName = foldedName(kind.newName);
        QString origin = m_originOf.take(name);
        if (origin.isEmpty() && m_gone.contains(newName)) {
            origin = m_gone.value(newName);
            const qint64 copied = m_copied.value(name).value(origin, -1);
            if (copied >= 0)
                m_accounts[origin].notCopied = qMax<qint64>(0, m_missing.value(origin) - copied);
        }
        m_originOf.insert(newName, origin);
    }

    RowAccounts Accounting::accounts()
    {
        for (auto it = m_originOf.begin(); it != m_originOf.end(); ++it) {
            if (!it.value().isEmpty())
                m_accounts[it.value()].finalName = it.key();
        }
        return m_accounts;
    }

} // namespace

RowAccounts rowAccounts(const Schema &before, const QMap<QString, qint64> &rows, const Script &script,
                        const ScriptOutcome &outcome, const LexRules &rules)
{
    Accounting accounting(before, rows, rules);
    for (const StatementOutcome &one : outcome.statements)
        accounting.take(script.statements.at(one.index), one);
    return accounting.accounts();
}

} // namespace core
