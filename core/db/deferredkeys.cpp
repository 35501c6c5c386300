// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/deferredkeys.h"

#include "core/base/log.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype mostListed = 20;

QString sentence(const ForeignKeyViolation &violation)
{
    const QString row = violation.rowId.isNull() ? u"a row of %1"_s.arg(violation.table)
                                                 : u"row %1 of %2"_s.arg(violation.rowId.display(), violation.table);
    return u"%1 refers to a row of %2 that is not there"_s.arg(row, violation.target);
}

} // namespace

DeferredKeys::DeferredKeys(Database &database, qint64 milliseconds)
    : m_database(database)
    , m_patience(milliseconds)
{
    m_timer.start();
    m_broken = look();
}

QList<ForeignKeyViolation> DeferredKeys::look()
{
    if (!m_known)
        return {};
    const auto before = m_database.setStopRequested([this] { return m_timer.elapsed() > m_patience; });
    const auto check = m_database.checkForeignKeys();
    m_database.setStopRequested(before);
    if (check)
        return check->violations;
    m_known = false;
    qCDebug(lcDb) << "which foreign keys are broken is not known:" << check.error().message;
    return {};
}

std::optional<Error> DeferredKeys::explained(Error refusal)
{
    const QList<ForeignKeyViolation> before = look();
    for (const ForeignKeyViolation &old : before)
        m_broken.removeOne(old);
    if (!m_known || m_broken.isEmpty())
        return std::nullopt;
    const qsizetype more = m_broken.size() - 1;
    refusal.message = u"A foreign key that is checked at the end refused this: %1%2."_s.arg(
        sentence(m_broken.first()),
        more == 0       ? QString()
            : more == 1 ? u", and so does one row more"_s
                        : u", and so do %1 rows more"_s.arg(more));
    QStringList rows;
    for (const ForeignKeyViolation &violation : m_broken.first(std::min(m_broken.size(), mostListed)))
        rows += sentence(violation);
    refusal.detail += u'\n' + rows.join(u'\n');
    return refusal;
}

} // namespace core
