// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/roleddl.h"

#include "core/dialect/postgres/postgreswords.h"

#include <QList>
#include <QStringList>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// `all`: also those that a new role has by itself, so that altering takes away, too. The last three are but for a
/// superuser to speak of, so that they are said only where they are given.
QString roleRights(const PostgresRole &role, bool all)
{
    struct Right {
        bool PostgresRole::*has;
        QString word;
        bool isSpecial;
    };
    static const QList<Right> rights{
        {&PostgresRole::createDb, u"CREATEDB"_s, false},  {&PostgresRole::createRole, u"CREATEROLE"_s, false},
        {&PostgresRole::inherit, u"INHERIT"_s, false},    {&PostgresRole::canLogin, u"LOGIN"_s, false},
        {&PostgresRole::superuser, u"SUPERUSER"_s, true}, {&PostgresRole::replication, u"REPLICATION"_s, true},
        {&PostgresRole::bypassRls, u"BYPASSRLS"_s, true}};
    const PostgresRole usual;
    QStringList words;
    for (const Right &right : rights) {
        if (role.*right.has != usual.*right.has || (all && !right.isSpecial))
            words.append(role.*right.has ? right.word : QString(u"NO"_s + right.word));
    }
    return words.isEmpty() ? QString() : QString(u" WITH "_s + words.join(u' '));
}

} // namespace

QString postgresCreateRole(const PostgresRole &role)
{
    return u"CREATE ROLE "_s + postgresIdentifier(role.name) + roleRights(role, false);
}

QString postgresAlterRole(const PostgresRole &role)
{
    return u"ALTER ROLE "_s + postgresIdentifier(role.name) + roleRights(role, true);
}

QString postgresDropRole(const QString &name)
{
    return u"DROP ROLE "_s + postgresIdentifier(name);
}

QString postgresDropPolicy(const QString &name, const QualifiedName &table)
{
    return u"DROP POLICY "_s + postgresIdentifier(name) + u" ON "_s + postgresQualified(table);
}

} // namespace core
