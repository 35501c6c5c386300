// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowstanding.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

RowStanding::RowStanding(core::RowsModel &model)
    : m_model(&model)
    , m_inserted(insertedIn(model))
    , m_ear(std::make_shared<QObject>())
    , m_readAnew(std::make_shared<bool>(false))
{
    const auto lose = [readAnew = m_readAnew] { *readAnew = true; };
    QObject::connect(&model.source(), &core::RowSource::pagesDropped, m_ear.get(), lose);
    QObject::connect(&model.source(), &core::RowSource::columnsChanged, m_ear.get(), lose);
}

QList<qint64> RowStanding::insertedIn(const core::RowsModel &model)
{
    QList<qint64> ids;
    for (qint64 row = 0; row < model.insertedRows(); ++row)
        ids.append(model.insertIdOf(row).value_or(0));
    return ids;
}

bool RowStanding::holds() const
{
    return m_model && !*m_readAnew && insertedIn(*m_model) == m_inserted;
}

QString RowStanding::lostText()
{
    return u"The rows have moved while they were read, so nothing was done. Select them and try again."_s;
}

} // namespace ui
