// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresaddress.h"
#include "core/db/drivers/postgres/postgresdatabase.h"
#include "core/db/drivers/postgres/postgreserror.h"
#include "core/db/drivers/postgres/postgrestext.h"
#include "core/db/passwords.h"

#include <QThread>

#include <algorithm>
#include <initializer_list>

#include <poll.h>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

using PgNameAndValue = std::pair<QByteArray, QByteArray>;

constexpr qint64 pgConnectPatience = 10000; ///< milliseconds, for each host

/// What makes the text of values stable and lossless, and what the mode asks for: setting → value.
QList<PgNameAndValue> pgSettings(const ConnectionSpec &spec)
{
    QList<PgNameAndValue> settings{{"datestyle", "ISO"},
                                   {"intervalstyle", "postgres"},
                                   {"bytea_output", "hex"},
                                   {"extra_float_digits", "1"},
                                   {"standard_conforming_strings", "on"}};
    if (spec.isReadOnly())
        settings += PgNameAndValue("default_transaction_read_only", "on");
    else if (spec.busyTimeout > 0)
        settings += PgNameAndValue("lock_timeout", QByteArray::number(spec.busyTimeout) + "ms");
    return settings;
}

QByteArray pgStartOptions(const ConnectionSpec &spec, const QMap<QString, QString> &given)
{
    QByteArray options = given.contains(u"options"_s) ? given.value(u"options"_s).toUtf8() : qgetenv("PGOPTIONS");
    for (const auto &[setting, value] : pgSettings(spec))
        options += " -c " + setting + '=' + value;
    return options.trimmed();
}

/// Keywords for libpq, in order; those after "dbname" hold against what it says.
QList<PgNameAndValue> pgKeywords(const ConnectionSpec &spec, const QMap<QString, QString> &given, bool withOptions)
{
    QList<PgNameAndValue> keywords{{"application_name", "Raincheck"}, {"keepalives_idle", "30"},
                                   {"keepalives_interval", "10"},     {"keepalives_count", "3"},
                                   {"tcp_user_timeout", "30000"},     {"dbname", spec.location.toUtf8()},
                                   {"client_encoding", "UTF8"}};
    if (const auto password = rememberedPassword(spec.location))
        keywords += PgNameAndValue("password", password->toUtf8());
    if (withOptions)
        keywords += PgNameAndValue("options", pgStartOptions(spec, given));
    return keywords;
}

qint64 pgPatience(const QMap<QString, QString> &given)
{
    bool isNumber = false;
    const int seconds = given.value(u"connect_timeout"_s).toInt(&isNumber);
    const qint64 each = isNumber && seconds > 0 ? std::max(2, seconds) * qint64(1000) : pgConnectPatience;
    return each * (given.value(u"host"_s).count(u',') + 1);
}

/// → false when it took too long.
bool pgFinishConnecting(PGconn *handle, qint64 patience)
{
    QElapsedTimer timer;
    timer.start();
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
        const qint64 left = patience - timer.elapsed();
        if (left <= 0)
            return false;
        pollfd socket{PQsocket(handle), static_cast<short>(next == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = ::poll(&socket, 1, static_cast<int>(std::min<qint64>(left, 100)));
        if (ready > 0)
            next = PQconnectPoll(handle);
    }
    return true;
}

Result<PgHandle> pgConnect(const ConnectionSpec &spec, const QMap<QString, QString> &given, bool withOptions)
{
    const auto keywords = pgKeywords(spec, given, withOptions);
    std::vector<const char *> names;
    std::vector<const char *> values;
    for (const auto &[name, value] : keywords) {
        names.push_back(name.constData());
        values.push_back(value.constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    PgHandle handle(PQconnectStartParams(names.data(), values.data(), 1));
    if (!handle)
        return Error::io(u"There is not enough memory for a connection."_s);
    const qint64 patience = pgPatience(given);
    if (PQstatus(handle.get()) != CONNECTION_BAD && !pgFinishConnecting(handle.get(), patience)) {
        Error error;
        error.kind = Error::Kind::ConnectionLost;
        error.message = u"The server of %1 did not answer within %2 seconds: check the address, and whether a "
                        "firewall stands between."_s.arg(shownPlace(spec.location))
                            .arg(patience / 1000);
        error.code = u"08001"_s;
        return error;
    }
    return handle;
}

/// Each line that libpq has to say, as a sentence.
QString sentencesOf(const char *message)
{
    QStringList said;
    for (const QString &line : QString::fromUtf8(message).split(u'\n', Qt::SkipEmptyParts)) {
        const QString words = line.simplified();
        if (!words.isEmpty())
            said.append(words.endsWith(u'.') || words.endsWith(u'?') ? words : words + u'.');
    }
    return said.join(u' ');
}

bool pgSays(PGconn *handle, std::initializer_list<const char *> signs)
{
    const QByteArray words(PQerrorMessage(handle));
    return std::any_of(signs.begin(), signs.end(), [&words](const char *sign) { return words.contains(sign); });
}

/// All its connections are taken, or those of this role or database.
bool pgIsFull(PGconn *handle)
{
    return pgSays(
        handle,
        {"too many clients", "too many connections", "remaining connection slots", "no more connections allowed"});
}

/// Likewise, or it hung up at once, as those do that take a single connection.
bool pgHasNoRoom(PGconn *handle)
{
    return PQstatus(handle) == CONNECTION_BAD
        && (pgIsFull(handle) || pgSays(handle, {"closed the connection unexpectedly"}));
}

Error pgWhyRefused(PGconn *handle, const ConnectionSpec &spec)
{
    const QString words = wordsOf(PQerrorMessage(handle));
    const QString place = shownPlace(spec.location);
    Error error;
    error.kind = Error::Kind::Io;
    error.detail = words;
    error.code = u"08001"_s;
    const bool wanted = PQconnectionNeedsPassword(handle) == 1;
    const bool refused = PQconnectionUsedPassword(handle) == 1 && words.contains("password authentication"_L1);
    if (wanted || refused) {
        error.code = u"28P01"_s;
        error.message = wanted
            ? u"The server of %1 wants a password for “%2”."_s.arg(place, QString::fromUtf8(PQuser(handle)))
            : u"The server of %1 refused the password for “%2”."_s.arg(place, QString::fromUtf8(PQuser(handle)));
    } else if (pgSays(handle, {"is starting up", "is shutting down", "in recovery mode", "not yet accepting"})) {
        error.message = u"The server of %1 is not ready (%2): try again in a moment."_s.arg(place, words);
    } else if (pgIsFull(handle)) {
        error.message =
            u"The server of %1 takes no further connection (%2): close one elsewhere, then try again."_s.arg(place,
                                                                                                             words);
    } else {
        error.message = u"%1 cannot be opened: %2"_s.arg(place, sentencesOf(PQerrorMessage(handle)));
    }
    if (pgHasNoRoom(handle))
        error.code = u"53300"_s;
    return error;
}

/// A pooler names the start parameter that it does not know.
bool pgTakesNoOptions(PGconn *handle)
{
    return QByteArray(PQerrorMessage(handle)).contains("unsupported startup parameter");
}

/// With the settings from the start, else without.
Result<PgHandle> pgConnectAnyhow(const ConnectionSpec &spec, const QMap<QString, QString> &given)
{
    auto handle = pgConnect(spec, given, true);
    if (handle && PQstatus(handle->get()) == CONNECTION_BAD && pgTakesNoOptions(handle->get()))
        handle = pgConnect(spec, given, false);
    return handle;
}

} // namespace

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::open(const ConnectionSpec &spec)
{
    const auto given = keywordsOf(spec.location);
    RC_TRY(given);
    auto handle = pgConnectAnyhow(spec, *given);
    RC_TRY(handle);
    // A connection that was closed just now takes its place for a moment longer.
    for (unsigned long pause = 50; pause <= 800 && pgHasNoRoom(handle->get()); pause *= 2) {
        QThread::msleep(pause);
        handle = pgConnectAnyhow(spec, *given);
        RC_TRY(handle);
    }
    if (PQstatus(handle->get()) != CONNECTION_OK)
        return pgWhyRefused(handle->get(), spec);
    std::unique_ptr<PostgresDatabase> database(new PostgresDatabase(spec, std::move(*handle)));
    if (const auto settled = database->settle(); !settled)
        return settled.error();
    return database;
}

/// Looks whether the settings asked for are there. Where one is not, a pooler stands between: then transactions begin
/// with those that are missing.
Result<Done> PostgresDatabase::settle()
{
    const auto settings = pgSettings(m_spec);
    QStringList asked;
    for (const auto &[setting, value] : settings)
        asked += u"pg_catalog.current_setting('%1', true)"_s.arg(QLatin1StringView(setting));
    const auto now = ask(u"SELECT "_s + asked.join(u", "_s));
    RC_TRY(now);
    for (qsizetype i = 0; i < settings.size(); ++i) {
        const auto &[setting, value] = settings.at(i);
        const QString is = now->front().at(static_cast<size_t>(i)).display();
        const bool holds = setting == "datestyle" ? is.startsWith("ISO"_L1)
            : setting == "lock_timeout"           ? is != "0"_L1 && !is.isEmpty()
                                                  : is == QLatin1StringView(value);
        if (holds)
            continue;
        m_pooled = true;
        m_lockWatch.forgetWaiter(); // each transaction has another one
        if (setting == "default_transaction_read_only")
            m_settings += "SET TRANSACTION READ ONLY; ";
        else
            m_settings += "SET LOCAL " + setting + " = '" + value + "'; ";
    }
    // Asked now, because what a server lacks would spoil the transaction in which it is wanted.
    m_countsRows = !m_spec.isReadOnly() && ask(PgEffects::lookSql());
    if (!m_spec.isReadOnly()) {
        m_tellsCounts = bool(ask(PgEffects::transactionSql(true)));
        if (m_tellsCounts || ask(PgEffects::transactionSql(false)))
            m_transactionSql = PgEffects::transactionSql(m_tellsCounts);
    }
    return Done{};
}

Result<Done> PostgresDatabase::wrap(const PgText &text)
{
    if (m_settings.isEmpty() || inTransaction() || !(text.kind.mayBeWrapped || m_spec.isReadOnly())
        || text.kind.boundsTransaction)
        return Done{};
    if (const auto begun = simple("BEGIN; " + m_settings); !begun) {
        (void)simple("ROLLBACK");
        return begun.error();
    }
    m_wrapped = true;
    return Done{};
}

Result<Done> PostgresDatabase::unwrap(bool keep)
{
    if (!std::exchange(m_wrapped, false) || isLost())
        return Done{};
    const qint64 changes = m_changes;
    const auto stop = std::exchange(m_stop, StopRequested());
    const auto ended = simple(keep ? "COMMIT" : "ROLLBACK");
    m_stop = stop;
    m_changes = changes;
    return ended;
}

} // namespace core::postgres
