// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/scratchdatabase.h"

#include "core/base/log.h"
#include "core/db/connectionloan.h"
#include "core/db/passwords.h"
#include "core/dialect/scratchsql.h"

#include <QElapsedTimer>
#include <QLocale>
#include <QThread>
#include <QUuid>

namespace core {

using namespace Qt::Literals::StringLiterals;

ScratchDatabase::ScratchDatabase(Database &original, const Dialect &dialect)
    : m_original(original)
    , m_dialect(dialect)
    , m_name(dialect.scratchSql()->prefix() + QUuid::createUuid().toString(QUuid::Id128).left(12))
{
}

Result<std::unique_ptr<ScratchDatabase>> ScratchDatabase::make(Database &original, const Dialect &dialect,
                                                               JobContext &context, const Wishes &wishes)
{
    const ScratchSql *sql = dialect.scratchSql();
    if (!sql)
        return Error::invalid(u"There are no scratch databases on %1."_s.arg(dialect.name()));
    const auto answer = original.query(sql->question());
    RC_TRY(answer);
    if (answer->empty() || answer->front().at(1).toInteger() != 1)
        return Error::invalid(u"the user of this connection may not create databases (CREATEDB)"_s);
    std::unique_ptr<ScratchDatabase> scratch(new ScratchDatabase(original, dialect));
    for (const QString &statement : sql->prepare(scratch->m_name))
        RC_TRY(original.execute(statement));
    context.report(0, 1, u"Make a scratch database"_s);
    if (wishes.statements) {
        RC_TRY(scratch->build(*wishes.statements, context));
        scratch->m_database->setStopRequested([&context] { return context.isCancelled(); });
        return scratch;
    }
    const auto copied = scratch->copy(wishes, answer->front().at(0).toInteger(), context);
    if (!copied && copied.error().isCancelled())
        return copied.error();
    if (!copied) {
        scratch->drop();
        scratch->m_because = copied.error().message;
        const auto schema = dialect.introspect(original);
        RC_TRY(schema);
        QStringList statements;
        for (const Statement &s : dialect.createStatements(*schema))
            statements.append(s.sql);
        RC_TRY(scratch->build(statements, context));
    }
    scratch->m_database->setStopRequested([&context] { return context.isCancelled(); });
    return scratch;
}

/// By the server itself, which wants nobody else in the original.
Result<Done> ScratchDatabase::copy(const Wishes &wishes, qint64 others, JobContext &context)
{
    constexpr qint64 patience = 3000; // milliseconds
    constexpr unsigned long pause = 20;
    if (!wishes.withRows)
        return Error::invalid(u"its rows were not asked for"_s);
    const auto size = m_original.sizeInBytes();
    RC_TRY(size);
    const QLocale english(QLocale::English);
    if (*size > wishes.largest)
        return Error::invalid(u"it is too large to copy (%1, at most %2)"_s.arg(
            english.formattedDataSize(*size), english.formattedDataSize(wishes.largest)));
    if (others > 0 && wishes.alone)
        wishes.alone();
    // A connection that was let go of is there for the server until its process has ended.
    QElapsedTimer timer;
    timer.start();
    while (others > 0 && wishes.alone && timer.elapsed() < patience && !context.isCancelled()) {
        QThread::msleep(pause);
        const auto again = m_original.query(m_dialect.scratchSql()->question());
        RC_TRY(again);
        others = again->front().at(0).toInteger();
    }
    if (others > 0)
        return Error::invalid(
            u"%1 other sessions are connected to it, and the server copies only what nobody uses"_s.arg(others));
    RC_TRY(runGiven(m_dialect.scratchSql()->createLike(m_name)));
    m_hasRows = true;
    return open();
}

/// By our own statements.
Result<Done> ScratchDatabase::build(const QStringList &statements, JobContext &context)
{
    RC_TRY(runGiven(m_dialect.scratchSql()->createEmpty(m_name)));
    m_hasRows = false;
    RC_TRY(open());
    for (qsizetype i = 0; i < statements.size(); ++i) {
        if (context.isCancelled())
            return Error::cancelled();
        context.report(static_cast<int>(i), static_cast<int>(statements.size()), u"Make a scratch database"_s);
        const auto made = m_database->execute(statements.at(i));
        if (!made) {
            Error error = made.error();
            error.message = u"the tables could not be made there: "_s + error.message;
            return error;
        }
    }
    return Done{};
}

/// Runs the statement that the query gives.
Result<Done> ScratchDatabase::runGiven(const QString &query)
{
    const auto statement = m_original.queryValue(query);
    RC_TRY(statement);
    const auto made = m_original.execute(statement->display());
    if (made)
        m_made = true;
    return made;
}

Result<Done> ScratchDatabase::open()
{
    const Driver *driver = driverByName(m_original.spec().driver);
    ConnectionSpec spec = m_original.spec();
    spec.mode = ConnectionSpec::Mode::Write;
    spec.location = m_location = driver->beside(spec.location, m_name);
    if (const auto password = rememberedPassword(m_original.spec().location))
        rememberPassword(m_location, *password);
    auto opened = driver->open(spec);
    if (!opened && isForWantOfRoom(opened.error()))
        return Error::invalid(u"the server takes no further connection"_s);
    RC_TRY(opened);
    // Nothing is tried in what might be the real one.
    const auto where = (*opened)->queryValue(m_dialect.scratchSql()->where());
    RC_TRY(where);
    if (where->display() != m_name)
        return Error::invalid(u"this server takes whoever asks for another database to “%1”"_s.arg(where->display()));
    m_database = std::move(*opened);
    return Done{};
}

void ScratchDatabase::drop()
{
    m_database.reset();
    if (!m_location.isEmpty())
        forgetPassword(m_location);
    if (!m_made)
        return;
    const auto stop = m_original.setStopRequested({}); // whatever was stopped, this is not
    const auto dropped = m_original.execute(m_dialect.scratchSql()->drop(m_name));
    m_original.setStopRequested(stop);
    if (dropped)
        m_made = false;
    else
        qCInfo(lcDb) << "the scratch database" << m_name << "is left for the next time:" << dropped.error().message;
}

ScratchDatabase::~ScratchDatabase()
{
    drop();
}

QStringList ScratchDatabase::sweep(Database &original, const Dialect &dialect)
{
    QStringList dropped;
    const ScratchSql *sql = dialect.scratchSql();
    const auto left = sql ? original.query(sql->leftBehind()) : Result<std::vector<Row>>(std::vector<Row>());
    if (!left || left->empty())
        return dropped;
    for (const QString &statement : sql->prepare(sql->prefix())) {
        if (!original.execute(statement))
            return dropped;
    }
    for (const Row &row : *left) {
        const QString name = row.front().display();
        const auto gone = original.execute(sql->drop(name));
        if (gone)
            dropped.append(name);
        else
            qCInfo(lcDb) << "a scratch database that was left behind stays:" << name << gone.error().message;
    }
    return dropped;
}

} // namespace core
