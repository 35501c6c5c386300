// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/heldvalues.h"

#include "core/dialect/probesql.h"
#include "core/migrate/findings.h"
#include "core/migrate/tablekeys.h"

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
    QList<int> places;
    for (const QString &column : key) {
        for (int i = 0; i < columns.size(); ++i) {
            if (foldedName(columns.at(i)) == column)
                places.append(i);
        }
    }
    if (!places.isEmpty() && places.size() == key.size())
        held.key = key;
    if (columns.isEmpty())
        return held;
    QList<quint64> byKey(columns.size(), 0);
    QList<quint64> alone(columns.size(), 0);
    auto prepared = database.prepare(dialect.probeSql()->cells(table, columns));
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
    }
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (!held.key.isEmpty())
            held.byKey.insert(foldedName(columns.at(i)), byKey.at(i));
        held.alone.insert(foldedName(columns.at(i)), alone.at(i));
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
        const QString name = table ? table->name.display() : QString();
        const RowAccount account = accounts.value(it.key());
        const bool rowsWent = account.beyond + account.notCopied + account.named > 0;
        if (now == after.held.constEnd() || !table || rowsWent || announced.updated.contains(it.key())
            || before.rows.value(name) != after.rows.value(name))
            continue; // other rows are told of as such
        const bool byKey = !it->key.isEmpty() && it->key == now->key;
        const auto &old = byKey ? it->byKey : it->alone;
        const auto &fresh = byKey ? now->byKey : now->alone;
        QStringList changed;
        for (const Column &column : table->columns) {
            const QString folded = foldedName(column.name);
            if (old.contains(folded) && fresh.contains(folded) && old.value(folded) != fresh.value(folded))
                changed.append(column.name);
        }
        if (!changed.isEmpty())
            all += Finding::stop(
                u"H11"_s,
                u"“%1” is made anew with other values in “%2”, and no UPDATE in the script says so."_s.arg(
                    name, changed.join(u"”, “"_s)));
    }
    return all;
}

} // namespace core
