// SPDX-License-Identifier: GPL-3.0-or-later
// What is said once a database is open: edits that came back, and damage that a check found.
#include "ui/shell/openingreport.h"

#include "core/base/whendone.h"
#include "ui/shell/projectnotes.h"
#include "ui/shell/workspace.h"

#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The check reads the whole file: not before the first rows are painted.
constexpr int checkAfter = 1500; ///< milliseconds

QString rowsText(qsizetype count)
{
    return count == 1 ? u"1 row"_s : u"%1 rows"_s.arg(count);
}

core::Error warning(const QString &text, const QString &detail = {})
{
    core::Error error;
    error.kind = core::Error::Kind::Conflict;
    error.message = text;
    error.detail = detail;
    return error;
}

} // namespace

QString recoveredText(const core::RecoveredEdits &recovered)
{
    if (recovered.isEmpty())
        return {};
    using Applying = core::RecoveredEdits::Applying;
    if (recovered.applying == Applying::AllIn)
        return u"The program ended while edits of %1 were applied: they are in the database, and nothing is staged."_s
            .arg(rowsText(recovered.edits));
    QString text =
        u"Edits of %1 that were not applied when the program ended are staged again."_s.arg(rowsText(recovered.edits));
    if (recovered.left > 0)
        text += u" %1 made no sense any more and were left out."_s.arg(recovered.left);
    switch (recovered.applying) {
    case Applying::No:
    case Applying::AllIn:
        break;
    case Applying::CameToNothing:
        text += u" It ended while they were applied, and none of them is in the database."_s;
        break;
    case Applying::InPart:
        text +=
            u" It ended while they were applied; some rows look as if they were, others were changed since: look at "
            "each before you apply them again."_s;
        break;
    case Applying::Unknown:
        text += u" It ended while they were applied: look whether they are in the database already before you apply "
                "them again."_s;
        break;
    }
    return text;
}

QString damageText(const core::DamageReport &report, const QString &databaseName)
{
    if (report.problems.isEmpty())
        return {};
    return u"%1 is damaged: SQLite's quick check found %2 %3. Make a copy of the file before anything else."_s
        .arg(databaseName)
        .arg(report.problems.size())
        .arg(report.problems.size() == 1 ? u"problem"_s : u"problems"_s);
}

core::Error unreadParts(const core::Schema &schema, const QString &databaseName)
{
    const QStringList &remarks = schema.remarks;
    if (remarks.size() == 1)
        return warning(remarks.constFirst());
    return warning(
        u"%1 things about %2 could not be read as they are: see the details."_s.arg(remarks.size()).arg(databaseName),
        remarks.join(u'\n'));
}

void Workspace::reportOpening()
{
    const core::RecoveredEdits recovered = m_session->recoveredEdits();
    if (!recovered.isEmpty()) {
        using Applying = core::RecoveredEdits::Applying;
        const bool doubtful = recovered.applying == Applying::InPart || recovered.applying == Applying::Unknown;
        if (doubtful || recovered.left > 0)
            Q_EMIT errorOccurred(warning(recoveredText(recovered)));
        else
            Q_EMIT messageRequested(recoveredText(recovered));
        core::whenDone(m_session->findConflicts(), this, [this](const core::Result<QList<core::Conflict>> &conflicts) {
            if (!conflicts)
                Q_EMIT errorOccurred(conflicts.error());
            else if (!conflicts->isEmpty())
                Q_EMIT errorOccurred(
                    warning(u"%1 of the edits that came back were changed by someone else since: Apply "
                            "shows both and asks."_s.arg(rowsText(conflicts->size()))));
        });
    }
    m_project->begin();
    QTimer::singleShot(checkAfter, this, [this] {
        core::whenDone(m_session->checkDamage(), this, [this](const core::Result<core::DamageReport> &report) {
            if (!report) {
                if (!report.error().isCancelled())
                    Q_EMIT errorOccurred(report.error());
                return;
            }
            const QString text = damageText(*report, m_session->name());
            if (!text.isEmpty())
                Q_EMIT errorOccurred(warning(text, report->problems.join(u'\n')));
        });
    });
}

} // namespace ui
