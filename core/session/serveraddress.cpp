// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/serveraddress.h"

#include <QRegularExpression>
#include <QSet>
#include <QUrl>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString urlDecoded(QStringView text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

QString urlEncoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

/// All that libpq knows, of its later versions too.
const QSet<QString> &serverKeywords()
{
    static const QSet<QString> known{u"hostaddr"_s,
                                     u"passfile"_s,
                                     u"channel_binding"_s,
                                     u"connect_timeout"_s,
                                     u"client_encoding"_s,
                                     u"options"_s,
                                     u"application_name"_s,
                                     u"fallback_application_name"_s,
                                     u"keepalives"_s,
                                     u"keepalives_idle"_s,
                                     u"keepalives_interval"_s,
                                     u"keepalives_count"_s,
                                     u"tcp_user_timeout"_s,
                                     u"gssencmode"_s,
                                     u"sslmode"_s,
                                     u"sslcompression"_s,
                                     u"sslcert"_s,
                                     u"sslkey"_s,
                                     u"sslrootcert"_s,
                                     u"sslcrl"_s,
                                     u"sslcrldir"_s,
                                     u"sslsni"_s,
                                     u"requirepeer"_s,
                                     u"ssl_min_protocol_version"_s,
                                     u"ssl_max_protocol_version"_s,
                                     u"krbsrvname"_s,
                                     u"gsslib"_s,
                                     u"service"_s,
                                     u"target_session_attrs"_s,
                                     u"require_auth"_s,
                                     u"sslcertmode"_s,
                                     u"load_balance_hosts"_s,
                                     u"gssdelegation"_s,
                                     u"sslnegotiation"_s,
                                     u"requiressl"_s};
    return known;
}

bool isSecretOption(const QString &keyword)
{
    return keyword == u"sslpassword"_s || keyword == u"oauth_client_secret"_s || keyword.startsWith(u"scram_"_s);
}

/// One keyword with its value, decoded.
Result<Done> takeOption(ServerAddress &address, const QString &keyword, const QString &value)
{
    if (isSecretOption(keyword))
        return Error::invalid(u"%1 is a secret that Raincheck has no place for: leave it out."_s.arg(keyword));
    if (keyword == u"host"_s)
        address.host = value;
    else if (keyword == u"port"_s)
        address.port = value;
    else if (keyword == u"dbname"_s)
        address.database = value;
    else if (keyword == u"user"_s)
        address.user = value;
    else if (keyword == u"password"_s)
        address.password = value;
    else if (keyword == u"ssl"_s) // as JDBC and others write it
        address.setOption(u"sslmode"_s, value == u"true"_s ? u"require"_s : QString());
    else if (serverKeywords().contains(keyword))
        address.setOption(keyword, value);
    else
        address.ignored.append(keyword);
    return Done{};
}

/// "a:1,b:2" into "a,b" and "1,2". A port is not repeated in an error: it may be half of a password.
Result<Done> takeHosts(ServerAddress &address, QStringView text)
{
    QStringList hosts;
    QStringList ports;
    for (const QStringView each : text.split(u',')) {
        const qsizetype bracket = each.startsWith(u'[') ? each.indexOf(u']') : -1;
        if (each.startsWith(u'[') && bracket < 0)
            return Error::invalid(u"The IPv6 address in the URL has no ] at its end."_s);
        const qsizetype colon = each.indexOf(u':', bracket + 1);
        const QStringView host =
            bracket > 0 ? each.sliced(1, bracket - 1) : each.first(colon < 0 ? each.size() : colon);
        hosts.append(urlDecoded(host));
        ports.append(colon < 0 ? QString() : urlDecoded(each.sliced(colon + 1)));
    }
    address.host = hosts.join(u',').remove(QRegularExpression(u"^,+$"_s));
    address.port = ports.join(u',').remove(QRegularExpression(u"^,+$"_s));
    return Done{};
}

/// Whether a / or ? of a password was taken for the end of the server: its beginning would be a port, its end a name,
/// and both are shown.
bool isSplitPassword(QStringView database, QStringView server, QStringView query)
{
    return database.contains(u'@') || (database.isEmpty() && server.contains(u':') && query.contains(u'@'));
}

Result<ServerAddress> parseUrl(QStringView text)
{
    ServerAddress address;
    text = text.sliced(text.indexOf(u"://"_s) + 3);
    const qsizetype question = text.indexOf(u'?');
    const QStringView query = question < 0 ? QStringView() : text.sliced(question + 1);
    QStringView rest = question < 0 ? text : text.first(question);
    const qsizetype slash = rest.indexOf(u'/');
    QStringView server = slash < 0 ? rest : rest.first(slash);
    if (slash >= 0)
        address.database = urlDecoded(rest.sliced(slash + 1));
    // libpq takes the first @: but no host has one, and passwords do.
    if (const qsizetype at = server.lastIndexOf(u'@'); at >= 0) {
        const QStringView user = server.first(at);
        const qsizetype colon = user.indexOf(u':');
        address.user = urlDecoded(colon < 0 ? user : user.first(colon));
        address.password = colon < 0 ? QString() : urlDecoded(user.sliced(colon + 1));
        server = server.sliced(at + 1);
    } else if (isSplitPassword(slash < 0 ? QStringView() : rest.sliced(slash + 1), server, query)) {
        return Error::invalid(u"The URL has an @ behind its first / or ?: in a URL, write / ? @ of a password as "
                              "%2F %3F %40."_s);
    }
    RC_TRY(takeHosts(address, server));
    for (const QStringView pair : query.split(u'&', Qt::SkipEmptyParts)) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals < 0)
            return Error::invalid(u"After the ? of the URL every option needs a value: name=value."_s);
        RC_TRY(takeOption(address, urlDecoded(pair.first(equals)), urlDecoded(pair.sliced(equals + 1))));
    }
    return address;
}

/// libpq's `host=… password='…'`: quotes and backslashes as it reads them.
Result<ServerAddress> parseKeywords(const QString &text)
{
    static const QRegularExpression pair(uR"(\s*([a-z_]+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)(?:\s+|$))"_s);
    static const QRegularExpression escaped(uR"(\\(.))"_s);
    ServerAddress address;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match =
            pair.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return Error::invalid(u"That is neither a postgresql:// URL nor a list of name=value."_s);
        QString value = match.captured(2);
        if (value.startsWith(u'\''))
            value = value.sliced(1, value.size() - 2);
        RC_TRY(takeOption(address, match.captured(1), value.replace(escaped, u"\\1"_s)));
        at = match.capturedEnd();
    }
    return address;
}

/// Without what is around it in a shell, an .env file or a provider's page.
QString withoutWrapping(const QString &text)
{
    QString bare = text.trimmed();
    static const QRegularExpression before(
        u"^(export\\s+)?([A-Z][A-Z0-9_]*\\s*=\\s*|psql\\s+)(?=[\"']?(jdbc:)?postgres(ql)?://)"_s);
    bare.remove(before);
    if (bare.size() > 1 && (bare.startsWith(u'"') || bare.startsWith(u'\'')) && bare.endsWith(bare.front()))
        bare = bare.sliced(1, bare.size() - 2).trimmed();
    if (bare.startsWith(u"jdbc:postgresql:"_s))
        bare.remove(0, 5);
    return bare;
}

Result<Done> checkAddress(const ServerAddress &address)
{
    const QStringList ports = address.port.split(u',');
    for (const QString &port : ports) {
        bool isNumber = false;
        const int number = port.toInt(&isNumber);
        if (!port.isEmpty() && (!isNumber || number < 1 || number > 65535))
            return Error::invalid(u"The port is no number between 1 and 65535; in a URL, write : / @ of a password as "
                                  "%3A %2F %40."_s);
    }
    if (!address.port.isEmpty() && ports.size() > 1 && ports.size() != address.host.split(u',').size())
        return Error::invalid(u"Name one port, or as many as there are hosts."_s);
    return Done{};
}

QString urlHosts(const ServerAddress &address)
{
    const QStringList hosts = address.host.split(u',');
    const QStringList ports = address.port.split(u',');
    QStringList out;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        const QString &host = hosts.at(i);
        const QString port = ports.size() == 1 ? ports.first() : ports.value(i);
        const bool isIpv6 = host.contains(u':') && !host.startsWith(u'/');
        out.append((isIpv6 ? u"[%1]"_s.arg(host) : urlEncoded(host)) + (port.isEmpty() ? QString() : u":"_s + port));
    }
    return out.join(u',');
}

} // namespace

void ServerAddress::setOption(const QString &keyword, const QString &value)
{
    if (value.isEmpty())
        options.remove(keyword);
    else
        options.insert(keyword, value);
}

QString ServerAddress::url() const
{
    QString text = u"postgresql://"_s;
    if (!user.isEmpty())
        text += urlEncoded(user) + u'@';
    text += urlHosts(*this);
    if (!database.isEmpty() || text.endsWith(u"//"_s))
        text += u'/' + urlEncoded(database);
    QStringList pairs;
    for (auto it = options.cbegin(); it != options.cend(); ++it)
        pairs.append(urlEncoded(it.key()) + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(it.value(), "/")));
    return pairs.isEmpty() ? text : text + u'?' + pairs.join(u'&');
}

QString ServerAddress::place() const
{
    const QString service = option(u"service"_s);
    if (host.isEmpty() && !service.isEmpty())
        return database.isEmpty() ? u"service %1"_s.arg(service) : u"%1, service %2"_s.arg(database, service);
    if (host.isEmpty() || isSocket())
        return database.isEmpty() ? u"this machine"_s : u"%1 on this machine"_s.arg(database);
    const QString server = port.isEmpty() || port == u"5432"_s ? host : host + u':' + port;
    return database.isEmpty() ? server : server + u'/' + database;
}

bool isServerUrl(const QString &text)
{
    return text.startsWith(u"postgresql://"_s) || text.startsWith(u"postgres://"_s);
}

Result<ServerAddress> parseServerAddress(const QString &text)
{
    const QString bare = withoutWrapping(text);
    auto address = isServerUrl(bare) ? parseUrl(bare) : parseKeywords(bare);
    if (!address)
        return address;
    RC_TRY(checkAddress(*address));
    return address;
}

const QList<SslMode> &sslModes()
{
    static const QList<SslMode> modes{
        {u"prefer"_s, u"Encrypted where the server can; nobody checks who it is."_s},
        {u"disable"_s, u"Never encrypted: anybody on the way can read and change it."_s},
        {u"allow"_s, u"Encrypted only where the server insists."_s},
        {u"require"_s, u"Always encrypted, but nobody checks who the server is."_s},
        {u"verify-ca"_s, u"Encrypted, and the server's certificate comes from an authority you trust."_s},
        {u"verify-full"_s, u"Encrypted, and the certificate is checked to be this very host's. The safe one."_s}};
    return modes;
}

} // namespace core
