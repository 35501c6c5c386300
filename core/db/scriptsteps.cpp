// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/scriptsteps.h"

#include <QMap>

namespace core {

using namespace Qt::Literals::StringLiterals;

ScriptSteps::ScriptSteps(Database &database, const Script &script, JobContext &context, RunOne runOne)
    : m_database(database)
    , m_script(script)
    , m_context(context)
    , m_runOne(std::move(runOne))
{
    QMap<int, Step> steps;
    for (int i = 0; i < script.statements.size(); ++i) {
        const Statement &s = script.statements.at(i);
        if (s.role == Statement::Role::Later)
            steps[s.step].statements.append(i);
        else if (s.role == Statement::Role::IfFailed)
            steps[s.step].ifFailed.append(i);
    }
    m_steps = steps.values();
}

QList<FailedStep> ScriptSteps::run()
{
    QList<FailedStep> failed;
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const auto wrong = runStep(m_steps.at(i));
        if (!wrong)
            continue;
        failed.append(*wrong);
        if (!m_database.isLost() && !m_context.isCancelled())
            continue;
        m_notBegun = m_steps.size() - i - 1;
        for (qsizetype left = i + 1; left < m_steps.size() && !m_database.isLost(); ++left)
            static_cast<void>(cleanUp(m_steps.at(left)));
        break;
    }
    return failed;
}

std::optional<FailedStep> ScriptSteps::runStep(const Step &step)
{
    for (const int index : step.statements) {
        const auto ran = m_context.isCancelled() ? Result<Done>(Error::cancelled()) : m_runOne(index);
        if (ran)
            continue;
        return FailedStep{index, ran.error(),
                          m_database.isLost() && !step.ifFailed.isEmpty()
                              ? u"What it left behind could not be looked for: the connection was lost."_s
                              : cleanUp(step)};
    }
    return std::nullopt;
}

/// Nothing may cut this short.
QString ScriptSteps::cleanUp(const Step &step)
{
    const auto stop = m_database.setStopRequested({});
    QString words;
    for (const int index : step.ifFailed) {
        const Statement &s = m_script.statements.at(index);
        const auto ran = m_runOne(index);
        if (ran && std::holds_alternative<std::monostate>(s.expect)) {
            words = u"Cleaned up: “%1”."_s.arg(s.purpose);
        } else if (!ran) {
            // The system itself gives a code; a check that says there is nothing to do has none.
            words = ran.error().code.isEmpty()
                ? ran.error().message
                : u"“%1” failed as well: %2 Run it by hand: %3;"_s.arg(s.purpose, ran.error().message, s.sql);
            break;
        }
    }
    m_database.setStopRequested(stop);
    return words;
}

QString ScriptSteps::words(const QList<FailedStep> &failed) const
{
    if (failed.isEmpty())
        return {};
    QStringList all{
        failed.size() == 1 && m_steps.size() == 1
            ? u"The transaction is kept, but the step after it failed."_s
            : u"The transaction is kept, but %1 of %2 steps after it failed."_s.arg(failed.size()).arg(m_steps.size())};
    for (const FailedStep &f : failed) {
        const QString what =
            f.error.isCancelled() ? u"It was stopped."_s : QString(f.error.message + u' ' + f.error.detail).trimmed();
        all.append(
            QString(u"“%1”: %2 %3"_s.arg(m_script.statements.at(f.statement).purpose, what, f.cleanedUp)).simplified());
    }
    if (m_notBegun > 0)
        all.append(u"%1 more were not begun."_s.arg(m_notBegun));
    all.append(u"Plan it again for what is left."_s);
    return all.join(u' ');
}

} // namespace core
