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
        entries.append({PaletteEntry::Kind::Action, spec.id, spec.text, spec.category,
                        ActionRegistry::shortcutText(spec), spec.icon.value_or(Icon::Command), {},
                        actionWords(spec.id)});
    }
    return entries;
}

QList<PaletteEntry> tableEntries(const core::Schema &schema)
{
    QList<PaletteEntry> entries;
    for (const core::Table &t : schema.tables) {
        if (!t.internal && !t.shadow)
            entries.append({PaletteEntry::Kind::Table, t.name.display(), t.name.name, u"table"_s, {}, Icon::Table,
                            t.name.schema});
    }
    for (const core::View &v : schema.views)
        entries.append({PaletteEntry::Kind::View, v.name.display(), v.name.name, u"view"_s, {}, Icon::View,
                        v.name.schema});
    return entries;
}

} // namespace ui
