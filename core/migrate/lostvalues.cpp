// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/lostvalues.h"

#include "core/migrate/tablekeys.h"
#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;
using Values = QMap<QString, qint64>; ///< by folded column

QString valueCount(qint64 n)
{
    return n == 1 ? u"1 value"_s : u"%1 values"_s.arg(n);
}

/// One table before and after, under its name before.
struct Pair {
    const Table *before;
    const Table *after;
    Values old;
    Values now;
    HeldValues oldHeld; ///< none where the script does not make it anew
    HeldValues nowHeld;
};

/// A column that was not there before and holds the very values: the old one under another name.
QString successor(const Pair &pair, const QString &gone)
{
    for (const Column &column : pair.after->columns) {
        const QString name = foldedName(column.name, nameCaseOf(*pair.after));
        const bool isNew = !pair.before->column(column.name) && !column.isGenerated();
        if (isNew && pair.oldHeld.isKnown(gone) && pair.nowHeld.isKnown(name)
            && pair.oldHeld.sum(gone, pair.nowHeld) == pair.nowHeld.sum(name, pair.oldHeld))
            return column.name;
    }
    return {};
}

Finding columnGone(const Pair &pair, const Column &column, qint64 values, bool said)
{
    const QString shown =
        u"“%1” of “%2” goes with its %3"_s.arg(column.name, pair.before->name.display(), valueCount(values));
    if (said)
        return {Severity::Warn, u"H02"_s, u"The column %1, as the script says."_s.arg(shown)};
    if (const QString same = successor(pair, foldedName(column.name, nameCaseOf(*pair.before))); !same.isEmpty())
        return {Severity::Warn, u"H04"_s,
                u"The column “%1” of “%2” goes, and “%3” comes with the same values: it is renamed."_s.arg(
                    column.name, pair.before->name.display(), same)};
    return {Severity::Stop, u"H02"_s, u"The column %1, and no DROP COLUMN in the script says so."_s.arg(shown)};
}

/// `updated`: how many rows the UPDATE statements of the script may have changed.
QList<Finding> lostIn(const Pair &pair, const QString &name, qint64 rowsGone, qint64 updated,
                      const Announced &announced)
{
    QList<Finding> all;
    for (const Column &column : pair.before->columns) {
        const QString key = name + u' ' + foldedName(column.name, announced.nameCase);
        const qint64 values = pair.old.value(foldedName(column.name, announced.nameCase));
        const QString now = announced.renamedColumns.value(key, foldedName(column.name, announced.nameCase));
        if (values == 0)
            continue;
        if (!pair.now.contains(now)) {
            if (!pair.after->column(now)) // else it is generated from now on
                all += columnGone(pair, column, values, announced.droppedColumns.contains(key));
            continue;
        }
        const qint64 lost = values - pair.now.value(now) - rowsGone;
        if (lost > 0)
            all += {lost <= updated ? Severity::Warn : Severity::Stop, u"H02"_s,
                    u"“%1” of “%2” has %3 less than before, in rows that stay."_s.arg(
                        column.name, pair.before->name.display(), valueCount(lost))};
    }
    return all;
}

} // namespace

QList<Finding> lostValues(const Snapshot &before, const Snapshot &after, const Announced &announced,
                          const RowAccounts &accounts)
{
    QList<Finding> all;
    const TablesByKey tablesBefore(before.schema);
    const TablesByKey tablesAfter(after.schema);
    for (auto it = before.values.begin(); it != before.values.end(); ++it) {
        const RowAccount account = accounts.value(it.key());
        const bool isTaken = std::any_of(accounts.begin(), accounts.end(), [&](const RowAccount &other) {
            return other.finalName == it.key(); // by a table that had another name
        });
        const bool isUnderItsName = account.finalName.isEmpty() && announced.isMadeAnew(it.key()) && !isTaken;
        const QString last = isUnderItsName ? it.key() : account.finalName;
        const Pair pair{tablesBefore.find(it.key()),
                        tablesAfter.find(last),
                        it.value(),
                        after.values.value(last),
                        before.held.value(it.key()),
                        after.held.value(last)};
        if (!pair.before || !pair.after || !after.values.contains(last))
            continue; // dropped for good: that is told of the whole table
        const qint64 rowsGone =
            before.rows.value(pair.before->name.display()) - after.rows.value(pair.after->name.display());
        all += lostIn(pair, it.key(), qMax<qint64>(0, rowsGone), account.updated, announced);
    }
    return all;
}

QList<Finding> lostCounters(const Snapshot &before, const Snapshot &after, const RowAccounts &accounts)
{
    QList<Finding> all;
    const TablesByKey tablesAfter(after.schema);
    for (auto it = before.counters.begin(); it != before.counters.end(); ++it) {
        const QString name = accounts.value(it.key()).finalName;
        const Table *table = tablesAfter.find(name);
        const qint64 now = after.counters.value(name);
        if (!table || now >= it.value())
            continue;
        if (table->primaryKey && table->primaryKey->autoIncrement)
            all += {Severity::Danger, u"H12"_s,
                    u"“%1” would give out keys again that rows had which are gone: its counter goes back from %2 to "
                    "%3."_s.arg(table->name.display())
                        .arg(it.value())
                        .arg(now)};
        else
            all +=
                {Severity::Warn, u"H12"_s,
                 u"“%1” no longer remembers that its keys went up to %2: without AUTOINCREMENT, those of rows that are "
                 "gone come again."_s.arg(table->name.display())
                     .arg(it.value())};
    }
    return all;
}

} // namespace core
