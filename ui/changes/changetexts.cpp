// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/changetexts.h"

#include "ui/style/celltext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString saidOfChange(const char *text)
{
    return QCoreApplication::translate("ui::ChangeTexts", text);
}

QString listed(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return saidOfChange("%1 and %2").arg(names.first(names.size() - 1).join(", "_L1), names.last());
}

bool reachesFurther(core::ForeignKeyAction action)
{
    using Action = core::ForeignKeyAction;
    return action == Action::Cascade || action == Action::SetNull || action == Action::SetDefault;
}

core::Trigger::Event eventOf(core::RowEdit::Kind kind)
{
    switch (kind) {
    case core::RowEdit::Kind::Insert:
        return core::Trigger::Event::Insert;
    case core::RowEdit::Kind::Delete:
        return core::Trigger::Event::Delete;
    case core::RowEdit::Kind::Update:
        break;
    }
    return core::Trigger::Event::Update;
}

bool fires(const core::Trigger &trigger, const core::RowEdit &row)
{
    if (trigger.event != eventOf(row.kind))
        return false;
    return row.kind != core::RowEdit::Kind::Update || trigger.updateOf.isEmpty()
        || std::any_of(trigger.updateOf.cbegin(), trigger.updateOf.cend(),
                       [&](const QString &column) { return row.cells.contains(column); });
}

void addOnce(QStringList &names, const QString &name)
{
    if (!names.contains(name))
        names.append(name);
}

} // namespace

QString keyText(const core::RowKey &key)
{
    QStringList parts;
    for (const core::Value &value : key.values)
        parts.append(value.isNull() ? u"NULL"_s : visibleText(value.display(40), 40));
    return parts.join(", "_L1);
}

QString rowText(const core::QualifiedName &table, const core::RowKey &key)
{
    return key.values.size() > 1 ? u"%1 (%2)"_s.arg(table.display(), keyText(key))
                                 : u"%1 %2"_s.arg(table.display(), keyText(key));
}

QString rowText(const core::RowEdit &row)
{
    return row.kind == core::RowEdit::Kind::Insert
        ? saidOfChange("new row %1 of %2").arg(row.insertId).arg(row.table.display())
        : rowText(row.table, row.key);
}

QString setCellText(const core::QualifiedName &table, const core::RowKey &key, const QString &column)
{
    return key.isEmpty() ? saidOfChange("Set %1 of a new row of %2").arg(column, table.display())
                         : saidOfChange("Set %1 of %2").arg(column, rowText(table, key));
}

QString sideEffects(const core::ChangeSet &changes, const core::Schema &schema, const core::RelationGraph &relations,
                    bool reach)
{
    QStringList children;
    QStringList triggers;
    // Once per table and kind is enough for the words; a paste may hold thousands of rows.
    QSet<std::pair<core::QualifiedName, int>> deletesSeen;
    for (const core::RowEdit &row : changes.rows()) {
        const core::Table *table = schema.table(row.table);
        if (!table)
            continue;
        for (const core::Trigger &trigger : table->triggers) {
            if (fires(trigger, row))
                addOnce(triggers, trigger.name);
        }
        const std::pair<core::QualifiedName, int> seen(row.table, int(row.kind));
        if (!reach || row.kind != core::RowEdit::Kind::Delete || deletesSeen.contains(seen))
            continue;
        deletesSeen.insert(seen);
        for (const core::Relation &relation : relations.referencing(row.table)) {
            if (reachesFurther(relation.foreignKey.deleteAction()))
                addOnce(children,
                        relation.from.display() == row.table.display() ? relation.to.display()
                                                                       : relation.from.display());
        }
    }
    QStringList sentences;
    if (!children.isEmpty())
        sentences.append(saidOfChange("deletes reach rows of %1").arg(listed(children)));
    if (!triggers.isEmpty())
        sentences.append(triggers.size() == 1 ? saidOfChange("trigger %1 runs").arg(triggers.first())
                                              : saidOfChange("triggers %1 run").arg(listed(triggers)));
    return sentences.join(u" · "_s);
}

QString effectsText(const QList<core::TableEffect> &effects)
{
    QStringList tables;
    for (const core::TableEffect &effect : effects) {
        QStringList parts;
        if (effect.inserted > 0)
            parts.append(saidOfChange("%1 inserted").arg(countText(effect.inserted)));
        if (effect.updated > 0)
            parts.append(saidOfChange("%1 updated").arg(countText(effect.updated)));
        if (effect.deleted > 0)
            parts.append(saidOfChange("%1 deleted").arg(countText(effect.deleted)));
        if (!parts.isEmpty())
            tables.append(u"%1: %2"_s.arg(effect.table, parts.join(", "_L1)));
    }
    return tables.join(u" · "_s);
}

QString durationText(qint64 microseconds)
{
    if (microseconds < 10'000)
        return saidOfChange("%1 ms").arg(QLocale().toString(double(microseconds) / 1000, 'f', 1));
    if (microseconds < 1'000'000)
        return saidOfChange("%1 ms").arg(microseconds / 1000);
    return saidOfChange("%1 s").arg(QLocale().toString(double(microseconds) / 1'000'000, 'f', 2));
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

} // namespace ui
