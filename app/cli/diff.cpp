// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/schemaoptions.h"
#include "app/cli/scripts.h"

#include "core/migrate/datacheck.h"

#include <QJsonArray>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Without a database to ask there is nothing but the worst case.
core::Result<QList<core::HazardAnswer>>
answersFrom(const core::SchemaSource &from, const core::SchemaMigration &migration, const core::Dialect &dialect)
{
    if (from.database.isEmpty()) {
        QList<core::HazardAnswer> answers;
        for (const core::Hazard &hazard : migration.hazards)
            answers.append({hazard.probe ? core::HazardAnswer::Kind::Unknown : core::HazardAnswer::Kind::Certain, 0,
                            hazard.finding});
        return answers;
    }
    auto database =
        core::driverByName(dialect.name())->open({dialect.name(), from.database, core::ConnectionSpec::Mode::Read});
    RC_TRY(database);
    Patient patient;
    return core::askData(migration, **database, dialect, patient);
}

/// How to ask for what would keep others waiting less; empty where nothing would, or it is asked for.
QString wayOption(const core::Hazard &hazard)
{
    if (!hazard.way || hazard.gently)
        return {};
    return *hazard.way == core::GentleWay::Concurrently ? u"--concurrently"_s : u"--not-valid"_s;
}

QJsonArray hazardsJson(const core::SchemaMigration &migration, const QList<core::HazardAnswer> &answers)
{
    QJsonArray out;
    for (qsizetype i = 0; i < answers.size(); ++i) {
        const auto &finding = answers.at(i).finding;
        if (!finding)
            continue;
        const core::Hazard &hazard = migration.hazards.at(i);
        const bool counted = answers.at(i).kind == core::HazardAnswer::Kind::Counted;
        out.append(QJsonObject{
            {u"code"_s, finding->code},
            {u"severity"_s, severityText(finding->severity)},
            {u"message"_s, finding->message},
            {u"certain"_s, finding->certain},
            {u"rows"_s, counted ? QJsonValue(answers.at(i).rows) : QJsonValue(QJsonValue::Null)},
            {u"way"_s, wayOption(hazard).isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(wayOption(hazard))},
            {u"change"_s, hazard.change < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(hazard.change)},
            {u"remedy"_s, hazard.remedy.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(hazard.remedy)}});
    }
    return out;
}

} // namespace

ExitCode diff(const Invocation &invocation)
{
    const core::Dialect &dialect = dialectOf({invocation.place(0), invocation.place(1)});
    const auto from = readSource(invocation.place(0), dialect, invocation);
    if (!from)
        return failed(from.error());
    const auto to = readSource(invocation.place(1), dialect, invocation);
    if (!to)
        return failed(to.error());
    auto draft = draftFrom(invocation, from->schema, *to);
    if (!draft) {
        complain(draft.error().message);
        return WrongUsage;
    }
    draft->options.facets = core::commonFacets(from->facets, to->facets);
    draft->options.scope.patterns += from->scope.patterns;
    const auto migration = core::planDraft(from->schema, *draft, dialect);
    if (!migration)
        return failed(migration.error());
    const auto answers = answersFrom(*from, *migration, dialect);
    if (!answers)
        return failed(answers.error());
    if (invocation.json()) {
        QJsonObject json = migrationJson(*migration, dialect);
        json[u"from"_s] = from->location;
        json[u"to"_s] = to->location;
        json[u"hazards"_s] = hazardsJson(*migration, *answers);
        return print(json) ? Succeeded : Failed;
    }
    for (qsizetype i = 0; i < answers->size(); ++i) {
        const auto &finding = answers->at(i).finding;
        if (!finding)
            continue;
        const QString option = wayOption(migration->hazards.at(i));
        const QString way = option.isEmpty() ? QString() : u" With %1 others can write meanwhile."_s.arg(option);
        complain(u"%1 %2: %3%4"_s.arg(finding->code, severityText(finding->severity), finding->message, way));
    }
    return print(planText(migration->plan.script, dialect)) ? Succeeded : Failed;
}

} // namespace app
