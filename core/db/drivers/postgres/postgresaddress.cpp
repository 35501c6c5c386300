// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresaddress.h"

#include "core/db/drivers/postgres/postgreshandle.h"

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

QMap<QString, QString> pgValuesOf(const PQconninfoOption *options)
{
    QMap<QString, QString> values;
    for (const PQconninfoOption *option = options; option && option->keyword; ++option) {
        if (option->val && *option->val)
            values.insert(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    }
    return values;
}

/// With what libpq itself would fill in.
QMap<QString, QString> pgWholeAddress(const QString &location)
{
    const PgOptions defaults(PQconndefaults());
    QMap<QString, QString> values = pgValuesOf(defaults.get());
    if (const auto given = keywordsOf(location))
        values.insert(*given);
    return values;
}

QString pgHostOf(const QMap<QString, QString> &values)
{
    const QString host = values.value(u"host"_s, values.value(u"hostaddr"_s));
    return host.isEmpty() ? u"localhost"_s : host;
}

QString pgDatabaseOf(const QMap<QString, QString> &values)
{
    return values.value(u"dbname"_s, values.value(u"user"_s));
}

} // namespace

Result<QMap<QString, QString>> keywordsOf(const QString &location)
{
    const PgOptions options(PQconninfoParse(location.toUtf8().constData(), nullptr));
    if (!options) // libpq's words may repeat a password that should not be there
        return Error::invalid(u"This is no address of a PostgreSQL database: write it as "
                              "postgresql://user@host:port/database, or as host=… dbname=…."_s);
    return pgValuesOf(options.get());
}

QString identityOf(const QString &location)
{
    const QMap<QString, QString> values = pgWholeAddress(location);
    const QString host = pgHostOf(values); // a name of a machine, else a folder
    QStringList ports;
    for (const QString &port : values.value(u"port"_s, u"5432"_s).split(u',')) {
        bool isNumber = false;
        const uint number = port.toUInt(&isNumber);
        ports.append(isNumber ? QString::number(number) : port);
    }
    return u"postgresql:%1:%2/%3/%4"_s.arg(host.contains(u'/') ? host : host.toLower(), ports.join(u','),
                                           pgDatabaseOf(values), values.value(u"user"_s));
}

QString besideOf(const QString &location, const QString &database)
{
    auto given = keywordsOf(location);
    if (!given)
        return {};
    given->insert(u"dbname"_s, database);
    QStringList all;
    for (auto it = given->cbegin(); it != given->cend(); ++it) {
        QString value = it.value();
        value.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1);
        all.append(it.key() + u"='"_s + value + u'\'');
    }
    return all.join(u' ');
}

QString shownPlace(const QString &location)
{
    const QMap<QString, QString> values = pgWholeAddress(location);
    const QString host = pgHostOf(values);
    const QString port = values.value(u"port"_s, u"5432"_s);
    const QString place = host.startsWith(u'/') || host == "localhost"_L1 ? u"this machine"_s : host;
    return u"%1 on %2%3"_s.arg(pgDatabaseOf(values), place, port == "5432"_L1 ? QString() : u':' + port);
}

} // namespace core::postgres
