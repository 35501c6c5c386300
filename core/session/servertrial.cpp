// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/servertrial.h"

#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/session/target.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<QStringList> tryServer(const QString &location)
{
    const auto target = resolveTarget(location);
    RC_TRY(target);
    const Dialect *dialect = dialectByName(target->spec.driver);
    if (!dialect)
        return Error::invalid(u"Raincheck knows no database system “%1”."_s.arg(target->spec.driver));
    const auto connection = Connection::open(target->spec);
    RC_TRY(connection);
    return (*connection)
        ->submit([dialect](Database &database, JobContext &) { return dialect->facts(database); })
        .result();
}

Result<QString> serverOf(const QString &target, const QString &stateFolder, Trust trust)
{
    const auto resolved = resolveTarget(target, [&](const QString &project) {
        const auto known = trust == Trust::IfKnown ? isTrustedFile(stateFolder, project) : Result<bool>(true);
        return known && *known;
    });
    RC_TRY(resolved);
    return resolved->spec.location;
}

bool isForWantOfPassword(const Error &error)
{
    return error.code == u"28P01"_s;
}

ServerPart partBehind(const Error &error)
{
    if (isForWantOfPassword(error))
        return ServerPart::Password;
    struct Sign {
        QRegularExpression words;
        ServerPart part;
    };
    const auto sign = [](const QString &words, ServerPart part) {
        return Sign{QRegularExpression(words, QRegularExpression::CaseInsensitiveOption), part};
    };
    // What libpq and the server say; the first that fits. They are specific first: most sentences name the host, too.
    static const QList<Sign> signs{
        sign(u"definition of service|service file"_s, ServerPart::Service),
        sign(u"root certificate|certificate verify failed|does not match host name|certificate authority"_s,
             ServerPart::Certificate),
        sign(u"does not support SSL|SSL off|no encryption|SSL error|sslmode"_s, ServerPart::Encryption),
        sign(u"database \".*\" does not exist|no such database"_s, ServerPart::Database),
        sign(
            u"role \".*\" does not exist|peer authentication|ident authentication|user name specified|not permitted to log in"_s,
            ServerPart::User),
        sign(u"password"_s, ServerPart::Password),
        sign(u"connection refused"_s, ServerPart::Port),
        sign(u"could not translate host name|no route to host|network is unreachable|did not answer|no such file or "
             "directory|timeout expired"_s,
             ServerPart::Host)};
    const QString said = error.message + u'\n' + error.detail;
    for (const Sign &each : signs) {
        if (each.words.match(said).hasMatch())
            return each.part;
    }
    return ServerPart::None;
}

} // namespace core
