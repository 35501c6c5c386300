// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/heldvalues.h"

#include "core/dialect/probesql.h"
#include "core/migrate/findings.h"
#include "core/migrate/tablekeys.h"
#include "core/schema/namecase.h"

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One spelling for what a conversion keeps.
QByteArray spelled(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return QByteArrayLiteral("\x01");
    case Value::Kind::Integer:
        return QByteArray::number(qint64(value.toInteger()));
    case Value::Kind::Real: {
        constexpr double exact = 9007199254740992.0; // 2^53: beyond it integers are not told apart
        const double number = value.toReal();
        const bool isInteger = std::trunc(number) == number && std::abs(number) < exact;
        return isInteger ? QByteArray::number(static_cast<qint64>(number)) : QByteArray::number(number, 'g', 17);
    }
    case Value::Kind::Text:
    case Value::Kind::Blob:
    case Value::Kind::Typed:
        return value.bytes();
    }
    return {};
}

quint64 hashOf(const QByteArray &bytes, quint64 seed)
{
    return qHash(bytes, static_cast<size_t>(seed));
}

} // namespace

Result<HeldValues> heldValues(Database &database, const Table &table, const QStringList &key, const Dialect &dialect)
{
    HeldValues held;
    QStringList columns;
    for (const Column &column : table.columns) {
        if (!column.isGenerated() && !column.hidden)
            columns.append(column.name);
    }
    const RowIdentity identity = dialect.identityOf(table);
    const bool isNumbered = identity.kind == RowIdentity::Kind::RowId && !table.column(identity.columns.first());
    QList<int> places;
    for (const QString &column : key) {
        for (int i = 0; i < columns.size(); ++i) {
            if (foldedName(columns.at(i), nameCaseOf(table)) == column)
                places.append(i);
        }
    }
    if (!places.isEmpty() && places.size() == key.size())
        held.key = key;
    if (columns.isEmpty())
        return held;
    QList<quint64> byKey(columns.size(), 0);
    QList<quint64> alone(columns.size(), 0);
    quint64 rowNumbers = 0;
    auto prepared =
        database.prepare(dialect.probeSql()->cells(table, isNumbered ? columns + identity.columns.mid(0, 1) : columns));
    RC_TRY(prepared);
    PreparedStatement &statement = **prepared;
    while (true) {
        const auto more = statement.step();
        RC_TRY(more);
        if (!*more)
            break;
        quint64 seed = 0;
        for (const int place : std::as_const(places))
            seed = hashOf(spelled(statement.column(place)), seed + 1);
        for (int i = 0; i < columns.size(); ++i) {
            const QByteArray value = spelled(statement.column(i));
            byKey[i] += hashOf(value, seed);
            alone[i] += hashOf(value, 0);
        }
        if (isNumbered)
            rowNumbers += hashOf(spelled(statement.column(static_cast<int>(columns.size()))),
                                 hashOf(spelled(statement.column(0)), 0));
    }
    if (isNumbered)
        held.rowNumbers = rowNumbers;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (!held.key.isEmpty())
            held.byKey.insert(foldedName(columns.at(i), nameCaseOf(table)), byKey.at(i));
        held.alone.insert(foldedName(columns.at(i), nameCaseOf(table)), alone.at(i));
    }
    return held;
}

QList<Finding> changedValues(const Snapshot &before, const Snapshot &after, const Announced &announced,
                             const RowAccounts &accounts)
{
    QList<Finding> all;
    const TablesByKey tables(before.schema);
    for (auto it = before.held.begin(); it != before.held.end(); ++it) {
        const auto now = after.held.constFind(it.key());
        const Table *table = tables.find(it.key());
        const QString shown = table ? table->name.display() : QString();
        const RowAccount account = accounts.value(it.key());
        if (announced.madeAgain.contains(it.key()) && !account.isRead)
            continue; // its rows went, and others came
        const bool rowsWent = account.beyond + account.notCopied + account.named > 0;
        if (now == after.held.constEnd() || !table || rowsWent || before.rows.value(shown) != after.rows.value(shown))
            continue; // other rows are told of as such
        QStringList changed;
        for (const Column &column : table->columns) {
            const QString name = foldedName(column.name, nameCaseOf(before.schema));
            const bool isFewer = after.values.value(it.key()).value(name) < before.values.value(it.key()).value(name);
            if (isFewer) // that is H02
                continue;
            if (it->isKnown(name) && now->isKnown(name) && it->sum(name, *now) != now->sum(name, *it))
                changed.append(column.name);
        }
        if (changed.isEmpty())
            continue;
        const bool isSaid = announced.updated.contains(it.key());
        all += {isSaid ? Finding::Severity::Warn : Finding::Severity::Stop, u"H11"_s,
                u"“%1” is made anew with other values in “%2”, %3."_s.arg(
                    shown, changed.join(u"”, “"_s),
                    isSaid ? u"by an UPDATE or otherwise"_s : u"and no UPDATE in the script says so"_s)};
    }
    return all;
}

} // namespace core
