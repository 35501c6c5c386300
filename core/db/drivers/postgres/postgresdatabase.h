// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/db/drivers/postgres/postgrescancel.h"
#include "core/db/drivers/postgres/postgreseffects.h"
#include "core/db/drivers/postgres/postgreshandle.h"
#include "core/db/drivers/postgres/postgreslockwatch.h"
#include "core/db/drivers/postgres/postgrestypes.h"
#include "core/db/drivers/postgres/postgreswrites.h"
#include "core/db/lastingidentity.h"

#include <QElapsedTimer>

#include <utility>

namespace core::postgres {

class PostgresStatement;
struct PgText;

/// A connection to a PostgreSQL server, or to what speaks its language. One statement runs at a time; while the server
/// works, who may stop it is asked every few milliseconds, and a stop is sent as a cancel request.
///
/// Settings that make the text of values stable are asked for while connecting. A pooler that takes no such settings
/// gives each transaction another server: then every statement outside of a transaction gets one of its own, which
/// begins with what the server's settings lack, and nothing is kept in a session.
///
/// What the driver asks for itself (names of types, counters of rows, versions) is not traced.
class PostgresDatabase final : public Database, public LastingIdentity {
public:
    [[nodiscard]] static Result<std::unique_ptr<PostgresDatabase>> open(const ConnectionSpec &spec);
    ~PostgresDatabase() override;
    PostgresDatabase(const PostgresDatabase &) = delete;
    PostgresDatabase &operator=(const PostgresDatabase &) = delete;

    [[nodiscard]] Result<std::unique_ptr<PreparedStatement>> prepare(const QString &sql) override;
    [[nodiscard]] Result<std::unique_ptr<PreparedStatement>> prepareKept(const QString &sql) override
    {
        return prepare(sql);
    }
    Result<Done> execute(const QString &sql) override;
    [[nodiscard]] qint64 changes() const override { return m_changes; }
    [[nodiscard]] bool inTransaction() const override;
    [[nodiscard]] const ConnectionSpec &spec() const override { return m_spec; }
    [[nodiscard]] bool isLost() const override;
    void letGo() override
    {
        if (!m_active)
            m_handle.reset();
    }
    [[nodiscard]] QString transactionInDoubt() const override { return isLost() ? m_committing : QString(); }
    [[nodiscard]] Result<std::optional<bool>> wasCommitted(const QString &transaction) override;
    bool setTransactionHeld(bool held) override { return std::exchange(m_transactionHeld, held); }
    void startCountingEffects() override;
    [[nodiscard]] QList<TableEffect> takeEffects() override;
    [[nodiscard]] QList<ServerNotice> takeNotices() override { return std::exchange(m_notices, {}); }
    /// Known once a statement is done: while it runs, the server tells nobody.
    [[nodiscard]] qint64 rowsChangedSoFar() const override { return m_effects.rows(); }
    void allowAttach(const QString &) override { } ///< there is nothing to attach
    qint64 setCellLimit(qint64 bytes) override { return std::exchange(m_cellLimit, bytes); }
    /// `data` changes when others have written to tables of this database, maybe seconds late (see PgWrites); where the
    /// server does not tell that, whenever a transaction that writes begins or ends anywhere on it. `schema` is a sum over
    /// the rows of the catalogues: it changes with what is created, altered, dropped, commented or renamed, also by
    /// TRUNCATE; not with temporary tables. Both are 0 where the server has nothing to tell them by.
    [[nodiscard]] Result<Versions> versions() override;
    /// The cluster's number, made by initdb and the same on its standbys, and that of the database in it.
    [[nodiscard]] Result<QString> lastingIdentity() override;
    void setTrace(Trace trace) override { m_trace = std::move(trace); }
    StopRequested setStopRequested(StopRequested stop) override { return std::exchange(m_stop, std::move(stop)); }
    [[nodiscard]] Result<qint64> sizeInBytes() override;
    Result<Done> copyTo(const QString &path, const CopyProgress &progress) override; ///< always refused
    [[nodiscard]] Result<QStringList> damage() override { return QStringList(); } ///< the server's own business
    [[nodiscard]] Result<QStringList> damageInDepth() override { return QStringList(); }
    /// None: the server lets no row break a key, but where it was told not to look (NOT VALID).
    [[nodiscard]] Result<ForeignKeyCheck> checkForeignKeys() override { return ForeignKeyCheck(); }
    Result<Done> checkAsAtCommit() override;

    [[nodiscard]] bool isPooled() const { return m_pooled; } ///< no settings were taken: see above
    [[nodiscard]] PGconn *handle() const { return m_handle.get(); } ///< for tests that look over its shoulder

private:
    friend class PostgresStatement;

    PostgresDatabase(const ConnectionSpec &spec, PgHandle handle);

    // What a statement asks for.
    [[nodiscard]] Result<Done> begin(PostgresStatement &statement, const QList<Value> &bound);
    [[nodiscard]] PgResult nextResult(); ///< waits; null at the end
    /// The statement's last result is there (null: the connection died before it).
    [[nodiscard]] Result<Done> end(const PostgresStatement &statement, const PGresult *result);
    void abandon(const PostgresStatement &statement); ///< nobody wants its further rows
    void refuseCopy();
    [[nodiscard]] qint64 cellLimit() const { return m_cellLimit; }
    [[nodiscard]] const PgTypeNames &typeNames() const { return m_typeNames; }
    void learnTypes(const QList<PgTypeNames::Type> &types);
    void learnTypesElsewhere(const QList<PgTypeNames::Type> &types);
    [[nodiscard]] bool answersWithin(int milliseconds); ///< nextResult() waits no longer
    void countStatement(int by) { m_statements += by; }

    [[nodiscard]] bool stopRequested() const { return m_stop && m_stop(); }
    void stopIfAsked();
    void sendCancelIfDue();
    void sendCancel();
    void awaitCancel();
    void waitForServer();
    void drain();
    void freeConnection();
    [[nodiscard]] Error whyLost(const PostgresStatement &statement, const QString &words) const;
    [[nodiscard]] bool isAborted() const;

    // The driver's own questions and settings.
    [[nodiscard]] Result<std::vector<Row>> ask(const QString &sql, const QList<QByteArray> &values = {});
    [[nodiscard]] Result<Done> simple(const QByteArray &sql);
    [[nodiscard]] std::optional<PgEffects::Counts> countedNow();
    [[nodiscard]] Result<Done> settle();
    [[nodiscard]] Result<Done> wrap(const PgText &text);
    [[nodiscard]] Result<Done> unwrap(bool keep);
    [[nodiscard]] Result<qint64> schemaVersion();
    [[nodiscard]] Result<qint64> dataVersion(const QByteArray &snapshot);
    void tellCounts();
    static void noteOwnWrite();

    const ConnectionSpec m_spec;
    PgHandle m_handle;
    Trace m_trace;
    StopRequested m_stop;
    PgTypeNames m_typeNames;
    PgEffects m_effects;
    PgLockWatch m_lockWatch;
    PostgresStatement *m_active = nullptr; ///< whose rows are coming
    QList<ServerNotice> m_notices;
    qint64 m_cellLimit = qint64(1) << 30;
    qint64 m_changes = 0;
    qint64 m_results = 0; ///< taken, of the running statement
    int m_statements = 0; ///< alive
    bool m_transactionHeld = false;
    bool m_wasInTransaction = false; ///< before the running statement
    bool m_cancelSent = false;
    PgCancelCall m_cancelCall;
    QElapsedTimer m_sinceCancel;
    QElapsedTimer m_sinceFirstCancel;
    bool m_pooled = false;
    bool m_countsRows = false; ///< the server has counters for effects
    QString m_transactionSql; ///< and numbers for transactions; empty: it has none
    bool m_tellsCounts = false; ///< it can be asked to tell others at once what was counted
    bool m_countsToTell = false;
    std::optional<bool> m_tellsWrites; ///< see PgWrites; none: not asked yet
    PgWrites m_writes;
    QByteArray m_settings; ///< SET LOCAL …; what a transaction of a pooled server begins with
    bool m_wrapped = false; ///< the running statement has a transaction of ours around it
    QString m_committing; ///< the number of the transaction that COMMIT was sent for
    std::optional<Versions> m_versions; ///< as seen last
    QByteArray m_seen; ///< the snapshot then
    QString m_schemaSumSql; ///< over those catalogues that can be read
};

} // namespace core::postgres
