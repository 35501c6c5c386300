// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cellnames.h"

#include "core/rows/labelrule.h"
#include "core/rows/relatedtext.h"

#include <algorithm>

namespace ui {

namespace {

constexpr qsizetype askedAtOnce = 200; ///< what RelatedCells puts into one statement

} // namespace

CellNames::CellNames(QObject *context, core::RowsModel &model, std::unique_ptr<core::RelatedCells> cells,
                     QList<Wanted> wanted, Take take)
    : QObject(context)
    , m_model(model)
    , m_cells(std::move(cells))
    , m_wanted(std::move(wanted))
    , m_take(std::move(take))
{
    connect(m_cells.get(), &core::RelatedCells::changed, this, &CellNames::proceed);
}

void CellNames::read(QObject *context, core::RowsModel &model, const GridServices &services, const QList<qint64> &rows,
                     const QList<int> &columns, Of of, const Take &take)
{
    QList<core::RelatedCells::Question> questions;
    QList<Wanted> wanted;
    const bool foreignKeys = of == Of::All && !model.isRaw();
    for (const int column : columns) {
        const core::RelatedCells::Question *question = model.questionAt(column);
        if (!question || !services.relatedCells || (column < model.storedColumns() && !foreignKeys))
            continue;
        for (const qint64 row : rows) {
            if (const auto key = model.keyAlong(question->relation, row))
                wanted.append({row, column, static_cast<int>(questions.size()), *key});
        }
        questions.append(*question);
    }
    if (wanted.isEmpty()) {
        take({});
        return;
    }
    (new CellNames(context, model, services.relatedCells(questions), wanted, take))->proceed();
}

QString CellNames::textOf(const Wanted &wanted, const core::RelatedCell &cell) const
{
    if (wanted.column >= m_model.storedColumns())
        return core::relatedText(core::asStaged(cell, m_model.stagedAlong(wanted.row, wanted.column, cell)),
                                 m_cells->questions().at(wanted.question).kind, core::Digits::Plain);
    if (!cell.exists || cell.label.isEmpty())
        return {};
    const core::RowsModel::Cell stored = m_model.cell(wanted.row, wanted.column);
    core::RowsModel::Cell alone = stored;
    alone.related.reset();
    return core::labelWithKey(cell.label, m_model.displayText(alone, wanted.column));
}

void CellNames::proceed()
{
    if (!m_take)
        return;
    qsizetype loading = 0;
    QList<Wanted> later;
    for (; m_at < m_wanted.size() && loading < askedAtOnce; ++m_at) {
        const Wanted &wanted = m_wanted.at(m_at);
        const core::RelatedCell cell = m_cells->cell(wanted.question, wanted.key);
        if (cell.state == core::RelatedCell::State::Loading) {
            later.append(wanted);
            ++loading;
            continue;
        }
        const QString text = textOf(wanted, cell);
        if (!text.isEmpty() || wanted.column >= m_model.storedColumns())
            m_names.insert({wanted.row, wanted.column}, text);
    }
    m_wanted = later + m_wanted.mid(m_at);
    m_at = 0;
    if (!m_wanted.isEmpty())
        return; // changed() goes on
    const Take take = std::exchange(m_take, nullptr);
    deleteLater();
    take(m_names);
}

} // namespace ui

#include "moc_cellnames.cpp"
