// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/findings.h"

#include "core/migrate/lostobjects.h"
#include "core/migrate/lostparts.h"
#include "core/migrate/lostvalues.h"
#include "core/migrate/retypedvalues.h"
#include "core/migrate/schemalosses.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/tablekeys.h"
#include "core/migrate/unsaidlosses.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;

Finding finding(Severity severity, const QString &code, const QString &message)
{
    return {severity, code, message};
}

QString rowCount(qint64 n)
{
    return n == 1 ? u"1 row"_s : u"%1 rows"_s.arg(n);
}

/// "1 row of “t” is …", "2 rows of “t” are …".
QString rowsOf(const Table &table, qint64 n)
{
    return u"%1 of “%2” %3"_s.arg(rowCount(n), table.name.display(), n == 1 ? u"is"_s : u"are"_s);
}

/// Dropped and not back under its name, or renamed: then its rows are elsewhere.
bool isDroppedForGood(const QString &key, const TablesByKey &after, const Announced &announced)
{
    return announced.dropped.contains(key) && !after.find(key);
}

/// Dropped and made again by a CREATE TABLE of its name, not by a copy that is renamed to it.
bool isMadeAgain(const QString &key, const Announced &announced)
{
    return announced.dropped.contains(key) && !announced.rebuilt.contains(key);
}

/// What became of the rows of the table that is called so in the end; or, where none is, was called so before.
RowAccount accountOf(const RowAccounts &accounts, const QString &key)
{
    const auto byFinalName = [&key](const RowAccount &account) { return account.finalName == key; };
    const auto found = std::find_if(accounts.begin(), accounts.end(), byFinalName);
    return found == accounts.end() ? accounts.value(key) : *found;
}

/// Rows that went without a statement that names the table: H05.
qint64 lostUnnamed(const TableLedger &table, const RowAccount &account)
{
    const qint64 told = account.beyond + account.notCopied;
    return told + qMax<qint64>(0, table.before - qMax<qint64>(0, table.after) - account.named - account.taken - told);
}

/// How many rows other tables got that may be this one's.
qint64 copiedElsewhere(const RowAccount &account, const Snapshot &after)
{
    qint64 rows = 0;
    for (const Table &table : after.schema.tables) { // what is not there in the end keeps nothing
        const auto copies = account.copies.constFind(tableKey(table.name, nameCaseOf(after.schema)));
        if (copies != account.copies.constEnd())
            rows += *copies < 0 ? qMax<qint64>(0, after.rows.value(table.name.display())) : *copies;
    }
    return rows;
}

/// As many rows elsewhere may be its own; fewer are not.
Finding droppedRows(const TableLedger &table, const RowAccount &account, const Snapshot &after)
{
    const qint64 copied = copiedElsewhere(account, after);
    const bool isFewer = account.isRead && copied < table.before;
    const QString words = u"“%1” loses %2, as the script says"_s.arg(table.table, rowCount(table.before));
    return finding(isFewer ? Severity::Stop : Severity::Warn, u"H01"_s,
                   isFewer ? words + u"; what is copied from it before comes to %1."_s.arg(rowCount(copied))
                           : QString(words + u'.'));
}

/// All rows are all rows, whatever the condition says.
Finding deletedRows(const TableLedger &table, const RowAccount &account)
{
    const bool isAll = table.after == 0 && account.named == table.before && !account.isEmptied;
    return finding(isAll ? Severity::Stop : Severity::Warn, u"H06"_s,
                   u"“%1” loses %2, as the script says."_s.arg(
                       table.table, isAll ? u"all of its "_s + rowCount(account.named) : rowCount(account.named)));
}

/// `gone`: as goneUnsaid() says.
QList<Finding> lostRows(const Snapshot &before, const Snapshot &after, const Announced &announced,
                        const RowAccounts &accounts, const QSet<QString> &gone)
{
    QList<Finding> all;
    const TablesByKey tablesAfter(after.schema);
    for (const TableLedger &table : ledger(before, after, announced, accounts)) {
        const QString name = foldedName(table.table, announced.nameCase);
        const RowAccount account = accountOf(accounts, name);
        if (table.before <= 0 || gone.contains(table.table))
            continue;
        const bool madeAgain = isMadeAgain(name, announced);
        const TableFate fate =
            table.after < 0 ? fateOf(table.table, before, after, tablesAfter, announced, accounts) : TableFate::Unknown;
        if (fate == TableFate::Moved)
            continue;
        if (fate == TableFate::DroppedAsSaid || isDroppedForGood(name, tablesAfter, announced)
            || (madeAgain && table.after == 0)
            || (announced.madeAgain.contains(name) && !accounts.value(name).isRead)) {
            all += droppedRows(table, accounts.value(name), after);
            continue;
        }
        if (account.taken > 0)
            all += finding(Severity::Warn, u"H06"_s,
                           u"“%1” loses %2, as the script says, and %3 that refer to others of it."_s.arg(
                               table.table, rowCount(account.named), rowCount(account.taken)));
        else if (account.named > 0)
            all += deletedRows(table, account);
        const qint64 unnamed = lostUnnamed(table, account);
        const QString unsaid = madeAgain ? u": a DROP takes them, and not all are back when it is made again."_s
            : account.named == 0         ? u", and no DROP or DELETE in the script says so."_s
                                         : u" beyond the %1 that a DELETE in the script names."_s.arg(account.named);
        if (unnamed > 0)
            all += finding(Severity::Stop, u"H05"_s,
                           u"“%1” loses %2 of %3"_s.arg(table.table, QString::number(unnamed), rowCount(table.before))
                               + unsaid);
    }
    return all;
}

/// Of tables that are hidden from people, and so not in the ledger.
QList<Finding> lostInternalRows(const Snapshot &before, const Snapshot &after, const RowAccounts &accounts)
{
    QList<Finding> all;
    for (const Table &table : before.schema.tables) {
        const QString name = tableKey(table.name, nameCaseOf(before.schema));
        const RowAccount account = accounts.value(name);
        if (!table.internal)
            continue;
        if (!after.schema.table(table.name))
            all += finding(Severity::Stop, u"H01"_s,
                           u"“%1”, which belongs to a tool, is dropped."_s.arg(table.name.display()));
        if (account.beyond + account.notCopied > 0)
            all += finding(Severity::Stop, u"H05"_s,
                           u"“%1”, which belongs to a tool, loses %2 that no DELETE in the script names."_s.arg(
                               table.name.display(), rowCount(account.beyond + account.notCopied)));
    }
    return all;
}

/// Rows that were changed beyond what the statements name: by SET NULL and its like, or by triggers.
/// Where no statement names the table, nothing in the script says that its values are overwritten.
QList<Finding> sideEffects(const Snapshot &before, const RowAccounts &accounts, const Announced &announced)
{
    QList<Finding> all;
    for (const Table &table : before.schema.tables) {
        const QString key = tableKey(table.name, nameCaseOf(before.schema));
        const RowAccount account = accounts.value(key);
        const bool isNamed = announced.rowsNamed.contains(key) || announced.altered.contains(key);
        if (account.unlinked > 0)
            all += finding(Severity::Stop, u"H05"_s,
                           rowsOf(table, account.unlinked) + u" changed, because what they refer to goes."_s);
        if (account.changed > 0)
            all += finding(isNamed ? Severity::Warn : Severity::Stop, u"H05"_s,
                           rowsOf(table, account.changed) + u" changed by triggers or foreign keys"_s
                               + (isNamed ? u"."_s : u", and no statement of the script names it."_s));
    }
    return all;
}

QList<Finding> brokenViews(const Schema &before, const Schema &after)
{
    QList<Finding> all;
    for (const View &view : after.views) {
        const View *old = before.view(view.name);
        if (!view.brokenBecause.isEmpty() && (!old || old->brokenBecause.isEmpty()))
            all += finding(Severity::Stop, u"H40"_s,
                           u"The view “%1” can no longer be read: %2."_s.arg(view.name.display(), view.brokenBecause));
    }
    return all;
}

QList<Finding> danglingReferences(const Schema &before, const Schema &after)
{
    QList<Finding> all;
    for (const Table &table : after.tables)
        for (const ForeignKey &key : table.foreignKeys) {
            const Table *old = before.table(table.name);
            const bool wasThere = old
                && std::any_of(old->foreignKeys.begin(), old->foreignKeys.end(),
                               [&](const ForeignKey &o) { return o.target == key.target && !before.table(o.target); });
            if (!after.table(key.target) && !wasThere)
                all += finding(Severity::Stop, u"H42"_s,
                               u"“%1” ends up referring to “%2”, which is not there."_s.arg(table.name.display(),
                                                                                            key.target.display()));
        }
    return all;
}

QList<Finding> leftovers(const Schema &before, const Schema &after)
{
    QList<Finding> all;
    for (const Table &table : after.tables) {
        const QString &name = table.name.name;
        const bool helper = name.startsWith(u"__new_"_s) || name.startsWith(u"__old_push_"_s);
        if (helper && !before.table(table.name))
            all += finding(Severity::Warn, u"H53"_s, u"“%1”, a helper of a rebuild, is left behind."_s.arg(name));
    }
    return all;
}

/// Of a table that was made anew the numbers of rows and keys say nothing.
QString identity(ForeignKeyViolation violation, const Announced &announced, const RowAccounts &accounts = {})
{
    for (QString *name : {&violation.table, &violation.target}) { // what it is called in the end
        if (const QString last = accounts.value(foldedName(*name, announced.nameCase)).finalName; !last.isEmpty())
            *name = last;
    }
    const QString table = foldedName(violation.table, announced.nameCase);
    const QString place = announced.rebuilt.contains(table)
        ? QString()
        : u"%1 %2"_s.arg(violation.rowId.display(), QString::number(violation.foreignKey));
    return table + u'\n' + foldedName(violation.target, announced.nameCase) + u'\n' + place;
}

QList<Finding> newViolations(const Snapshot &before, const Snapshot &after, const Announced &announced,
                             const RowAccounts &accounts)
{
    QHash<QString, qint64> old;
    for (const ForeignKeyViolation &violation : before.foreignKeys.violations)
        ++old[identity(violation, announced, accounts)];
    QMap<QString, qint64> fresh;
    for (const ForeignKeyViolation &violation : after.foreignKeys.violations)
        if (--old[identity(violation, announced)] < 0)
            ++fresh[u"“%1” refer to rows of “%2” that are not there"_s.arg(violation.table, violation.target)];
    QList<Finding> all;
    for (auto it = fresh.begin(); it != fresh.end(); ++it)
        all += finding(Severity::Stop, u"H24"_s, u"%1 of %2."_s.arg(rowCount(it.value()), it.key()));
    const auto &unchecked = after.foreignKeys.unchecked;
    for (auto it = unchecked.begin(); it != unchecked.end(); ++it)
        if (!before.foreignKeys.unchecked.contains(it.key()))
            all += finding(Severity::Stop, u"H24"_s,
                           u"The foreign keys of “%1” lead nowhere afterwards, so that rows can no longer be "
                           "written there: %2"_s.arg(it.key(), it.value()));
    return all;
}

} // namespace

QList<TableEffect> underFinalNames(const QList<TableEffect> &effects, const Script &script, const Dialect &dialect)
{
    using Verb = StatementKind::Verb;
    WrittenNames names({}, dialect);
    const NameCase nameCase = nameCaseOf(dialect.lexRules());
    // By key, of tables the script made: what was written to another of that name is not theirs.
    QMap<QString, QualifiedName> finalNames;
    for (const Statement &statement : script.statements) {
        const StatementKind kind = statementKind(statement.sql, dialect.lexRules());
        const QualifiedName name = names.made(kind.written());
        if (kind.verb == Verb::CreateTable)
            finalNames.insert(tableKey(name, nameCase), name);
        for (QualifiedName &last : finalNames) {
            if (kind.movesTable() && tableKey(last, nameCase) == tableKey(name, nameCase))
                last = names.made(kind.movedTo(name));
        }
        names.take(kind, statement.sql);
    }
    QMap<QString, TableEffect> byName;
    for (const TableEffect &effect : effects) {
        const auto made = finalNames.constFind(foldedName(effect.table, nameCase));
        const QString renamed = made == finalNames.constEnd() ? effect.table : made->display();
        const bool keeps = foldedName(renamed, nameCase) == foldedName(effect.table, nameCase);
        TableEffect &sum = byName[foldedName(renamed, nameCase)];
        if (sum.table.isEmpty() || keeps)
            sum.table = keeps ? effect.table : renamed;
        sum.inserted += effect.inserted;
        sum.updated += effect.updated;
        sum.deleted += effect.deleted;
    }
    return byName.values();
}

QList<TableLedger> ledger(const Snapshot &before, const Snapshot &after, const Announced &announced,
                          const RowAccounts &accounts)
{
    QMap<QString, TableLedger> byName;
    const TablesByKey tablesAfter(after.schema);
    for (auto it = before.rows.begin(); it != before.rows.end(); ++it) {
        // A table that was renamed is listed under the name it has in the end.
        const RowAccount account = accounts.value(foldedName(it.key(), announced.nameCase));
        const Table *last = account.finalName.isEmpty() ? nullptr : tablesAfter.find(account.finalName);
        const Table *same =
            last ? last : tablesAfter.find(foldedName(it.key(), announced.nameCase)); // perhaps in another case
        if (!last && same
            && accountOf(accounts, foldedName(it.key(), announced.nameCase)).finalName
                == foldedName(it.key(), announced.nameCase))
            continue; // dropped, and another one has its name
        const QString name = same ? same->name.display() : it.key();
        byName.insert(name, {name, it.value(), -1, false, false});
    }
    for (auto it = after.rows.begin(); it != after.rows.end(); ++it) {
        if (!byName.contains(it.key()))
            byName.insert(it.key(), {it.key(), -1, -1, false, false});
        byName[it.key()].after = it.value();
    }
    for (TableLedger &table : byName) {
        const QString name = foldedName(table.table, announced.nameCase);
        const RowAccount account = accountOf(accounts, name);
        table.rebuilt = announced.rebuilt.contains(name) && table.before >= 0 && table.after >= 0;
        // Dropped and back under its name is a rebuild: that says nothing about its rows.
        table.lossAnnounced = isDroppedForGood(name, tablesAfter, announced)
            || (table.after < 0
                && fateOf(table.table, before, after, tablesAfter, announced, accounts) == TableFate::DroppedAsSaid)
            || (table.losesRows() && account.named > 0 && lostUnnamed(table, account) == 0);
    }
    return byName.values();
}

QList<Finding> findings(const Snapshot &before, const Snapshot &after, const Announced &announced,
                        const RowAccounts &accounts, const ScriptOutcome &outcome, const Dialect &dialect)
{
    const LexRules rules = dialect.lexRules();
    const QSet<QString> gone = goneUnsaid(before, after, announced, accounts);
    QList<Finding> all = lostRows(before, after, announced, accounts, gone);
    all += unsaidLosses(before, after, announced, accounts, outcome);
    all += lostInternalRows(before, after, accounts);
    all += sideEffects(before, accounts, announced);
    all += lostValues(before, after, announced, accounts);
    all += changedValues(before, after, announced, accounts);
    all += changedByType(before, after, announced, accounts);
    all += lostCounters(before, after, accounts);
    all += lostObjects(before.schema, after.schema, announced, accounts, gone, rules);
    all += lostForeignKeys(before.schema, after.schema, announced, accounts);
    all += lostRules(before, after, rules);
    all += lostParts(before, after, announced, accounts, rules);
    all += lostBesideTables(before, after, announced, accounts);
    all += lostRowNumbers(before, after);
    all += brokenTriggers(before.schema, after.schema, dialect);
    all += brokenViews(before.schema, after.schema);
    all += danglingReferences(before.schema, after.schema);
    all += newViolations(before, after, announced, accounts);
    all += lostByMakingAnew(before.schema, after.schema, announced);
    all += newOrphans(before, after);
    all += unseenRows(before, announced);
    all += saidByServer(outcome);
    all += leftovers(before.schema, after.schema);
    std::stable_sort(all.begin(), all.end(),
                     [](const Finding &a, const Finding &b) { return a.severity < b.severity; });
    return all;
}

} // namespace core
