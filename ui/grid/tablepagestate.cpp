// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: what it says while there are no rows, and raw values.
#include "core/session/session.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/emptystate.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/gridview.h"
#include "ui/grid/largeediting.h"
#include "ui/grid/tablecommands.h"
#include "ui/grid/tablepage.h"
#include "ui/style/celltext.h"

#include <QTimer>

#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int workingAfter = 200; ///< milliseconds without rows until it is said that they are being looked for

} // namespace

void TablePage::showError(const core::Error &error)
{
    if (error.isCancelled())
        return;
    m_error = error;
    if (!m_query.filter.isEmpty() && m_filterBar->isVisible())
        m_filterBar->setError(error.message);
    else if (m_model->rows() > 0)
        Q_EMIT errorOccurred(error);
    updateState();
}

void TablePage::updateState()
{
    const bool exact = m_model->countIsExact();
    if (exact && m_query.filter.isEmpty() && !hidesDeleted())
        m_total = m_model->rows() - m_model->insertedRows();
    if (exact && !m_filterMilliseconds && !m_source->isBusy()) // else it is the count of the query before
        m_filterMilliseconds = m_since.elapsed();
    const bool empty = m_model->rows() == 0 && (exact || m_error || m_stopped);
    // Sorting without an index, or a filter that finds nothing yet: seconds in which a blank grid would look like no rows.
    const bool working = m_model->rows() == 0 && !empty && m_source->isBusy();
    if (working && m_since.elapsed() < workingAfter)
        QTimer::singleShot(workingAfter, this, &TablePage::updateState);
    else if (working)
        m_empty->setWords(m_query.filter.isEmpty() ? m_query.sort.isEmpty() ? u"Reading…"_s : u"Sorting…"_s : u"Filtering…"_s,
                          {}, {});
    if (empty && m_error) {
        m_empty->setWords(u"The rows cannot be shown"_s, m_error->message,
                          m_query.filter.isEmpty() ? u"Try again"_s : u"Clear the filter"_s);
    } else if (empty && !exact) {
        m_empty->setWords(u"Stopped"_s, u"No rows were found until then."_s, u"Start again"_s);
    } else if (empty && !m_query.filter.isEmpty()) {
        m_empty->setWords(u"No rows match the filter"_s, misfit(m_query.filter, m_filterBar->columns(), m_session.dialect()),
                          u"Clear the filter"_s);
    } else if (empty && hidesDeleted()) {
        m_empty->setWords(u"No rows"_s, u"Deleted rows of %1 are hidden."_s.arg(visibleText(m_query.table.display(), 80)),
                          u"Show them"_s);
    } else if (empty) {
        const core::Table *table = m_session.schema()->table(m_query.table);
        const bool guarded = table && table->facts.rowSecurity
            && !m_session.facts().contains(u"superuser"_s); // policies do not apply to those
        const QString words = guarded ? u"Row level security shows no row of %1 to this role; there may be others."_s
            : m_scope                 ? u"No row of %1 refers to it."_s
                                      : u"%1 is empty."_s;
        m_empty->setWords(u"No rows"_s, words.arg(visibleText(m_query.table.display(), 80)),
                          m_readOnlyBecause.isEmpty() ? u"Insert a row"_s : QString());
    }
    m_empty->setVisible(empty || (working && m_since.elapsed() >= workingAfter));
    updateContext();
    Q_EMIT statusChanged();
}

void TablePage::setRaw(bool raw)
{
    std::ignore = m_editing->finish();
    m_raw = raw;
    m_model->setShowRaw(raw);
    m_editing->setRaw(raw);
    m_large->setRaw(raw);
    m_commands->setRaw(raw);
}

} // namespace ui
