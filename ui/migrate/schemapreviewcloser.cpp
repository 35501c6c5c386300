// SPDX-License-Identifier: GPL-3.0-or-later
// What the expressions that are typed give for the first rows, and the way back: both take longer than a key may.
#include "ui/migrate/schemapreview.h"

#include "core/base/whendone.h"
#include "ui/migrate/previewcards.h"

#include <QSet>
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
    m_backAsked.cancel();
    m_backAsked = m_work->planInverse(shown);
    core::whenDone(m_backAsked, this, [this, shown](const core::Result<core::SchemaWork::Inverse> &inverse) {
        if (shown != m_backOf || shown != migration())
            return;
        m_backAsked = {};
        if (inverse)
            takeBack(*inverse);
        Q_EMIT changed();
    });
}

void SchemaPreview::takeBack(const core::SchemaWork::Inverse &inverse)
{
    PreviewCards::WayBack way{0, inverse.plan.saved, inverse.plan.cannotUndo, !m_session.isOnServer()};
    if (inverse.migration) {
        m_back = *inverse.migration;
        way.statements = m_back->plan.script.statements.size();
    } else if (const QString why = inverse.migration.error().message; !way.cannotUndo.contains(why)) {
        way.cannotUndo.prepend(why);
    }
    m_cards->showWayBack(way);
    if (m_inverse)
        showSql(); // it was waited for
}

void SchemaPreview::previewFills()
{
    QSet<QString> filled;
    for (HazardCard *card : m_cards->hazardCards()) {
        const QString key = card->hazard().hazard.key();
        const auto fill = card->fill();
        if (!fill)
            continue;
        filled.insert(key);
        const FillResult known = m_fillResults.value(key);
        const bool asking = m_fillsAsked.contains(key);
        if (known.number > 0 && known.expression == fill->expression && (asking || card->showsResult()))
            continue;
        m_fillResults.insert(key, {fill->expression, {}, ++m_fillNumber});
        previewFill(card, *fill);
    }
    m_fillResults.removeIf([&](const QHash<QString, FillResult>::iterator &it) { return !filled.contains(it.key()); });
    m_fillsAsked.removeIf([&](const auto &it) {
        if (filled.contains(it.key()))
            return false;
        it->cancel();
        return true;
    });
}

void SchemaPreview::previewFill(HazardCard *card, const core::Fill &fill)
{
    const QString key = card->hazard().hazard.key();
    m_fillsAsked[key].cancel(); // what was typed before interests nobody
    m_fillsAsked[key] = m_work->previewFill(migration(), fill, fewRows);
    const auto take = [this, card, key, number = m_fillNumber](const core::Result<core::FillPreview> &preview) {
        const auto asked = m_fillResults.find(key);
        if (asked == m_fillResults.end() || asked->number != number)
            return; // something else is typed by now
        m_fillsAsked.remove(key);
        if (!preview) {
            m_fillResults.erase(asked); // not known: asked again with the next plan
            return;
        }
        asked->problem = preview->problem;
        card->showResult(*preview);
        showFacts();
    };
    core::whenDone(m_fillsAsked[key], card, take);
}

void SchemaPreview::forgetFills()
{
    for (QFuture<core::Result<core::FillPreview>> &asked : m_fillsAsked)
        asked.cancel();
    m_fillsAsked.clear();
    m_fillResults.clear();
}

} // namespace ui
