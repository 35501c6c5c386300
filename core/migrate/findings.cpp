// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/findings.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

    using Severity = Finding::Severity;

    Finding finding(Severity severity, const QString &code, const QString &message)
    {
        Finding f;
        f.severity = severity;
        f.code = code;
        f.message = message;
        return f;
    }

    QString rowCount(qint64 n)
    {
        return n == 1 ? u"1 row"_s : u"%1 rows"_s.arg(n);
    }

    const Table *tableNamed(const Schema &schema, const QString &name)
    {
        return schema.table({{}, name});
    }

    bool isGone(const Schema &schema, const QString &lowerName)
    {
        return !tableNamed(schema, lowerName);
    }

    QList<Finding> lostRows(const QList<TableLedger> &tables)
    {
        QList<Finding> all;
        for (const TableLedger &table : tables) {
            if (!table.losesRows() || table.before <= 0)
                continue;
            const qint64 lost = table.before - qMax<qint64>(0, table.after);
            if (table.lossAnnounced)
                all += finding(Severity::Warn, table.after < 0 ? u"H01"_s : u"H06"_s,
                               u"“%1” loses %2, as the script says."_s.arg(table.table, rowCount(lost)));
            else
                all += finding(Severity::Stop, u"H05"_s,
                               u"“%1” loses %2 of %3, and no DROP or DELETE in the script says so."_s.arg(
                                   table.table, QString::number(lost), rowCount(table.before)));
        }
        return all;
    }

    /// Rows that were changed in tables no statement names: SET NULL and its like when a table went, or triggers.
    QList<Finding> sideEffects(const Snapshot &before, const Announced &announced, const ScriptOutcome &outcome)
    {
        QList<Finding> all;
        for (const TableEffect &effect : outcome.effects) {
            const Table *table = tableNamed(before.schema, effect.table);
            if (!table || effect.updated == 0 || announced.written.contains(effect.table.toLower()))
                continue;
            const bool byForeignKey
                = std::any_of(table->foreignKeys.begin(), table->foreignKeys.end(), [&](const ForeignKey &key) {
                      // Whichever table is dropped: the one referred to may have been renamed before.
                      return key.deleteAction() != ForeignKeyAction::NoAction && !announced.dropped.isEmpty();
                  });
            all += byForeignKey
                ? finding(Severity::Stop, u"H05"_s,
                          u"%1 of “%2” are changed because a table they refer to is dropped."_s.arg(
                              rowCount(effect.updated), effect.table))
                : finding(Severity::Info, QString(),
                          u"%1 of “%2” are changed by triggers or foreign keys."_s.arg(rowCount(effect.updated),
                                                                                      effect.table));
        }
        return all;
    }

    /// Every index, trigger and view: "trigger name" → the table it stands on, both in lower case.
    QMap<QString, QString> objectsOf(const Schema &schema, QMap<QString, QString> *shown = nullptr)
    {
        QMap<QString, QString> all;
        const auto add = [&](const QString &kind, const QString &name, const QString &table) {
            const QString key = kind + u' ' + name.toLower();
            all.insert(key, table.toLower());
            if (shown)
                shown->insert(key, u"%1 “%2”"_s.arg(kind, name));
        };
        for (const Table &table : schema.tables) {
            for (const Index &index : table.indexes)
                add(u"index"_s, index.name, table.name.name);
            for (const Trigger &trigger : table.triggers)
                add(u"trigger"_s, trigger.name, table.name.name);
        }
        for (const View &view : schema.views)
            add(u"view"_s, view.name.name, QString());
        for (const Trigger &trigger : schema.viewTriggers)
            add(u"trigger"_s, trigger.name, trigger.table.name);
        return all;
    }

    QList<Finding> lostObjects(const Schema &before, const Schema &after, const Announced &announced)
    {
        QMap<QString, QString> shown;
        const QMap<QString, QString> old = objectsOf(before, &shown);
        const QMap<QString, QString> now = objectsOf(after);
        QList<Finding> all;
        for (auto it = old.begin(); it != old.end(); ++it) {
            const QString &table = it.value();
            const bool tableGoes = announced.dropped.contains(table) && isGone(after, table);
            const bool viewGoes = announced.droppedObjects.contains(u"view "_s + table);
            if (now.contains(it.key()) || announced.droppedObjects.contains(it.key()) || tableGoes || viewGoes)
                continue;
            all += finding(Severity::Stop, u"H40"_s,
                           u"The %1 is lost, and nothing in the script says so."_s.arg(shown.value(it.key())));
        }
        return all;
    }

    QList<Finding> brokenViews(const Schema &before, const Schema &after)
    {
        QList<Finding> all;
        for (const View &view : after.views) {
            const View *old = before.view(view.name);
            if (!view.brokenBecause.isEmpty() && (!old || old->brokenBecause.isEmpty()))
                all += finding(
                    Severity::Stop, u"H40"_s,
                    u"The view “%1” can no longer be read: %2."_s.arg(view.name.name, view.brokenBecause));
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
                    && std::any_of(old->foreignKeys.begin(), old->foreignKeys.end(), [&](const ForeignKey &o) {
                           return o.target == key.target && !before.table(o.target);
                       });
                if (!after.table(key.target) && !wasThere)
                    all += finding(Severity::Stop, u"H42"_s,
                                   u"“%1” ends up referring to “%2”, which is not there."_s.arg(table.name.name,
                                                                                              key.target.name));
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
                all += finding(Severity::Warn, u"H53"_s,
                               u"“%1”, a helper of a rebuild, is left behind."_s.arg(name));
        }
        return all;
    }

    QList<Finding> newViolations(const Snapshot &before, const Snapshot &after)
    {
        QList<ForeignKeyViolation> old = before.violations;
        QMap<QString, qint64> fresh;
        for (const ForeignKeyViolation &violation : after.violations)
            if (!old.removeOne(violation))
                ++fresh[u"“%1” refer to rows of “%2” that are not there"_s.arg(violation.table, violation.target)];
        QList<Finding> all;
        for (auto it = fresh.begin(); it != fresh.end(); ++it)
            all += finding(Severity::Stop, u"H24"_s, u"%1 of %2."_s.arg(rowCount(it.value()), it.key()));
        return all;
    }

} // namespace

Announced announcedBy(const Script &script, const Dialect &dialect)
{
    using Verb = StatementKind::Verb;
    Announced announced;
    for (const Statement &statement : script.statements) {
        const StatementKind kind = statementKind(statement.sql, dialect.lexRules());
        const QString name = kind.name.toLower();
        if (kind.verb == Verb::DropTable)
            announced.dropped += name;
        if (kind.verb == Verb::RenameTable && announced.dropped.contains(kind.newName.toLower()))
            announced.rebuilt += kind.newName.toLower();
        if (kind.verb == Verb::DropOther)
            announced.droppedObjects += kind.object + u' ' + name;
        if (kind.verb == Verb::Delete)
            announced.deletedFrom += name;
        if (kind.verb == Verb::Delete || kind.verb == Verb::Update || kind.verb == Verb::Insert)
            announced.written += name;
    }
    return announced;
}

QList<TableLedger> ledger(const Snapshot &before, const Snapshot &after, const Announced &announced)
{
    QMap<QString, TableLedger> byName;
    for (const auto &[rows, isAfter] : {std::pair(&before.rows, false), std::pair(&after.rows, true)})
        for (auto it = rows->begin(); it != rows->end(); ++it) {
            if (!byName.contains(it.key()))
                byName.insert(it.key(), {it.key(), -1, -1, false, false});
            (isAfter ? byName[it.key()].after : byName[it.key()].before) = it.value();
        }
    for (TableLedger &table : byName) {
        const QString name = table.table.toLower();
        // Dropped and back under its name is a rebuild: that says nothing about its rows.
        const bool droppedForGood = announced.dropped.contains(name) && isGone(after.schema, name);
        table.rebuilt = announced.rebuilt.contains(name) && table.before >= 0 && table.after >= 0;
        table.lossAnnounced = droppedForGood || announced.deletedFrom.contains(name);
    }
    return byName.values();
}

QList<Finding> findings(const Snapshot &before, const Snapshot &after, const Announced &announced,
                        const ScriptOutcome &outcome)
{
    QList<Finding> all = lostRows(ledger(before, after, announced));
    all += sideEffects(before, announced, outcome);
    all += lostObjects(before.schema, after.schema, announced);
    all += brokenViews(before.schema, after.schema);
    all += danglingReferences(before.schema, after.schema);
    all += newViolations(before, after);
    all += leftovers(before.schema, after.schema);
    std::stable_sort(all.begin(), all.end(), [](const Finding &a, const Finding &b) { return a.severity < b.severity; });
    return all;
}

} // namespace core
