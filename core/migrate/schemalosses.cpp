// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/schemalosses.h"

#include "core/dialect/dialect.h"
#include "core/migrate/tablekeys.h"
#include "core/schema/namecase.h"
#include "core/schema/schemarules.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;

QStringList columnsOf(const QList<IndexedColumn> &key, NameCase nameCase)
{
    QStringList columns;
    for (const IndexedColumn &column : key)
        columns.append(foldedName(column.column, nameCase));
    columns.sort();
    return columns;
}

QStringList foldedNames(const QStringList &names, NameCase nameCase)
{
    QStringList all;
    for (const QString &name : names)
        all.append(foldedName(name, nameCase));
    return all;
}

bool isUnique(const Table &table, const QStringList &columns)
{
    const auto byIndex = [&](const Index &i) {
        return i.unique && i.where.isEmpty() && columnsOf(i.columns, nameCaseOf(table)) == columns;
    };
    QStringList key = foldedNames(table.primaryKeyColumns(), nameCaseOf(table));
    key.sort();
    return key == columns || std::any_of(table.indexes.begin(), table.indexes.end(), byIndex)
        || std::any_of(table.uniques.begin(), table.uniques.end(),
                       [&](const UniqueConstraint &u) { return columnsOf(u.columns, nameCaseOf(table)) == columns; });
}

/// In words, of a table and what it became. Columns that are not there any more are told of by themselves.
QStringList rulesGone(const Table &before, const Table &now, const LexRules &rules)
{
    QStringList gone;
    for (const Column &column : before.columns) {
        const Column *same = now.column(column.name);
        const bool isNumber = namesEqual(now.rowIdAlias(), column.name, nameCaseOf(now)); // never NULL
        if (same && !isNumber && before.isRequired(column) && !now.isRequired(*same) && !same->isGenerated())
            gone.append(u"NOT NULL of “%1”"_s.arg(column.name));
    }
    for (const CheckConstraint &check : before.checks) {
        const QStringList words = normalizedTokens(check.expression, rules);
        const bool stays = std::any_of(now.checks.begin(), now.checks.end(), [&](const CheckConstraint &other) {
            return normalizedTokens(other.expression, rules) == words;
        });
        if (!stays)
            gone.append(u"CHECK (%1)"_s.arg(check.expression));
    }
    for (const UniqueConstraint &unique : before.uniques) {
        if (!isUnique(now, columnsOf(unique.columns, nameCaseOf(now))))
            gone.append(u"UNIQUE (%1)"_s.arg(columnsOf(unique.columns, nameCaseOf(now)).join(u", "_s)));
    }
    for (const ForeignKey &key : before.foreignKeys) {
        const bool stays = std::any_of(now.foreignKeys.begin(), now.foreignKeys.end(), [&](const ForeignKey &other) {
            return foldedNames(other.columns, nameCaseOf(now)) == foldedNames(key.columns, nameCaseOf(now));
        });
        if (!stays)
            gone.append(u"the foreign key (%1) to “%2”"_s.arg(key.columns.join(u", "_s), key.target.display()));
    }
    return gone;
}

template <typename Visit> void eachTrigger(const Schema &schema, const Visit &visit)
{
    for (const Table &table : schema.tables) {
        for (const Trigger &trigger : table.triggers)
            visit(trigger, &table);
    }
    for (const Trigger &trigger : schema.viewTriggers)
        visit(trigger, nullptr);
}

} // namespace

QList<Finding> lostRules(const Snapshot &before, const Snapshot &after, const LexRules &rules)
{
    QList<Finding> all;
    const TablesByKey tables(after.schema);
    for (const Table &table : before.schema.tables) {
        const QString key = tableKey(table.name, nameCaseOf(before.schema));
        const Table *now = before.held.contains(key) ? tables.find(key) : nullptr;
        const QStringList gone = now && !table.internal ? rulesGone(table, *now, rules) : QStringList();
        if (!gone.isEmpty())
            all += {Severity::Warn, u"H45"_s,
                    u"“%1” is made anew without %2."_s.arg(table.name.display(), gone.join(u", "_s))};
    }
    return all;
}

QList<Finding> brokenTriggers(const Schema &before, const Schema &after, const Dialect &dialect)
{
    QList<Finding> all;
    if (!dialect.schemaRules())
        return all;
    const SchemaRules &rules = *dialect.schemaRules();
    const SchemaIndex indexBefore(before);
    const SchemaIndex indexAfter(after);
    QHash<QString, QStringList> unknown;
    eachTrigger(before, [&](const Trigger &trigger, const Table *) {
        unknown.insert(foldedName(trigger.name, nameCaseOf(before)), rules.unknownNames(trigger, indexBefore));
    });
    eachTrigger(after, [&](const Trigger &trigger, const Table *table) {
        QStringList names = rules.unknownNames(trigger, indexAfter);
        for (const QString &known : unknown.value(foldedName(trigger.name, nameCaseOf(before))))
            names.removeAll(known);
        if (!names.isEmpty())
            all += Finding::stop(
                u"H40"_s,
                u"The trigger “%1” of “%2” names “%3”, which is not there afterwards: what sets it off would fail."_s
                    .arg(trigger.name, trigger.table.display(), names.join(u"”, “"_s)));
        const Table *old = table ? before.table(table->name) : nullptr;
        for (const QString &column : trigger.updateOf) {
            if (old && old->column(column) && !table->column(column))
                all += Finding{Severity::Warn, u"H30"_s,
                               u"The trigger “%1” waits for changes of “%2”, which “%3” no longer has: it does not run "
                               "for it again."_s.arg(trigger.name, column, table->name.display())};
        }
    });
    return all;
}

QList<Finding> lostRowNumbers(const Snapshot &before, const Snapshot &after)
{
    QList<Finding> all;
    for (const Table &virtualTable : after.schema.tables) {
        for (const QString &argument : virtualTable.moduleArguments) {
            if (!argument.trimmed().startsWith(u"content"_s, Qt::CaseInsensitive) || !argument.contains(u'='))
                continue;
            const QString key = foldedName(unquoted(argument.section(u'=', 1).trimmed()));
            const auto old = before.held.value(key).rowNumbers;
            const auto now = after.held.value(key).rowNumbers;
            if (old && now && *old != *now)
                all += Finding::stop(
                    u"H13"_s,
                    u"The rows of “%1” are numbered anew, and “%2” finds them by these numbers: it would find others, "
                    u"or "
                    "none."_s.arg(before.schema.table({{}, key}) ? before.schema.table({{}, key})->name.display() : key,
                                  virtualTable.name.display()));
        }
    }
    return all;
}

} // namespace core
