// SPDX-License-Identifier: GPL-3.0-or-later
// What the expressions that are typed give for the first rows, and the way back: both take longer than a key may.
#include "ui/migrate/schemapreview.h"

#include "core/base/whendone.h"
#include "ui/migrate/previewcards.h"

#include <QTimer>

namespace ui {

namespace {

constexpr int fewRows = 4;

} // namespace

void SchemaPreview::lookCloser()
{
    if (m_desk->isPlanning() || m_desk->problem() || !m_desk->plan())
        return; // planned() comes, and then this
    planBack();
    previewFills();
    Q_EMIT changed();
}

void SchemaPreview::planBack()
{
    const core::SchemaMigrationPtr shown = migration();
    if (!shown || m_backOf == shown)
        return;
    m_backOf = shown;
    m_back.reset();
    const core::WayBackPlan plan = m_work->wayBackPlan(*shown);
    PreviewCards::WayBack way{0, plan.saved, plan.cannotUndo};
    const auto back = m_work->inverse(*shown);
    if (back) {
        m_back = *back;
        way.statements = m_back->plan.script.statements.size();
    } else if (!way.cannotUndo.contains(back.error().message)) {
        way.cannotUndo.prepend(back.error().message);
    }
    m_cards->showWayBack(way);
}

void SchemaPreview::previewFills()
{
    for (HazardCard *card : m_cards->hazardCards()) {
        const QString key = card->hazard().hazard.key();
        const auto fill = card->fill();
        if (!fill) {
            m_fillResults.remove(key);
            continue;
        }
        const FillResult known = m_fillResults.value(key);
        if (known.asked && known.expression == fill->expression && card->showsResult())
            continue;
        m_fillResults.insert(key, {fill->expression, {}, true});
        previewFill(card, *fill);
    }
}

void SchemaPreview::previewFill(HazardCard *card, const core::Fill &fill)
{
    const auto future = m_work->previewFill(migration(), fill, fewRows);
    const QString key = card->hazard().hazard.key();
    core::whenDone(future, card, [this, card, key, fill](const core::Result<core::FillPreview> &preview) {
        const auto asked = m_fillResults.find(key);
        if (asked == m_fillResults.end() || asked->expression != fill.expression)
            return; // something else is typed by now
        if (!preview) {
            m_fillResults.erase(asked); // not known: asked again with the next plan
            return;
        }
        asked->problem = preview->problem;
        card->showResult(*preview);
        showFacts();
    });
}

} // namespace ui
