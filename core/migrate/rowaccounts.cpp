// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/rowaccounts.h"

#include "core/migrate/statementkind.h"
#include "core/migrate/statementwords.h"
#include "core/migrate/tablekeys.h"
#include "core/sql/namesinsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Verb = StatementKind::Verb;

/// Goes through what happened in order, and knows at each statement which name stands for which table.
class Accounting {
public:
    Accounting(const Schema &before, const QMap<QString, qint64> &rows, const Dialect &dialect)
        : m_before(before)
        , m_names(before, dialect)
        , m_rules(dialect.lexRules())
    {
        for (const Table &table : before.tables) {
            if (table.shadow)
                continue;
            const QString key = tableKey(table.name, nameCaseOf(m_rules));
            m_originOf.insert(key, key);
            m_accounts.insert(key, {});
            m_live.insert(key, rows.value(table.name.display(), 0));
        }
    }

    void take(const Statement &statement, const StatementOutcome &outcome);
    [[nodiscard]] RowAccounts accounts();

private:
    void takeEffect(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome,
                    const TableEffect &effect);
    void takeDeleted(RowAccount &account, const Table *table, const QString &sql, qint64 direct, qint64 deleted) const;
    void takeReads(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome);
    void takeCopies(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome);
    void takeNames(const StatementKind &kind);
    void takeUntold(const StatementKind &kind, const StatementOutcome &outcome);
    void drop(const QString &name);
    [[nodiscard]] QString keyOf(const QualifiedName &written) const
    {
        return tableKey(m_names.meant(written), nameCaseOf(m_rules));
    }
    [[nodiscard]] bool isNamed(const StatementKind &kind, const QString &key) const;
    [[nodiscard]] bool isUnlinked(const QString &origin, const StatementKind &kind,
                                  const StatementOutcome &outcome) const;

    const TablesByKey m_before;
    WrittenNames m_names;
    LexRules m_rules;
    RowAccounts m_accounts;
    QHash<QString, QString> m_originOf; ///< key now → key before; empty for tables the script made
    QHash<QString, QString> m_gone; ///< likewise, of those that were dropped
    QHash<QString, qint64> m_live; ///< rows by key before, as the effects tell them
    QHash<QString, QHash<QString, qint64>> m_copied; ///< new table → key before → rows that came from it
    QHash<QString, qint64> m_missing; ///< key before → rows that were never copied from it when it was dropped
};

void Accounting::take(const Statement &statement, const StatementOutcome &outcome)
{
    const StatementKind kind = statementKind(statement.sql, m_rules);
    for (const TableEffect &effect : outcome.effects)
        takeEffect(kind, statement.sql, outcome, effect);
    if (kind.verb == Verb::Delete)
        takeUntold(kind, outcome);
    const bool empties = deletesEveryRow(kind, statement.sql, m_rules);
    for (const QualifiedName &name : empties ? kind.allWritten() : QList<QualifiedName>()) {
        if (const QString origin = m_originOf.value(keyOf(name)); !origin.isEmpty())
            m_accounts[origin].isEmptied = true;
    }
    takeReads(kind, statement.sql, outcome);
    takeCopies(kind, statement.sql, outcome);
    takeNames(kind);
    m_names.take(kind, statement.sql);
}

bool Accounting::isNamed(const StatementKind &kind, const QString &key) const
{
    const QList<QualifiedName> all = kind.allWritten();
    return std::any_of(all.begin(), all.end(), [&](const QualifiedName &name) { return keyOf(name) == key; });
}

/// Virtual tables tell nothing of their rows, and TRUNCATE of none.
void Accounting::takeUntold(const StatementKind &kind, const StatementOutcome &outcome)
{
    const QList<QualifiedName> all = kind.allWritten();
    for (const QualifiedName &name : all) {
        const QString key = keyOf(name);
        const bool seen = std::any_of(outcome.effects.begin(), outcome.effects.end(), [&](const TableEffect &e) {
            return foldedName(e.table, nameCaseOf(m_rules)) == key;
        });
        const QString origin = m_originOf.value(key);
        if (seen || origin.isEmpty())
            continue;
        const qint64 gone = kind.object == u"truncate" ? m_live.value(origin) : outcome.changes;
        m_accounts[origin].named += gone;
        m_live[origin] -= gone;
    }
}

/// What a DELETE did to the table it names.
void Accounting::takeDeleted(RowAccount &account, const Table *table, const QString &sql, qint64 direct,
                             qint64 deleted) const
{
    const QList<Token> tokens = lex(sql, m_rules);
    const bool filtered =
        std::any_of(tokens.begin(), tokens.end(), [&sql](const Token &t) { return isWord(t, sql, "WHERE"_L1); });
    const qint64 more = filtered ? qMax<qint64>(0, deleted - direct) : 0; // else it names every row
    const bool byItself =
        table && std::any_of(table->foreignKeys.begin(), table->foreignKeys.end(), [&](const ForeignKey &key) {
            return key.deleteAction() == ForeignKeyAction::Cascade
                && tableKey(key.target, nameCaseOf(m_rules)) == tableKey(table->name, nameCaseOf(m_rules));
        });
    account.named += deleted - more;
    (byItself && more <= direct ? account.taken : account.beyond) += more;
}

void Accounting::takeEffect(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome,
                            const TableEffect &effect)
{
    const QString name = foldedName(effect.table, nameCaseOf(m_rules));
    const QString origin = m_originOf.value(name);
    if (origin.isEmpty())
        return;
    RowAccount &account = m_accounts[origin];
    const bool isTarget = isNamed(kind, name);
    if (kind.verb == Verb::DropTable && isTarget)
        return; // its own rows: it is dropped, as the statement says
    m_live[origin] += effect.inserted - effect.deleted;
    const qint64 direct = isTarget ? outcome.changes : 0;
    if (kind.verb == Verb::Delete && isTarget)
        takeDeleted(account, m_before.find(origin), sql, direct, effect.deleted);
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
    const Table *table = m_before.find(origin);
    const QList<QualifiedName> named = kind.allWritten();
    const auto loses = [&](const QString &parent) {
        const bool dropped = kind.verb == Verb::DropTable
            && std::any_of(named.begin(), named.end(),
                           [&](const QualifiedName &name) { return m_originOf.value(keyOf(name)) == parent; });
        return dropped || std::any_of(outcome.effects.begin(), outcome.effects.end(), [&](const TableEffect &e) {
                   return e.deleted > 0 && m_originOf.value(foldedName(e.table, nameCaseOf(m_rules))) == parent;
               });
    };
    return table && std::any_of(table->foreignKeys.begin(), table->foreignKeys.end(), [&](const ForeignKey &key) {
               const ForeignKeyAction action = key.deleteAction();
               return (action == ForeignKeyAction::SetNull || action == ForeignKeyAction::SetDefault)
                   && loses(tableKey(key.target, nameCaseOf(m_rules)));
           });
}

/// What is dropped for good may live on in other tables.
void Accounting::takeReads(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome)
{
    if (kind.verb != Verb::Insert && kind.verb != Verb::CreateTable)
        return;
    QSet<QString> origins;
    for (const QualifiedName &name : namesRead(sql, m_rules))
        origins.insert(m_originOf.value(keyOf(name)));
    origins.remove(QString());
    const bool makes = kind.verb == Verb::CreateTable;
    const QString target = makes ? tableKey(m_names.made(kind.written()), nameCaseOf(m_rules)) : keyOf(kind.written());
    for (const QString &origin : std::as_const(origins)) {
        RowAccount &account = m_accounts[origin];
        account.isRead = account.isRead || !m_missing.contains(origin);
        if (m_originOf.value(target) == origin)
            continue; // into itself
        qint64 &rows = account.copies[target];
        rows = makes ? -1 : rows < 0 ? rows : rows + outcome.changes;
    }
}

/// INSERT INTO a new table from one that was there: the copy of a rebuild.
void Accounting::takeCopies(const StatementKind &kind, const QString &sql, const StatementOutcome &outcome)
{
    const QString target = keyOf(kind.written());
    if (kind.verb != Verb::Insert || !m_originOf.contains(target) || !m_originOf.value(target).isEmpty())
        return;
    StatementWords words(sql, m_rules);
    while (words.skipPast("FROM"_L1)) {
        const QString origin = m_originOf.value(keyOf(words.qualifiedName()));
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
    if (kind.verb == Verb::CreateTable) {
        const QString made = tableKey(m_names.made(kind.written()), nameCaseOf(m_rules));
        if (!m_originOf.contains(made))
            m_originOf.insert(made, m_gone.value(made)); // dropped and made again: it takes the place
    }
    const QList<QualifiedName> all = kind.verb == Verb::DropTable ? kind.allWritten() : QList<QualifiedName>();
    for (const QualifiedName &dropped : all) {
        if (const QString key = keyOf(dropped); m_originOf.contains(key))
            drop(key);
    }
    if (!kind.movesTable())
        return;
    const QualifiedName meant = m_names.meant(kind.written());
    const QString name = tableKey(meant, nameCaseOf(m_rules));
    const QString newName = tableKey(m_names.made(kind.movedTo(meant)), nameCaseOf(m_rules));
    QString origin = m_originOf.take(name);
    if (origin.isEmpty() && m_gone.contains(newName)) {
        origin = m_gone.value(newName);
        const qint64 copied = m_copied.value(name).value(origin, -1);
        if (copied >= 0)
            m_accounts[origin].notCopied = qMax<qint64>(0, m_missing.value(origin) - copied);
    }
    m_originOf.insert(newName, origin);
    for (RowAccount &account : m_accounts) {
        if (account.copies.contains(name))
            account.copies.insert(newName, account.copies.take(name));
    }
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
                        const ScriptOutcome &outcome, const Dialect &dialect)
{
    Accounting accounting(before, rows, dialect);
    for (const StatementOutcome &one : outcome.statements)
        accounting.take(script.statements.at(one.index), one);
    return accounting.accounts();
}

} // namespace core
