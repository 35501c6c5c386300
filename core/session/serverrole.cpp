// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/serverrole.h"

#include "core/db/connection.h"
#include "core/dialect/postgres/postgresroles.h"
#include "core/session/serveraddress.h"
#include "core/session/target.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString roleMark = u" -c raincheck.role=on"_s; ///< where ours begin

/// libpq's `options` are split at blanks; a backslash takes what follows as it is.
QString roleOptionEscaped(const QString &text)
{
    static const QRegularExpression special(u"([\\s\\\\])"_s);
    return QString(text).replace(special, u"\\\\1"_s);
}

QString roleOptionPlain(const QString &text)
{
    static const QRegularExpression escaped(u"\\\\(.)"_s, QRegularExpression::DotMatchesEverythingOption);
    return QString(text).replace(escaped, u"\\1"_s);
}

} // namespace

Result<QString> locationAs(const QString &location, const BrowsedRole &role)
{
    if (const QString problem = problemWith(role); !problem.isEmpty())
        return Error::invalid(problem);
    auto address = parseServerAddress(ownLocation(location));
    RC_TRY(address);
    QString options = address->option(u"options"_s) + roleMark;
    if (!role.claims.trimmed().isEmpty())
        options += u" -c %1=%2"_s.arg(role.setting, roleOptionEscaped(role.claims.trimmed()));
    options += u" -c role="_s + roleOptionEscaped(role.role);
    address->setOption(u"options"_s, options);
    return address->url();
}

std::optional<BrowsedRole> roleOf(const QString &location)
{
    const auto address = isServerUrl(location) ? parseServerAddress(location) : Result<ServerAddress>(ServerAddress());
    const QString options = address ? address->option(u"options"_s) : QString();
    const qsizetype at = options.indexOf(roleMark);
    if (at < 0)
        return std::nullopt;
    static const QRegularExpression setting(u" -c ([^=\\s]+)=((?:\\\\.|[^\\s\\\\])*)"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    BrowsedRole role;
    for (auto it = setting.globalMatch(options.sliced(at + roleMark.size())); it.hasNext();) {
        const auto match = it.next();
        if (match.captured(1) == u"role"_s) {
            role.role = roleOptionPlain(match.captured(2));
        } else {
            role.setting = match.captured(1);
            role.claims = roleOptionPlain(match.captured(2));
        }
    }
    return role;
}

QString ownLocation(const QString &location)
{
    if (!roleOf(location))
        return location;
    auto address = *parseServerAddress(location);
    const QString options = address.option(u"options"_s);
    address.setOption(u"options"_s, options.first(options.indexOf(roleMark)));
    return address.url();
}

bool isTaken(const BrowsedRole &role, const QStringList &facts)
{
    return facts.contains(u"as %1"_s.arg(role.role));
}

QString problemWith(const BrowsedRole &role)
{
    if (role.role.trimmed().isEmpty())
        return u"Name the role to browse as."_s;
    if (role.claims.trimmed().isEmpty())
        return {};
    static const QRegularExpression name(u"^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+$"_s);
    if (!name.match(role.setting).hasMatch())
        return u"A setting of one's own has a name with a dot in it, as request.jwt.claims."_s;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(role.claims.toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        return u"The claims are no JSON: %1 (at byte %2)."_s.arg(error.errorString()).arg(error.offset);
    return document.isObject() ? QString() : u"Claims are a JSON object: {\"sub\": \"…\"}."_s;
}

Result<QStringList> rolesToTake(const QString &location)
{
    const auto target = resolveTarget(location);
    RC_TRY(target);
    const auto connection = Connection::open(target->spec);
    RC_TRY(connection);
    return (*connection)
        ->submit([](Database &database, JobContext &) { return postgresRoles(database); })
        .result();
}

} // namespace core
