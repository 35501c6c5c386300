// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/pgbouncer.h"

#include "support/freeport.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>

#include <csignal>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int bouncerPatience = 60000; ///< milliseconds

QString bouncerProgram()
{
    return QStandardPaths::findExecutable(u"pgbouncer"_s, {u"/usr/sbin"_s, u"/usr/bin"_s});
}

} // namespace

PgBouncer::PgBouncer() = default;

PgBouncer::~PgBouncer()
{
    stop();
}

QString PgBouncer::unavailableBecause()
{
    return bouncerProgram().isEmpty() ? u"Debian's package pgbouncer is not installed"_s : QString();
}

/// A port that was free may be taken meanwhile by another test.
bool PgBouncer::start(const PostgresCluster &cluster, const QStringList &settings)
{
    for (int tries = 0; tries < 4; ++tries) {
        m_port = freePort();
        if (startAtPort(cluster, settings))
            return true;
    }
    return false;
}

bool PgBouncer::startAtPort(const PostgresCluster &cluster, const QStringList &settings)
{
    const QString file = cluster.folder() + u"/pgbouncer-%1.ini"_s.arg(m_port);
    QStringList lines{u"[databases]"_s,
                      u"* = host=%1 port=%2 user=raincheck"_s.arg(cluster.folder()).arg(cluster.port()),
                      u"[pgbouncer]"_s,
                      u"listen_addr = 127.0.0.1"_s,
                      u"listen_port = %1"_s.arg(m_port),
                      u"unix_socket_dir ="_s,
                      u"auth_type = any"_s,
                      u"pool_mode = transaction"_s,
                      u"default_pool_size = 2"_s};
    lines += settings;
    QFile ini(file);
    if (!ini.open(QIODevice::WriteOnly) || ini.write(lines.join(u'\n').toUtf8() + '\n') < 0) {
        m_problem = u"no configuration could be written"_s;
        return false;
    }
    ini.setPermissions(ini.permissions() | QFile::ReadGroup | QFile::ReadOther);
    ini.close();
    m_process = std::make_unique<QProcess>();
    PostgresCluster::asServersUser(*m_process);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->start(bouncerProgram(), {file});
    QElapsedTimer timer;
    timer.start();
    const QByteArray address = location(u"postgres"_s).toUtf8();
    while (PQping(address.constData()) != PQPING_OK) {
        if (timer.elapsed() > bouncerPatience || m_process->state() == QProcess::NotRunning) {
            m_problem = u"pgbouncer does not start: "_s + QString::fromUtf8(m_process->readAll());
            return false;
        }
        m_process->waitForFinished(20);
    }
    return true;
}

void PgBouncer::stop()
{
    if (!m_process || m_process->state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_process->processId()), SIGTERM);
    if (!m_process->waitForFinished(bouncerPatience))
        m_process->kill();
}

QString PgBouncer::location(const QString &database) const
{
    return u"postgresql://raincheck@127.0.0.1:%1/%2"_s.arg(m_port).arg(database);
}
