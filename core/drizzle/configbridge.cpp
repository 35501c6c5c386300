// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configbridge.h"

#include "core/base/waiting.h"
#include "core/drizzle/bridgechild.h"
#include "core/drizzle/drizzleschema.h"

#include <QFileInfo>
#include <QHash>
#include <QMutex>

#include <optional>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The bridge speaks of the schema, which nobody has asked for.
Error configTookTooLong(Error error, const DrizzleProject &project, const BridgeLimits &limits)
{
    error.message = u"Evaluating %1 took longer than %2 seconds, and was stopped: does it wait for something?"_s.arg(
        project.configPath, QString::number(limits.milliseconds / 1000));
    return error;
}

/// What configs said, by their path and the folder that they were run in; none: nobody wants it remembered.
struct ConfigMemory {
    QMutex mutex;
    std::optional<QHash<QString, DrizzleProject>> said;
};

ConfigMemory &configMemory()
{
    static ConfigMemory memory;
    return memory;
}

QString memoryKey(const DrizzleProject &project)
{
    return project.configPath + u'\n' + project.root;
}

Result<DrizzleProject> runConfig(const DrizzleProject &project)
{
    const auto request = bridgeRequestOf(project.configPath, project.root);
    RC_TRY(request);
    const BridgeLimits limits;
    const auto child = BridgeChild::start(*request, limits);
    RC_TRY(child);
    const QString waits = u"%1 is still being evaluated; it is stopped after %2 seconds."_s.arg(
        QFileInfo(project.configPath).fileName(), QString::number(limits.milliseconds / 1000));
    const auto answer = (*child)->ask({{u"do"_s, u"config"_s}}, limits, Waiting::isGivenUp(waits));
    if (!answer && answer.error().code == "timeout"_L1)
        return configTookTooLong(answer.error(), project, limits);
    RC_TRY(answer);
    if (answer->contains("error"_L1)) {
        const auto said = drizzleSchemaFromJson(*answer, project.root);
        return said ? Error::invalid(u"%1 could not be evaluated."_s.arg(project.configPath)) : said.error();
    }
    return projectFromConfig(answer->value("config"_L1).toObject(), {project.configPath, project.root});
}

} // namespace

Result<DrizzleProject> evaluateConfig(const DrizzleProject &project)
{
    ConfigMemory &memory = configMemory();
    {
        const QMutexLocker lock(&memory.mutex);
        if (memory.said && memory.said->contains(memoryKey(project)))
            return memory.said->value(memoryKey(project));
    }
    auto whole = runConfig(project);
    const QMutexLocker lock(&memory.mutex);
    if (whole && memory.said)
        memory.said->insert(memoryKey(project), *whole);
    return whole;
}

RememberedConfigs::RememberedConfigs()
{
    const QMutexLocker lock(&configMemory().mutex);
    configMemory().said.emplace();
}

RememberedConfigs::~RememberedConfigs()
{
    const QMutexLocker lock(&configMemory().mutex);
    configMemory().said.reset();
}

} // namespace core
