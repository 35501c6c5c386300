// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgrescluster.h"

#include "support/freeport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <csignal>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 120000; ///< milliseconds; the machine may be busy with other tests

struct ServersUser {
    uid_t user = 0;
    gid_t group = 0;
};

/// Whom to become where we are root: the server refuses to be.
std::optional<ServersUser> serversUser()
{
    if (::geteuid() != 0)
        return std::nullopt;
    for (const char *name : {"postgres", "nobody"}) {
        if (const passwd *entry = ::getpwnam(name))
            return ServersUser{entry->pw_uid, entry->pw_gid};
    }
    return ServersUser{65534, 65534};
}

QString &clusterPrograms()
{
    static QString folder;
    return folder;
}

QString debiansPrograms()
{
    const QDir all(u"/usr/lib/postgresql"_s);
    QStringList versions = all.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(versions.begin(), versions.end(),
              [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); });
    for (const QString &version : versions) {
        const QString folder = all.filePath(version + u"/bin"_s);
        if (QFile::exists(folder + u"/initdb"_s) && QFile::exists(folder + u"/postgres"_s))
            return folder;
    }
    return {};
}

} // namespace

PostgresCluster::PostgresCluster() = default;

PostgresCluster::~PostgresCluster()
{
    stop();
}

void PostgresCluster::usePrograms(const QString &folder)
{
    clusterPrograms() = folder;
}

QString PostgresCluster::psql()
{
    const QString own = programs() + u"/psql"_s;
    return QFile::exists(own) ? own : debiansPrograms() + u"/psql"_s; // not every package has one
}

QString PostgresCluster::programs()
{
    const QString chosen =
        clusterPrograms().isEmpty() ? qEnvironmentVariable("RAINCHECK_TEST_POSTGRES") : clusterPrograms();
    return chosen.isEmpty() ? debiansPrograms() : chosen;
}

QString PostgresCluster::unavailableBecause()
{
    return programs().isEmpty() ? u"Debian's package postgresql is not installed"_s : QString();
}

void PostgresCluster::asServersUser(QProcess &process)
{
    const auto user = serversUser();
    process.setWorkingDirectory(u"/"_s);
    process.setChildProcessModifier([user] {
        if (user && (::setgid(user->group) != 0 || ::setuid(user->user) != 0))
            ::_exit(99);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // nothing outlives the test
    });
}

bool PostgresCluster::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    asServersUser(process);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool done =
        process.waitForFinished(patience) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!done)
        m_problem = program + u": "_s + QString::fromUtf8(process.readAll()) + process.errorString();
    return done;
}

QString PostgresCluster::folder() const
{
    return m_folder ? m_folder->path() : QString();
}

bool PostgresCluster::initialize()
{
    m_folder = std::make_unique<QTemporaryDir>(QDir::tempPath() + u"/rcpg-XXXXXX"_s); // a socket's path is short
    const auto user = serversUser();
    if (!m_folder->isValid()
        || (user && ::chown(QFile::encodeName(folder()).constData(), user->user, user->group) != 0)) {
        m_problem = u"no folder for the cluster"_s;
        return false;
    }
    m_port = freePort();
    return run(programs() + u"/initdb"_s,
               {u"-D"_s, folder() + u"/data"_s, u"-U"_s, u"raincheck"_s, u"-A"_s, u"trust"_s, u"-E"_s, u"UTF8"_s,
                u"--locale=C.UTF-8"_s, u"--no-sync"_s});
}

bool PostgresCluster::start(const QStringList &settings)
{
    if (!settings.isEmpty())
        m_settings = settings;
    const bool isFirst = !m_folder;
    if (isFirst && !initialize())
        return false;
    // A port that was free may be taken meanwhile by another test; later its number is part of locations.
    for (int more = isFirst ? 3 : 0; !startServer(); --more) {
        if (more == 0)
            return false;
        m_port = freePort();
    }
    return true;
}

bool PostgresCluster::startServer()
{
    m_server = std::make_unique<QProcess>();
    asServersUser(*m_server);
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    m_server->setStandardOutputFile(folder() + u"/log"_s, QIODevice::Append);
    QStringList arguments{u"-D"_s, folder() + u"/data"_s, u"-k"_s, folder(), u"-p"_s, QString::number(m_port)};
    for (const QString &setting :
         QStringList{u"listen_addresses=127.0.0.1"_s, u"fsync=off"_s, u"full_page_writes=off"_s,
                     u"shared_buffers=16MB"_s, u"max_connections=60"_s, u"timezone=UTC"_s}
             + m_settings)
        arguments += {u"-c"_s, setting};
    m_server->start(programs() + u"/postgres"_s, arguments);
    QElapsedTimer timer;
    timer.start();
    const QByteArray address = location(u"postgres"_s).toUtf8();
    while (PQping(address.constData()) != PQPING_OK) {
        if (timer.elapsed() > patience || m_server->state() == QProcess::NotRunning) {
            QFile log(folder() + u"/log"_s);
            m_problem = u"the server does not start: "_s
                + (log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll().right(2000)) : QString());
            return false;
        }
        m_server->waitForFinished(20);
    }
    return true;
}

void PostgresCluster::stop()
{
    if (!m_server || m_server->state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_server->processId()), SIGINT);
    if (!m_server->waitForFinished(patience)) {
        ::kill(static_cast<pid_t>(m_server->processId()), SIGQUIT);
        m_server->waitForFinished(patience);
    }
}

bool PostgresCluster::restart()
{
    stop();
    return start();
}

bool PostgresCluster::putFile(const QString &name, const QByteArray &bytes)
{
    const QString path = folder() + u"/data/"_s + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return false;
    file.close();
    const auto user = serversUser();
    return file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && (!user || ::chown(QFile::encodeName(path).constData(), user->user, user->group) == 0);
}

QString PostgresCluster::location(const QString &database, const QString &user) const
{
    return u"postgresql://%1@/%2?host=%3&port=%4"_s.arg(user, database, folder()).arg(m_port);
}

QString PostgresCluster::tcpLocation(const QString &database, const QString &user) const
{
    return u"postgresql://%1@127.0.0.1:%2/%3"_s.arg(user).arg(m_port).arg(database);
}

QString PostgresCluster::newDatabase(const QString &sql)
{
    const QString name = u"t%1"_s.arg(++m_databases);
    PostgresSession admin(location(u"postgres"_s));
    if (!admin.run(u"CREATE DATABASE %1 TEMPLATE template0"_s.arg(name))) {
        m_problem = admin.problem();
        return {};
    }
    PostgresSession inside(location(name));
    if (!sql.isEmpty() && !inside.run(sql)) {
        m_problem = inside.problem();
        return {};
    }
    return location(name);
}

QString PostgresCluster::newDatabaseFrom(const QString &dump)
{
    const QString place = newDatabase();
    QProcess unzip;
    unzip.start(u"gzip"_s, {u"-dcf"_s, dump});
    QByteArray sql;
    if (place.isEmpty() || !unzip.waitForFinished(patience) || (sql = unzip.readAllStandardOutput()).isEmpty()) {
        m_problem += u" the dump cannot be read: "_s + dump;
        return {};
    }
    QProcess psql;
    psql.setProcessChannelMode(QProcess::MergedChannels);
    psql.setStandardOutputFile(QProcess::nullDevice());
    psql.start(PostgresCluster::psql(), {u"-X"_s, u"-q"_s, u"-d"_s, place});
    psql.write(sql);
    psql.closeWriteChannel();
    if (!psql.waitForFinished(patience)) {
        m_problem = u"psql did not end"_s;
        return {};
    }
    return place;
}

PostgresSession::PostgresSession(const QString &location)
    : m_handle(PQconnectdb(location.toUtf8().constData()))
{
    PQsetNoticeProcessor(
        m_handle, [](void *, const char *) {}, nullptr);
}

PostgresSession::~PostgresSession()
{
    PQfinish(m_handle);
}

bool PostgresSession::run(const QString &sql)
{
    PGresult *result = PQexec(m_handle, sql.toUtf8().constData());
    const ExecStatusType status = PQresultStatus(result);
    m_problem = QString::fromUtf8(PQerrorMessage(m_handle));
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

QString PostgresSession::value(const QString &sql)
{
    PGresult *result = PQexec(m_handle, sql.toUtf8().constData());
    m_problem = QString::fromUtf8(PQerrorMessage(m_handle));
    QString cell = u"(none)"_s;
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
        cell = PQgetisnull(result, 0, 0) == 1 ? u"(null)"_s : QString::fromUtf8(PQgetvalue(result, 0, 0));
    PQclear(result);
    return cell;
}
