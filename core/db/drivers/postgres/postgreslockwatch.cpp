// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgreslockwatch.h"

#include "core/base/log.h"
#include "core/db/drivers/postgres/postgresdatabase.h"

#include <limits>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype pgShownQuery = 120; ///< characters

/// One row per session in the way. What a role may not see of others' sessions is empty.
QString pgHoldersSql()
{
    return u"SELECT CAST(a.pid AS text), coalesce(a.application_name, ''), coalesce(CAST(a.usename AS text), ''), "
           "coalesce(to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS'), ''), coalesce(a.state, ''), "
           "coalesce(CASE WHEN a.query NOT LIKE '<%' THEN a.query END, '') "
           "FROM unnest(pg_blocking_pids(:waiter)) AS b (pid) JOIN pg_stat_activity AS a ON a.pid = b.pid "
           "ORDER BY a.xact_start LIMIT 3"_s;
}

QString pgHolderWords(const Row &row)
{
    const auto cell = [&row](std::size_t i) { return QString::fromUtf8(row.at(i).bytes()).simplified(); };
    QStringList about;
    if (!cell(1).isEmpty())
        about.append(cell(1));
    if (!cell(2).isEmpty())
        about.append(u"user "_s + cell(2));
    if (!cell(3).isEmpty())
        about.append(u"in its transaction since "_s + cell(3));
    if (!cell(4).isEmpty())
        about.append(cell(4));
    QString words = u"process "_s + cell(0);
    if (!about.isEmpty())
        words += u" ("_s + about.join(u", "_s) + u')';
    const QString query = cell(5);
    if (!query.isEmpty())
        words += u", last: "_s + query.left(pgShownQuery) + (query.size() > pgShownQuery ? u"…"_s : QString());
    return words;
}

} // namespace

PgLockWatch::PgLockWatch(const ConnectionSpec &spec, int waiter)
    : m_spec(spec)
    , m_waiter(spec.isReadOnly() || spec.busyTimeout <= 0 ? 0 : waiter)
{
}

void PgLockWatch::begin()
{
    m_since.start();
    m_next = m_spec.busyTimeout / 3;
    m_holders.clear();
}

void PgLockWatch::look()
{
    if (m_waiter == 0 || m_since.elapsed() < m_next)
        return;
    m_next = m_since.elapsed() + m_spec.busyTimeout / 3;
    if (!m_other) {
        ConnectionSpec spec = m_spec;
        spec.mode = ConnectionSpec::Mode::Read;
        auto other = PostgresDatabase::open(spec);
        if (!other) {
            qCInfo(lcDb) << "nobody can be asked who holds a lock:" << other.error().message;
            m_next = std::numeric_limits<qint64>::max();
            return;
        }
        m_other = std::move(*other);
    }
    const auto rows = m_other->query(pgHoldersSql(), {Value::integer(m_waiter)});
    m_holders.clear();
    if (!rows) {
        qCInfo(lcDb) << "who holds a lock is not told:" << rows.error().message;
        return;
    }
    QStringList all;
    for (const Row &row : *rows)
        all.append(pgHolderWords(row));
    m_holders = all.join(u"; "_s);
}

void PgLockWatch::end()
{
    m_other.reset();
}

Error PgLockWatch::explained(Error error) const
{
    if (error.code == u"55P03"_s && !m_holders.isEmpty())
        error.message += u" It is held by "_s + m_holders + u'.';
    return error;
}

} // namespace core::postgres
