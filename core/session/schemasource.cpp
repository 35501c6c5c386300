// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/schemasource.h"

#include "core/base/utf8.h"
#include "core/dialect/probesql.h"
#include "core/drizzle/bridge.h"
#include "core/drizzle/project.h"
#include "core/drizzle/snapshotform.h"
#include "core/migrate/scratchdatabase.h"
#include "core/migrate/workfolder.h"
#include "core/session/projectmeant.h"
#include "core/session/target.h"
#include "core/session/trust.h"
#include "core/sql/splitter.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestText = 64 << 20; ///< bytes; a schema of that size is none

QString schemaFolderPrefix()
{
    return u"schema"_s;
}

Error named(Error error, const QString &name)
{
    if (!error.message.contains(name))
        error.message = name + u": "_s + error.message;
    return error;
}

Result<SchemaSource> ofDatabase(const QString &path, const Dialect &dialect, JobContext &context)
{
    const auto target = resolveTarget(path);
    RC_TRY(target);
    ConnectionSpec spec = target->spec;
    spec.mode = ConnectionSpec::Mode::Read;
    const Driver *driver = driverByName(spec.driver);
    if (!driver || dialectByName(spec.driver) != &dialect)
        return Error::invalid(u"%1 is a database of another system, so its schema cannot be compared."_s.arg(path));
    auto database = driver->open(spec);
    RC_TRY(database);
    (*database)->setStopRequested([&context] { return context.isCancelled(); });
    auto schema = dialect.introspect(**database);
    RC_TRY(schema);
    SchemaSource source;
    source.name = QFileInfo(spec.location).fileName();
    source.location = spec.location;
    source.database = spec.location;
    source.schema = std::move(*schema);
    return source;
}

Result<SchemaSource> ofSnapshot(const QByteArray &json, const QFileInfo &file, const Dialect &dialect)
{
    auto snapshot = readDrizzleSnapshot(json);
    if (!snapshot)
        return named(snapshot.error(), file.fileName());
    if (snapshot->system != dialect.name()) {
        const SnapshotForm *form = snapshotForm(snapshot->system);
        return Error::invalid(u"%1 is a snapshot for %2, so that it cannot be compared with another system."_s.arg(
            file.fileName(), form ? form->title : snapshot->system));
    }
    SchemaSource source;
    source.scope = snapshot->within({tablesFilterOfMigrations(file.filePath())});
    source.facets = snapshot->facets;
    source.schema = std::move(snapshot->schema);
    return source;
}

/// A file's first bytes tell what it is; its name may say anything.
bool isJson(const QByteArray &bytes)
{
    for (const char c : bytes) {
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\xef' && c != '\xbb' && c != '\xbf')
            return c == '{';
    }
    return false;
}

} // namespace

namespace {

/// The file's statements, one by one; an error says where it stands.
Result<Done> runDdl(Database &database, const QString &sql, const QString &name, const Dialect &dialect,
                    bool isInTransaction = false)
{
    for (const StatementSpan &span : splitStatements(sql, dialect.lexRules())) {
        const auto ran = database.run(span.in(sql).toString());
        if (!ran && ran.error().isCancelled())
            return ran.error();
        if (!ran) {
            Error error = ran.error();
            error.message = u"%1, line %2: %3"_s.arg(name).arg(span.line).arg(error.message);
            return error;
        }
    }
    if (isInTransaction && !database.inTransaction())
        return Error::invalid(u"%1 runs code and ends the transaction that this is to be taken back with: take its "
                              "BEGIN and COMMIT out."_s.arg(name));
    if (database.inTransaction() && !isInTransaction)
        return Error::invalid(u"%1 leaves a transaction open: add a COMMIT at its end."_s.arg(name));
    return Done{};
}

bool runsCode(const QString &sql, const Dialect &dialect)
{
    const QList<StatementSpan> spans = splitStatements(sql, dialect.lexRules());
    return dialect.probeSql() && std::any_of(spans.begin(), spans.end(), [&](const StatementSpan &span) {
               return dialect.probeSql()->reachesFurther(span.in(sql).toString());
           });
}

/// A scratch database keeps no more than what a database is.
Result<Done> staysWithin(const QString &sql, const QString &name, const Dialect &dialect)
{
    for (const StatementSpan &span : splitStatements(sql, dialect.lexRules())) {
        const auto beyond =
            dialect.probeSql() ? dialect.probeSql()->reachesBeyond(span.in(sql).toString()) : std::nullopt;
        if (beyond)
            return Error::invalid(u"%1, line %2: “%3” reaches beyond a database, and reading the file would do it for "
                                  "real. Nothing was run: take it out."_s.arg(name)
                                      .arg(span.line)
                                      .arg(beyond->words));
    }
    return Done{};
}

} // namespace

Result<Schema> schemaOfDdlOn(const ConnectionSpec &server, const QString &sql, const QString &name,
                             const Dialect &dialect, JobContext &context)
{
    RC_TRY(staysWithin(sql, name, dialect));
    ConnectionSpec spec = server;
    spec.mode = ConnectionSpec::Mode::Read; // the scratch database is written to, and nothing else
    auto original = driverByName(spec.driver)->open(spec);
    RC_TRY(original);
    ScratchDatabase::Wishes wishes;
    wishes.withRows = false;
    wishes.statements = QStringList();
    const auto scratch = ScratchDatabase::make(**original, dialect, context, wishes);
    if (!scratch) {
        Error error = scratch.error();
        error.message = u"%1 is read by running it in a scratch database on the server, which was not made: %2"_s.arg(
            name, error.message);
        return error;
    }
    Database &database = (*scratch)->database();
    if (runsCode(sql, dialect)) // it may do anything, elsewhere too: nothing of it is committed
        RC_TRY(database.run(u"BEGIN"_s));
    RC_TRY(runDdl(database, sql, name, dialect, database.inTransaction()));
    return dialect.introspect(database);
}

Result<Schema> schemaOfDdl(const QString &sql, const QString &name, const Dialect &dialect, const QString &workFolder,
                           JobContext &context)
{
    const auto place = WorkFolder::make(workFolder, schemaFolderPrefix());
    RC_TRY(place);
    const QString path = (*place)->filePath(u"empty"_s);
    if (!QFile(path).open(QFile::WriteOnly))
        return Error::io(u"No empty database could be made in %1."_s.arg(workFolder));
    auto database = driverByName(fileDriver())->open({fileDriver(), path, ConnectionSpec::Mode::Write});
    RC_TRY(database);
    (*database)->setStopRequested([&context] { return context.isCancelled(); });
    RC_TRY(runDdl(**database, sql, name, dialect));
    return dialect.introspect(**database);
}

namespace {

Result<Schema> schemaOfSql(const QString &sql, const QString &name, const Dialect &dialect, const QString &workFolder,
                           JobContext &context, const std::optional<ConnectionSpec> &server)
{
    if (&dialect == dialectByName(fileDriver()))
        return schemaOfDdl(sql, name, dialect, workFolder, context);
    if (!server)
        return Error::invalid(
            u"%1 is read by running it in a scratch database on a server, and none is named beside it."_s.arg(name));
    return schemaOfDdlOn(*server, sql, name, dialect, context);
}

Result<SchemaSource> ofText(const QFileInfo &info, const Dialect &dialect, const QString &workFolder,
                            JobContext &context, const std::optional<ConnectionSpec> &server)
{
    if (info.exists() && !info.isFile())
        return Error::io(u"%1 is not an ordinary file, so it holds no schema."_s.arg(info.filePath()));
    QFile file(info.filePath());
    if (!file.open(QFile::ReadOnly))
        return Error::io(u"The schema %1 cannot be read: %2."_s.arg(info.filePath(), file.errorString()));
    if (info.size() > largestText)
        return Error::io(u"%1 is too large to be a schema."_s.arg(info.filePath()));
    const QByteArray bytes = file.readAll();
    SchemaSource source;
    if (info.suffix().toLower() == "json"_L1 || isJson(bytes)) {
        auto read = ofSnapshot(bytes, info, dialect);
        RC_TRY(read);
        source = std::move(*read);
    } else {
        const auto text = textFromUtf8(bytes);
        if (!text || text->contains(QChar(u'\0')))
            return Error::io(notUtf8(info.filePath()));
        auto schema = schemaOfSql(*text, info.fileName(), dialect, workFolder, context, server);
        RC_TRY(schema);
        source.schema = std::move(*schema);
    }
    source.name = info.fileName();
    source.location = info.absoluteFilePath();
    return source;
}

} // namespace

namespace {

/// A config that is JSON and names no schema is about its database alone.
bool namesNoSchema(const BridgeRequest &request)
{
    if (!request.configPath.endsWith(u".json"_s) || !request.schemaFile.isEmpty())
        return false;
    QFile file(request.configPath);
    if (!file.open(QFile::ReadOnly))
        return false; // said when it is read
    QJsonParseError problem;
    const QJsonObject config = QJsonDocument::fromJson(file.readAll(), &problem).object();
    return problem.error == QJsonParseError::NoError && !config.contains("schema"_L1);
}

/// None: nothing of a project, or something that is read otherwise.
std::optional<Result<BridgeRequest>> projectAt(const QString &path)
{
    if (!isProjectPath(path))
        return std::nullopt;
    auto request = bridgeRequestMeant(path);
    const bool isElsewhere = request ? namesNoSchema(*request) : QFileInfo(path).isDir();
    return isElsewhere ? std::nullopt : std::optional(std::move(request));
}

Result<SchemaSource> ofProject(const BridgeRequest &request, const QString &stateFolder, JobContext &context,
                               CodeTrust trust)
{
    const QString folder = request.folders.value(0);
    if (trust == CodeTrust::IfKnown) {
        const auto known = isTrustedFile(stateFolder, folder);
        RC_TRY(known);
        if (!*known)
            return needsTrust(
                u"Reading schema.ts runs the code of the project in %1, and you have not trusted that folder yet."_s
                    .arg(folder));
    }
    if (trust == CodeTrust::FromNowOn)
        RC_TRY(rememberTrust(stateFolder, folder));
    const auto read = askBridge(request, [&context] { return context.isCancelled(); }).schema;
    RC_TRY(read);
    return sourceOf(*read);
}

} // namespace

SchemaSource sourceOf(const DrizzleSchema &schema)
{
    SchemaSource source;
    const bool isOne = schema.files.size() == 1;
    source.location = isOne || schema.configPath.isEmpty() ? schema.files.value(0) : schema.configPath;
    source.name = isOne ? QFileInfo(source.location).fileName()
                        : u"%1 (%2 schema files)"_s.arg(QFileInfo(schema.root).fileName()).arg(schema.files.size());
    source.schema = schema.schema;
    source.facets = schema.facets;
    source.scope = schema.scope();
    return source;
}

// A database is never opened as a file: closing that would drop the locks that our own connections hold on it. So what
// is not called a text is tried as a database first.
Result<SchemaSource> readSchemaSource(const QString &path, const Dialect &dialect, const QString &stateFolder,
                                      JobContext &context, CodeTrust trust, const std::optional<ConnectionSpec> &server)
{
    if (const auto request = projectAt(path))
        return *request ? ofProject(**request, stateFolder, context, trust) : Result<SchemaSource>(request->error());
    const QFileInfo info(path);
    const QString suffix = info.suffix().toLower();
    if (!info.isDir() && info.exists() && (suffix == "json"_L1 || suffix == "sql"_L1)
        && !info.fileName().startsWith(u"drizzle.config."_s))
        return ofText(info, dialect, stateFolder, context, server);
    auto database = ofDatabase(path, dialect, context);
    if (database || database.error().isCancelled() || !info.isFile() || database.error().kind == Error::Kind::Busy)
        return database;
    auto text = ofText(info, dialect, stateFolder, context, server);
    return text ? std::move(text) : Result<SchemaSource>(database.error());
}

Facets commonFacets(const Facets &a, const Facets &b)
{
    Facets both;
    both.views = a.views && b.views;
    both.triggers = a.triggers && b.triggers;
    both.virtualTables = a.virtualTables && b.virtualTables;
    both.strict = a.strict && b.strict;
    both.withoutRowId = a.withoutRowId && b.withoutRowId;
    both.collations = a.collations && b.collations;
    both.uniqueConstraints = a.uniqueConstraints && b.uniqueConstraints;
    both.conflictClauses = a.conflictClauses && b.conflictClauses;
    both.deferredKeys = a.deferredKeys && b.deferredKeys;
    both.keyOrder = a.keyOrder && b.keyOrder;
    both.serverTables = a.serverTables && b.serverTables;
    both.comments = a.comments && b.comments;
    both.extensions = a.extensions && b.extensions;
    both.functions = a.functions && b.functions;
    both.domains = a.domains && b.domains;
    both.exclusions = a.exclusions && b.exclusions;
    both.notValid = a.notValid && b.notValid;
    both.keyDeferral = a.keyDeferral && b.keyDeferral;
    both.includes = a.includes && b.includes;
    both.policies = a.policies && b.policies;
    both.ownedSequences = a.ownedSequences && b.ownedSequences;
    return both;
}

} // namespace core
