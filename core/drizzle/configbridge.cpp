// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configbridge.h"

#include "core/drizzle/bridgechild.h"
#include "core/drizzle/drizzleschema.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<DrizzleProject> evaluateConfig(const DrizzleProject &project)
{
    const auto request = bridgeRequestOf(project.configPath, project.root);
    RC_TRY(request);
    const BridgeLimits limits;
    const auto child = BridgeChild::start(*request, limits);
    RC_TRY(child);
    const auto answer = (*child)->ask({{u"do"_s, u"config"_s}}, limits, {});
    RC_TRY(answer);
    if (answer->contains("error"_L1)) {
        const auto said = drizzleSchemaFromJson(*answer, project.root);
        return said ? Error::invalid(u"%1 could not be evaluated."_s.arg(project.configPath)) : said.error();
    }
    return projectFromConfig(answer->value("config"_L1).toObject(), {project.configPath, project.root});
}

} // namespace core
