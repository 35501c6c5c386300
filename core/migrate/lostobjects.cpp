// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/lostobjects.h"

#include "core/migrate/tablekeys.h"
#include "core/migrate/unsaidlosses.h"
#include "core/sql/namesinsql.h"
#include "core/schema/schemarules.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;

/// An index, trigger or view.
struct NamedObject {
    QString shown; ///< trigger “name”
    QString bare; ///< objectKey() without the table it is on, and without its schema
    QString table; ///< key of the table or view it stands on; empty for a view
    QStringList tokens; ///< what it says: equal where only spelling differs
    const Index *unique = nullptr; ///< the index itself where it keeps values apart
};

QString textOf(const Index &index)
{
    QString text = index.unique ? u"unique "_s : QString();
    for (const IndexedColumn &c : index.columns)
        text += u"%1 %2 %3 %4,"_s.arg(c.column, c.expression, c.collation,
                                      c.order == SortOrder::Descending ? u"desc"_s : QString());
    return text + u';' + index.where;
}

QString textOf(const Trigger &trigger)
{
    const bool before = trigger.time == Trigger::Time::Unspecified || trigger.time == Trigger::Time::Before;
    return u"%1 %2 %3; %4; %5"_s.arg(before ? 0 : static_cast<int>(trigger.time))
        .arg(static_cast<int>(trigger.event))
        .arg(trigger.updateOf.join(u','), trigger.when, trigger.body);
}

/// By objectKey(, nameCaseOf(m_rules)): indexes and views by schema and name, triggers by name and table. A trigger's
/// name is its table's own on one system, its schema's on another.
class Objects {
public:
    /// `accounts`: under which name a table is found afterwards; empty for the schema afterwards.
    Objects(const Schema &schema, const RowAccounts &accounts, const LexRules &rules)
        : m_rules(rules)
    {
        for (const Table &table : schema.tables) {
            const QString key = tableKey(table.name, nameCaseOf(m_rules));
            const QString last = accounts.value(key).finalName;
            for (const Index &index : table.indexes)
                add(u"index"_s, {schemaOf(table, last), index.name}, key, {}, textOf(index), &index);
            for (const Trigger &trigger : table.triggers)
                add(u"trigger"_s, {{}, trigger.name}, key, last.isEmpty() ? key : last, textOf(trigger));
        }
        for (const View &view : schema.views)
            add(u"view"_s, view.name, {}, {}, view.columnNames.join(u',') + u';' + view.definition);
        for (const Trigger &trigger : schema.viewTriggers)
            add(u"trigger"_s, {{}, trigger.name}, tableKey(trigger.table, nameCaseOf(m_rules)),
                tableKey(trigger.table, nameCaseOf(m_rules)), textOf(trigger));
    }

    [[nodiscard]] const QMap<QString, NamedObject> &all() const { return m_objects; }
    [[nodiscard]] bool isOnlyOneCalled(const QString &bare) const { return m_byBareName.count(bare) == 1; }

    /// The same one; where only one was called so before, it may have moved with its table. nullptr: it is gone.
    [[nodiscard]] const NamedObject *find(const QString &key, const QString &bare, bool wasOnlyOne) const
    {
        auto it = m_objects.constFind(key);
        if (it == m_objects.constEnd() && wasOnlyOne)
            it = m_objects.constFind(m_byBareName.value(bare));
        return it == m_objects.constEnd() ? nullptr : &*it;
    }

private:
    /// Indexes go with their table, wherever it is moved.
    [[nodiscard]] QString schemaOf(const Table &table, const QString &last) const
    {
        return last.isEmpty() || last == tableKey(table.name, nameCaseOf(m_rules)) ? table.name.schema
                                                                                   : last.section(u'.', 0, -2);
    }
    void add(const QString &kind, const QualifiedName &name, const QString &table, const QString &on,
             const QString &text, const Index *index = nullptr)
    {
        const QString key = objectKey(kind, name, nameCaseOf(m_rules), on);
        const QString bare = objectKey(kind, {{}, name.name}, nameCaseOf(m_rules));
        m_objects.insert(key,
                         {u"%1 “%2”"_s.arg(kind, name.display()), bare, table, normalizedTokens(text, m_rules),
                          index && index->unique ? index : nullptr});
        m_byBareName.insert(bare, key);
    }

    LexRules m_rules;
    QMap<QString, NamedObject> m_objects;
    QMultiHash<QString, QString> m_byBareName;
};

/// In full, or by its name alone where that can only mean this one.
bool isSaid(const QSet<QString> &said, const QString &key, const NamedObject &object, const Objects &all)
{
    return said.contains(key) || (said.contains(object.bare) && !all.all().contains(object.bare));
}

/// Dropped by name and made again is what the script says. Dropped with its table, it is to be what it was.
QList<Finding> changedObject(const NamedObject &old, const NamedObject &now, bool isDropped, bool isCreated)
{
    if (old.tokens == now.tokens || isDropped)
        return {};
    if (isCreated)
        return {
            {Severity::Warn, u"H40"_s,
             u"The %1 goes with its table and is made again as another one: compare what it says."_s.arg(old.shown)}};
    return {
        {Severity::Info, QString(), u"The %1 is rewritten, because something it names was renamed."_s.arg(old.shown)}};
}

/// H45: what a unique index of the table kept apart, and nothing keeps apart afterwards. `now`: the table then.
QList<Finding> guaranteeGone(const NamedObject &old, const Table &table, const Table *now)
{
    const QStringList columns = old.unique->columnNames();
    const bool isPlain = old.unique->where.isEmpty() && !columns.contains(QString());
    const bool columnsStay = now && std::all_of(columns.begin(), columns.end(), [now](const QString &column) {
                                 return column.isEmpty() || now->column(column);
                             });
    const auto isAlike = [&](const Index &other) { return other.unique && textOf(other) == textOf(*old.unique); };
    if (!columnsStay || (isPlain && isUniqueKey(*now, columns))
        || std::any_of(now->indexes.begin(), now->indexes.end(), isAlike))
        return {};
    QStringList parts;
    for (const IndexedColumn &part : old.unique->columns)
        parts.append(part.isExpression() ? part.expression : part.column);
    return {{Severity::Warn, u"H45"_s,
             u"The unique %1 goes: from now on “%2” may hold rows that are alike in (%3)."_s.arg(
                 old.shown, table.name.display(), parts.join(u", "_s))}};
}

} // namespace

QList<Finding> lostObjects(const Schema &before, const Schema &after, const Announced &announced,
                           const RowAccounts &accounts, const QSet<QString> &gone, const LexRules &rules)
{
    const Objects old(before, accounts, rules);
    const Objects now(after, {}, rules);
    const TablesByKey tablesBefore(before);
    const TablesByKey tablesAfter(after);
    QList<Finding> all;
    for (auto it = old.all().begin(); it != old.all().end(); ++it) {
        const bool isDropped = isSaid(announced.droppedObjects, it.key(), *it, old);
        const bool isCreated = isSaid(announced.createdObjects, it.key(), *it, old);
        const Table *table = tablesBefore.find(it->table);
        if (isDropped && it->unique && table)
            all += guaranteeGone(*it, *table, tablesAfter.find(accounts.value(it->table).finalName));
        if (const NamedObject *same = now.find(it.key(), it->bare, old.isOnlyOneCalled(it->bare))) {
            all += changedObject(*it, *same, isDropped, isCreated);
            continue;
        }
        const bool tableGoes = table
            && (gone.contains(table->name.display())
                || (isDropSaid(*table, announced) && !tablesAfter.find(it->table)));
        const bool viewGoes = announced.droppedObjects.contains(u"view "_s + it->table);
        if (!isDropped && !tableGoes && !viewGoes)
            all += Finding::stop(u"H40"_s,
                                 u"The %1 is lost, and nothing in the script says so."_s.arg(
                                     old.isOnlyOneCalled(it->bare) || !table
                                         ? it->shown
                                         : u"%1 of “%2”"_s.arg(it->shown, table->name.display())));
    }
    return all;
}

QList<Finding> lostForeignKeys(const Schema &before, const Schema &after, const Announced &announced,
                               const RowAccounts &accounts)
{
    QList<Finding> all;
    const TablesByKey tablesAfter(after);
    for (const Table &table : before.tables) {
        const QString key = tableKey(table.name, announced.nameCase);
        const Table *now = tablesAfter.find(accounts.value(key).finalName);
        if (!now || announced.dropped.contains(key) || table.internal)
            continue; // gone, or made anew by a CREATE TABLE that says what it has
        const auto isNow = [&](const QString &column) {
            return announced.renamedColumns.value(key + u' ' + foldedName(column, announced.nameCase),
                                                  foldedName(column, announced.nameCase));
        };
        for (const ForeignKey &old : table.foreignKeys) {
            const auto isOld = [&](const ForeignKey &other) {
                return (!old.name.isEmpty() && other.name == old.name)
                    || std::equal(old.columns.begin(), old.columns.end(), other.columns.begin(), other.columns.end(),
                                  [&](const QString &a, const QString &b) {
                                      return isNow(a) == foldedName(b, announced.nameCase);
                                  });
            };
            const bool stays = std::any_of(now->foreignKeys.begin(), now->foreignKeys.end(), isOld);
            const bool columnsStay = std::all_of(old.columns.begin(), old.columns.end(),
                                                 [&](const QString &column) { return now->column(isNow(column)); });
            if (!stays && columnsStay
                && !announced.droppedConstraints.contains(key + u' ' + foldedName(old.name, announced.nameCase)))
                all += Finding::stop(
                    u"H40"_s,
                    u"The foreign key (%1) of “%2” to “%3” is lost, and nothing in the script says so."_s.arg(
                        old.columns.join(u", "_s), table.name.display(), old.target.display()));
        }
    }
    return all;
}

} // namespace core
