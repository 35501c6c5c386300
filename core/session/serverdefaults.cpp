// SPDX-License-Identifier: GPL-3.0-or-later
// What libpq fills in for what an address leaves open.
#include "core/session/serveraddress.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

#include <pwd.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The fields of a line of .pgpass but the last: separated by colons, backslashes before what is meant as it is.
QStringList passwordLineFields(const QString &line)
{
    QStringList fields;
    QString field;
    for (qsizetype i = 0; i < line.size() && fields.size() < 4; ++i) {
        if (line.at(i) == u'\\' && i + 1 < line.size()) {
            field += line.at(++i);
        } else if (line.at(i) == u':') {
            fields.append(std::exchange(field, {}));
        } else {
            field += line.at(i);
        }
    }
    return fields;
}

} // namespace

ServerDefaults::ServerDefaults(Environment environment, QString home, QString login)
    : m_environment(std::move(environment))
    , m_home(std::move(home))
    , m_login(std::move(login))
{
}

ServerDefaults ServerDefaults::ofThisProcess()
{
    const passwd *entry = ::getpwuid(::geteuid()); // as libpq does: what LOGNAME says does not count
    return {[](const char *name) { return qEnvironmentVariable(name); }, QDir::homePath(),
            entry ? QString::fromLocal8Bit(entry->pw_name) : QString()};
}

QString ServerDefaults::set(const char *variable, const QString &otherwise) const
{
    const QString value = m_environment(variable);
    return value.isEmpty() ? otherwise : value;
}

QString ServerDefaults::host() const
{
    return set("PGHOST", set("PGHOSTADDR", u"the socket on this machine"_s));
}

QString ServerDefaults::port() const
{
    return set("PGPORT", u"5432"_s);
}

QString ServerDefaults::user() const
{
    return set("PGUSER", m_login);
}

QString ServerDefaults::database(const ServerAddress &address) const
{
    return set("PGDATABASE", address.user.isEmpty() ? user() : address.user);
}

QString ServerDefaults::sslMode() const
{
    return set("PGSSLMODE", sslModes().first().name);
}

QString ServerDefaults::passwordFile(const ServerAddress &address) const
{
    const QString named = address.option(u"passfile"_s);
    return named.isEmpty() ? set("PGPASSFILE", m_home + u"/.pgpass"_s) : named;
}

/// Whether a line of the file is about this address. The password itself is not read.
bool ServerDefaults::passwordFileFits(const ServerAddress &address, const QString &path) const
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return false;
    QString host = address.host.isEmpty() ? set("PGHOST", {}) : address.host;
    if (host.isEmpty() || host == u"/var/run/postgresql"_s)
        host = u"localhost"_s; // libpq's word for its own socket
    const QStringList wanted{host, address.port.isEmpty() ? port() : address.port,
                             address.database.isEmpty() ? database(address) : address.database,
                             address.user.isEmpty() ? user() : address.user};
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        const QStringList fields = line.startsWith(u'#') ? QStringList() : passwordLineFields(line);
        bool fits = fields.size() == wanted.size();
        for (qsizetype i = 0; fits && i < wanted.size(); ++i)
            fits = fields.at(i) == u"*"_s || fields.at(i) == wanted.at(i);
        if (fits)
            return true;
    }
    return false;
}

QString ServerDefaults::passwordSource(const ServerAddress &address) const
{
    if (!m_environment("PGPASSWORD").isEmpty())
        return u"Left empty, it comes from PGPASSWORD."_s;
    const QString path = passwordFile(address);
    if (passwordFileFits(address, path)) {
        const QString shown = path.startsWith(m_home + u'/') ? u"~"_s + path.sliced(m_home.size()) : path;
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        if (QFileInfo(path).permissions() & others)
            return u"%1 has one, but is not used because others may read it: chmod 600 first."_s.arg(shown);
        return u"Left empty, it comes from %1."_s.arg(shown);
    }
    if (!address.option(u"service"_s).isEmpty())
        return u"Left empty, it comes from the service, or is asked for where the server wants one."_s;
    return u"Left empty, it is asked for where the server wants one."_s;
}

} // namespace core
