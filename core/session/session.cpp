// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include "core/base/log.h"
#include "core/db/lastingidentity.h"
#include "core/session/knownaddresses.h"
#include "core/session/serverrole.h"
#include "core/session/sessionprivate.h"
#include "core/session/statefolder.h"

#include <QFileInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What is read once, on the reader's thread, before there is a Session.
struct FirstLook {
    Schema schema;
    QStringList facts;
    Database::Versions versions;
    Target target; ///< with its journal chosen
    std::optional<MigrationBoard> board;
    QString boardProblem;
    QString identity; ///< lastingIdentity()
};

Result<FirstLook> lookAt(Database &database, const Dialect &dialect, const Target &named, bool journalIsNamed)
{
    FirstLook look;
    look.target = named;
    const Target &target = look.target;
    auto schema = dialect.introspect(database);
    if (!schema)
        return schema.error();
    look.schema = std::move(schema).value();
    if (!journalIsNamed)
        chooseJournal(look.target, look.schema);
    auto facts = dialect.facts(database);
    if (!facts)
        return facts.error();
    look.facts = std::move(facts).value();
    const auto versions = database.versions();
    if (!versions)
        return versions.error();
    look.versions = *versions;
    const auto identity = lastingIdentity(database);
    RC_TRY(identity);
    look.identity = *identity;
    if (!target.migrationsFolder.isEmpty()) {
        auto board =
            readMigrationBoard(database, dialect, target.migrationsFolder, target.journalTable, target.byWrangler);
        if (board)
            look.board = std::move(board).value();
        else
            look.boardProblem = board.error().message; // the database can be used without it
    }
    return look;
}

bool wasTrusted(const QString &stateFolder, const QString &location)
{
    const auto known = isTrustedFile(stateFolder, location);
    if (!known) // looking does no harm
        qCWarning(lcSession) << "trusted files:" << known.error().message;
    return known && *known;
}

QString lookingOnly(bool isFile)
{
    return isFile ? u"This file is not trusted yet, and opened for looking only."_s
                  : u"Its project is not trusted yet, and it is opened for looking only."_s;
}

/// Looking touches nothing: another program's unfinished change stays what it is.
Error whyNotLookedAt(const Error &error, const ConnectionSpec &spec)
{
    const Driver *driver = driverByName(spec.driver);
    if (!driver || !driver->isUnfinishedChange(error))
        return error;
    return needsTrust(
        u"“%1” was left in the middle of a change, which has to be rolled back before it can be read: that is "
        "done only in a file that you trust."_s.arg(spec.location));
}

} // namespace

Session::Private::~Private()
{
    closing = true;
    scriptPool.waitForDone();
    pool.waitForDone();
    if (!staged)
        return;
    // Whoever closes with edits staged was asked. What was recovered and never looked after stays for the next one.
    const bool keeps = keepsStaged.value_or(!editsTouched);
    const auto ended = keeps ? staged->release() : staged->clear().result();
    if (!ended)
        qCWarning(lcSession) << "staged edits at the end:" << ended.error().message;
}

Session::Private::Loans Session::Private::lendAll(const JobContext &context)
{
    Loans loans;
    const QList<ConnectionPtr> all =
        oneConnection ? QList<ConnectionPtr>{reader} : QList<ConnectionPtr>{background, reader};
    for (const ConnectionPtr &connection : all) {
        auto loan = lend(*connection, [&context] { return context.isCancelled(); });
        if (!loan)
            return {};
        loans.push_back(std::move(loan));
    }
    ++readersLent;
    return loans;
}

Session::Session(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const QString &target, const Options &options)
{
    auto priv = std::make_unique<Private>();
    auto state = options.stateFolder.isEmpty() ? core::stateFolder() : Result<QString>(options.stateFolder);
    if (!state)
        return state.error();
    priv->stateFolder = std::move(state).value();
    const auto mayRun = [&options, &folder = priv->stateFolder](const QString &project) {
        return options.trust != Trust::IfKnown || wasTrusted(folder, project);
    };
    auto resolved = resolveTarget(target, mayRun);
    if (!resolved)
        return resolved.error();
    priv->target = std::move(resolved).value();
    if (!options.journalTable.isEmpty()) {
        priv->target.journalTable = options.journalTable;
        priv->target.byWrangler = options.byWrangler;
    }
    if (!options.migrationsFolder.isEmpty())
        priv->target.migrationsFolder = QFileInfo(options.migrationsFolder).absoluteFilePath();
    removeLeftovers(priv->stateFolder);
    ConnectionSpec &spec = priv->target.spec;
    // What a server runs of its own it runs for everybody: looking is not safer than reading. A project is code.
    const Driver *driver = driverByName(spec.driver);
    const bool isFile = !driver || driver->isFile();
    const QString code = isFile ? spec.location : priv->target.project ? priv->target.project->root : QString();
    priv->trusted = code.isEmpty() || options.trust != Trust::IfKnown || wasTrusted(priv->stateFolder, code);
    spec.mode = priv->trusted ? ConnectionSpec::Mode::Read : ConnectionSpec::Mode::Look;
    priv->dialect = dialectByName(spec.driver);
    if (!priv->dialect)
        return Error::invalid(u"Raincheck knows no database system “%1”."_s.arg(spec.driver));
    priv->isServer = !isFile;
    priv->file = isFile ? fileIdentity(spec.location) : std::nullopt;
    const auto role = priv->isServer ? roleOf(spec.location) : std::nullopt;
    priv->readOnlyBecause = !priv->trusted ? lookingOnly(isFile)
        : role                             ? u"Rows are read as the role %1."_s.arg(role->role)
        : options.readOnly                 ? u"Opened for reading only."_s
                                           : notWritableBecause(spec);
    auto settled = openSettled(spec, priv->readOnlyBecause.isEmpty());
    if (!settled)
        return priv->trusted ? settled.error() : whyNotLookedAt(settled.error(), spec);
    priv->reader = std::move(settled->connection);
    auto second = Connection::open(spec);
    priv->oneConnection = !second && !isFile && isForWantOfRoom(second.error());
    if (!second && !priv->oneConnection)
        return second.error();
    priv->background = priv->oneConnection ? priv->reader : std::move(second).value();

    const Target &wanted = priv->target;
    const Dialect &dialect = *priv->dialect;
    const bool journalIsNamed = !options.journalTable.isEmpty();
    auto looked = priv->reader->submit([wanted, &dialect, journalIsNamed](Database &database, JobContext &) {
        return lookAt(database, dialect, wanted, journalIsNamed);
    });
    auto look = looked.result();
    if (!look)
        return look.error();
    priv->target = look->target;
    // Where nothing can be kept nothing can be applied, either: a run that leaves no record is refused.
    if (const auto noted = KnownAddresses(priv->stateFolder).note(stateKey(spec), look->identity); !noted)
        qCInfo(lcSession, "%s", qPrintable(noted.error().message));
    priv->schema = std::make_shared<const Schema>(std::move(look->schema));
    if (auto decided = PreferencesStore(priv->stateFolder, stateKey(spec)).read())
        priv->preferences = std::move(*decided);
    else
        priv->preferencesProblem = decided.error().message;
    priv->relate();
    priv->facts = look->facts;
    if (settled->rolledBack)
        priv->facts.append(u"an unfinished change was rolled back"_s);
    if (priv->oneConnection)
        priv->facts.append(u"one connection only, so that everything waits its turn"_s);
    priv->versions = look->versions;
    if (!look->board && !options.migrationsFolder.isEmpty())
        return Error::invalid(look->boardProblem);
    priv->board = std::move(look->board);
    priv->boardProblem = priv->target.migrationsFolder.isEmpty() ? priv->target.note : look->boardProblem;
    std::unique_ptr<Session> session(new Session(std::move(priv)));
    session->watchConnections();
    session->recover();
    if (options.trust == Trust::FromNowOn)
        session->rememberTrust();
    return session;
}

/// Both meet the same server, and it is said once: by the one that a person waits for.
void Session::watchConnections()
{
    d->reader->setReopened([this] {
        if (d->readersLent > 0)
            --d->readersLent; // it had been given away
        else
            QMetaObject::invokeMethod(this, &Session::afterReconnect, Qt::QueuedConnection);
    });
}

void Session::afterReconnect()
{
    Q_EMIT reconnected();
    checkForChanges();
}

QString Session::name() const
{
    return d->target.name;
}

const Target &Session::target() const
{
    return d->target;
}

QString Session::location() const
{
    return d->target.spec.location;
}

bool Session::isOnServer() const
{
    return d->isServer;
}

bool Session::isTrusted() const
{
    return d->trusted;
}

bool Session::isReadOnly() const
{
    return !d->readOnlyBecause.isEmpty();
}

QString Session::readOnlyBecause() const
{
    return d->readOnlyBecause;
}

const Dialect &Session::dialect() const
{
    return *d->dialect;
}

SchemaPtr Session::schema() const
{
    return d->schema;
}

const RelationGraph &Session::relations() const
{
    return d->relations;
}

QStringList Session::facts() const
{
    return d->facts;
}

QString Session::stateFolder() const
{
    return d->stateFolder;
}

std::shared_ptr<const ChangeSet> Session::changes() const
{
    return d->sharedChanges;
}

bool Session::isApplying() const
{
    return d->applying;
}

QFuture<Result<QList<HistoryRecord>>> Session::history()
{
    using Records = QList<HistoryRecord>;
    return d->inPool<Records>(
        this,
        [folder = d->stateFolder, where = stateKey(d->target.spec)](JobContext &) -> Result<Records> {
            const auto opened = History::open(folder);
            RC_TRY(opened);
            constexpr int newest = 200;
            Records all;
            const QStringList addresses = KnownAddresses(folder).sameAs(where);
            for (const QString &address : addresses) {
                const auto records = (*opened)->records(address, newest);
                RC_TRY(records);
                all += *records;
            }
            std::sort(all.begin(), all.end(),
                      [](const HistoryRecord &a, const HistoryRecord &b) { return a.id > b.id; });
            return all.first(std::min<qsizetype>(all.size(), newest));
        },
        [](const Result<Records> &) {}, Private::Needs::Nothing);
}

QFuture<Result<qint64>> Session::historyCount()
{
    return d->inPool<qint64>(
        this,
        [folder = d->stateFolder, where = stateKey(d->target.spec)](JobContext &) -> Result<qint64> {
            const auto opened = History::open(folder);
            RC_TRY(opened);
            qint64 all = 0;
            const QStringList addresses = KnownAddresses(folder).sameAs(where);
            for (const QString &address : addresses) {
                const auto count = (*opened)->count(address);
                RC_TRY(count);
                all += *count;
            }
            return all;
        },
        [](const Result<qint64> &) {}, Private::Needs::Nothing);
}

} // namespace core
