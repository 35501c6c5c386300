// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"

namespace core {

/// The steps of a script after its COMMIT (Statement::Role::Later): the next one goes on where one has failed, after
/// what that left behind was cleaned up. A stop, or a lost connection, ends them all. On the database's thread.
class ScriptSteps {
public:
    using RunOne = std::function<Result<Done>(int statement)>;

    /// All borrowed.
    ScriptSteps(Database &database, const Script &script, JobContext &context, RunOne runOne);
    [[nodiscard]] bool isEmpty() const { return m_steps.isEmpty(); }
    [[nodiscard]] QList<FailedStep> run();
    /// One sentence or more for people; empty where all went well.
    [[nodiscard]] QString words(const QList<FailedStep> &failed) const;

private:
    struct Step {
        QList<int> statements;
        QList<int> ifFailed;
    };
    [[nodiscard]] std::optional<FailedStep> runStep(const Step &step);
    [[nodiscard]] QString cleanUp(const Step &step);

    Database &m_database;
    const Script &m_script;
    JobContext &m_context;
    RunOne m_runOne;
    QList<Step> m_steps;
    qsizetype m_notBegun = 0;
};

} // namespace core
