// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/paletteentries.h"

#include "ui/actions/actionregistry.h"
#include "ui/actions/actionwords.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

QList<PaletteEntry> actionEntries(const QSet<QString> &enabled)
{
    QList<PaletteEntry> entries;
    for (const ActionSpec &spec : actionSpecs()) {
        if (!spec.inPalette || !enabled.contains(spec.id))
            continue;
        entries.append({PaletteEntry::Kind::Action,
                        spec.id,
                        spec.text,
                        spec.category,
                        ActionRegistry::shortcutText(spec),
                        spec.icon.value_or(Icon::Command),
                        {},
                        actionWords(spec.id)});
    }
    return entries;
}

namespace {

QString sortOf(const core::Table &table)
{
    if (table.kind == core::Table::Kind::Foreign)
        return u"foreign table"_s;
    return table.facts.isPartitioned() ? u"partitioned table"_s
        : table.facts.isPartition()    ? u"partition"_s
                                       : u"table"_s;
}

} // namespace

QList<PaletteEntry> tableEntries(const core::Schema &schema)
{
    QList<PaletteEntry> entries;
    for (const core::Table &t : schema.tables) {
        if (!t.internal && !t.shadow)
            entries.append(
                {PaletteEntry::Kind::Table, t.name.display(), t.name.name, sortOf(t), {}, Icon::Table, t.name.schema});
    }
    for (const core::View &v : schema.views) {
        if (!v.internal)
            entries.append({PaletteEntry::Kind::View,
                            v.name.display(),
                            v.name.name,
                            v.materialized ? u"materialized view"_s : u"view"_s,
                            {},
                            Icon::View,
                            v.name.schema});
    }
    return entries;
}

QList<PaletteEntry> databaseEntries(const QList<RecentDatabase> &databases)
{
    QList<PaletteEntry> entries;
    for (const RecentDatabase &database : databases) {
        const QString mark = core::toText(database.mark);
        const QString hint = mark.isEmpty() ? database.place : u"%1 · %2"_s.arg(mark, database.place);
        entries.append({PaletteEntry::Kind::Database,
                        database.location,
                        database.name,
                        hint,
                        {},
                        database.isServer ? Icon::Link : Icon::Database,
                        {},
                        QString(u"open recent database "_s + database.place).toCaseFolded().split(u' ')});
    }
    return entries;
}

} // namespace ui
