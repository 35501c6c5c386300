// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/projectathand.h"
#include "app/cli/schemaoptions.h"
#include "app/cli/scripts.h"

#include "core/base/utf8.h"
#include "core/drizzle/resetscript.h"
#include "core/migrate/filescript.h"
#include "core/session/environment.h"
#include "core/session/recordedseed.h"
#include "core/session/truthwatch.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

using ScriptPtr = std::shared_ptr<const core::Script>;

Error neverReset(const core::Session &session)
{
    Error error;
    error.kind = Error::Kind::Refused;
    error.code = u"production"_s;
    error.message = u"%1 is marked as production: it is never reset."_s.arg(session.name());
    return error;
}

Result<ScriptPtr> resetOf(const core::Session &session)
{
    const auto input = core::truthInput(session);
    if (!input)
        return Error::invalid(u"The migrations of %1 cannot be read."_s.arg(session.location()));
    const core::TruthInput whole = core::knownTruth(*input, session.dialect()).input;
    auto script = core::resetScript(whole.folder, whole.live, {whole.journal, whole.journalTable, &session.dialect()},
                                    core::resetScope(whole, session.dialect()));
    RC_TRY(script);
    return std::make_shared<const core::Script>(std::move(*script));
}

/// That which is named, else the one that was taken last time, else the likeliest.
Result<core::Seed> seedFor(core::Session &session, const QString &named)
{
    const QList<core::Seed> seeds = core::findSeeds(core::seedPlace(session), session.migrations()->folder.path);
    QStringList names;
    for (const core::Seed &seed : seeds)
        names.append(seed.name);
    if (seeds.isEmpty())
        return Error::invalid(u"The project has no seed: a script “db:seed” or “seed” in its package.json, or a file "
                              "seed.sql beside it. Nothing was run."_s);
    const QString wanted = named.isEmpty() ? core::EnvironmentMark::of(session).seed() : named;
    const qsizetype at = names.indexOf(wanted);
    if (at < 0 && !named.isEmpty())
        return Error::invalid(
            u"The project has no seed %1: it has %2. Nothing was run."_s.arg(named, names.join(u", "_s)));
    return seeds.at(std::max<qsizetype>(0, at));
}

QString seedText(const core::Seed &seed)
{
    return seed.kind == core::Seed::Kind::SqlFile ? u"then the seed: %1\n"_s.arg(seed.path)
                                                  : u"then the seed: $ %1 (in %2, where package.json says: %3)\n"_s.arg(
                                                      seed.commandLine(), seed.folder, seed.says);
}

struct Seeded {
    QList<core::TableEffect> effects;
};

Result<Seeded> runSeedFile(core::Session &session, const core::Seed &seed, const ScriptOptions &options)
{
    QFile file(seed.path);
    const QByteArray bytes = file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    const auto text = core::textFromUtf8(bytes);
    if (bytes.isEmpty() || !text)
        return Error::io(u"%1 cannot be read as text."_s.arg(seed.path));
    ScriptOptions own = options;
    own.backup = false; // the one from before the reset takes both back
    const QString name = QFileInfo(seed.path).fileName();
    const auto run = runScript(session,
                               std::make_shared<const core::Script>(
                                   core::fileScript(*text, name, u"Seed from %1"_s.arg(name), session.dialect())),
                               own);
    RC_TRY(run);
    return Seeded{run->report ? run->report->outcome.effects : QList<core::TableEffect>()};
}

/// What it writes to its outputs goes to stderr, so that stdout stays ours.
Result<Seeded> runSeedCommand(core::Session &session, const core::Seed &seed)
{
    core::RecordedSeed run(session, seed);
    QObject::connect(&run, &core::RecordedSeed::output, [](const QString &text) {
        const QByteArray bytes = visibleLines(text).toUtf8();
        std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stderr);
    });
    QEventLoop loop;
    Result<core::Done> ended = Error::cancelled();
    QObject::connect(&run, &core::RecordedSeed::ended, &loop, [&](const Result<core::Done> &how) {
        ended = how;
        loop.quit();
    });
    run.start();
    loop.exec();
    RC_TRY(ended);
    return Seeded{run.effects()};
}

/// On a session of its own: the schema is another one now.
Result<Seeded> runSeed(const Invocation &invocation, const core::Seed &seed, const ScriptOptions &options)
{
    const auto session = openWithMigrations(projectTarget(invocation), migrationOptions(invocation, false));
    RC_TRY(session);
    auto seeded = seed.kind == core::Seed::Kind::SqlFile ? runSeedFile(**session, seed, options)
                                                         : runSeedCommand(**session, seed);
    if (seeded)
        return seeded;
    Error error = seeded.error();
    error.message += u" The reset is done and stays."_s;
    return error;
}

struct Reset {
    ScriptPtr script;
    std::optional<core::Seed> seed;
    std::optional<ScriptRun> run;
    std::optional<Seeded> seeded;
};

ExitCode tell(const Invocation &invocation, const Reset &reset, const core::Dialect &dialect)
{
    if (invocation.json()) {
        const QJsonValue seed = !reset.seed
            ? QJsonValue(QJsonValue::Null)
            : QJsonValue(QJsonObject{
                {u"name"_s, reset.seed->name},
                {u"ran"_s, reset.seeded.has_value()},
                {u"effects"_s, effectsJson(reset.seeded ? reset.seeded->effects : QList<core::TableEffect>())}});
        return print(QJsonObject{{u"reset"_s, scriptJson(*reset.run)}, {u"seed"_s, seed}}) ? Succeeded : Failed;
    }
    QString text = planText(*reset.script, dialect) + u'\n' + scriptText(*reset.run);
    if (reset.seed && !reset.seeded)
        text += visibleLines(seedText(*reset.seed));
    if (reset.seeded)
        text += visibleLines(u"seeded by %1\n"_s.arg(reset.seed->name)) + effectsText(reset.seeded->effects);
    return print(text) ? Succeeded : Failed;
}

} // namespace

ExitCode reset(const Invocation &invocation)
{
    const auto options = scriptOptions(invocation);
    if (!options) {
        complain(options.error().message);
        return WrongUsage;
    }
    Reset reset;
    const core::Dialect *dialect = nullptr;
    {
        const auto session = openWithMigrations(projectTarget(invocation), migrationOptions(invocation, false));
        if (!session)
            return failed(session.error());
        dialect = &(*session)->dialect();
        if (core::EnvironmentMark::of(**session).isProduction())
            return failed(neverReset(**session));
        if (invocation.has(u"seed"_s) || invocation.has(u"seed-name"_s)) {
            const auto seed = seedFor(**session, invocation.value(u"seed-name"_s));
            if (!seed)
                return failed(seed.error());
            reset.seed = *seed;
        }
        const auto script = resetOf(**session);
        if (!script)
            return failed(script.error());
        reset.script = *script;
        const auto run = runScript(**session, *script, *options);
        if (!run)
            return failed(run.error());
        reset.run = *run;
    }
    std::optional<Error> problem = reset.run->refusal;
    if (reset.seed && reset.run->report) {
        const auto seeded = runSeed(invocation, *reset.seed, *options);
        if (seeded)
            reset.seeded = *seeded;
        else
            problem = seeded.error();
    }
    const ExitCode told = tell(invocation, reset, *dialect);
    return problem ? failed(*problem) : told;
}

} // namespace app
