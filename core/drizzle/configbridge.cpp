// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configbridge.h"

#include "core/base/waiting.h"
#include "core/drizzle/bridgechild.h"
#include "core/drizzle/drizzleschema.h"

#include <QFileInfo>

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

} // namespace

Result<DrizzleProject> evaluateConfig(const DrizzleProject &project)
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

} // namespace core
