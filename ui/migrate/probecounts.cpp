// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/probecounts.h"

#include "core/base/whendone.h"

#include <QTimer>

namespace ui {

core::RowQuery queryOf(const core::Probe &probe)
{
    core::RowQuery query;
    query.table = probe.table;
    query.filter.terms.append({core::FilterTerm::Join::And, core::RawCondition{probe.condition}});
    return query;
}

ProbeCounts::ProbeCounts(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

ProbeCounts::~ProbeCounts()
{
    m_asking.cancel();
}

QString ProbeCounts::keyOf(const core::RowQuery &query)
{
    QString key = query.table.display();
    for (const core::FilterTerm &term : query.filter.terms) {
        if (const auto *raw = std::get_if<core::RawCondition>(&term.condition))
            key += u'\n' + raw->sql;
    }
    return key;
}

void ProbeCounts::want(const QList<core::RowQuery> &queries)
{
    m_wanted = queries;
    m_waiting.clear();
    if (m_current && !queries.contains(*m_current)) {
        ++m_generation;
        m_asking.cancel();
        m_current.reset();
    }
    for (const core::RowQuery &query : queries) {
        if (!m_known.contains(keyOf(query)) && m_current != query && !m_waiting.contains(query))
            m_waiting.append(query);
    }
    askNext();
}

ProbeCounts::Count ProbeCounts::countOf(const core::RowQuery &query) const
{
    return m_known.value(keyOf(query));
}

void ProbeCounts::forget()
{
    ++m_generation;
    m_asking.cancel();
    m_current.reset();
    m_known.clear();
    want(m_wanted);
}

void ProbeCounts::askNext()
{
    if (m_current || m_waiting.isEmpty())
        return;
    m_current = m_waiting.takeFirst();
    m_asking = m_session.countRows(*m_current);
    core::whenDone(m_asking, this,
                   [this, query = *m_current, generation = m_generation](const core::Result<qint64> &rows) {
                       take(query, generation, rows);
                   });
    QTimer::singleShot(patience, this, [this, query = *m_current, generation = m_generation] {
        if (generation != m_generation || m_current != query)
            return;
        m_asking.cancel();
        take(query, generation, core::Error::invalid(tr("it takes too long")));
    });
}

void ProbeCounts::take(const core::RowQuery &query, int generation, const core::Result<qint64> &rows)
{
    if (generation != m_generation || m_current != query)
        return;
    m_current.reset();
    Count count;
    count.state = rows ? Count::State::Known : Count::State::Unknown;
    if (rows)
        count.rows = *rows;
    else
        count.because = rows.error().message;
    m_known.insert(keyOf(query), count);
    askNext();
    Q_EMIT changed();
}

} // namespace ui

#include "moc_probecounts.cpp"
