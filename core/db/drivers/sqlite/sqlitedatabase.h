// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/db/drivers/sqlite/effectcounter.h"
#include "core/db/drivers/sqlite/keptstatements.h"
#include "core/db/drivers/sqlite/sqlitefile.h"

#include <QByteArray>
#include <QElapsedTimer>

#include <utility>

struct sqlite3;
class QSqlDatabase;

namespace core::sqlite {

/// An SQLite database, opened through QtSql's QSQLITE so that the process holds one libsqlite3 only, then driven by
/// its handle alone: QtSql's own way with values is lossy.
class SqliteDatabase final : public Database {
public:
    /// Opens, hardens, and reads once, so that whatever is wrong with the file is said here. `options` are the URI's.
    [[nodiscard]] static Result<std::unique_ptr<SqliteDatabase>> open(const ConnectionSpec &spec,
                                                                      const DatabaseFile &file, const char *options);
    /// Whether opening failed because SQLite wanted to make a -shm where it may not.
    [[nodiscard]] static bool needsWritableFolder(const Error &error);
    ~SqliteDatabase() override;
    SqliteDatabase(const SqliteDatabase &) = delete;
    SqliteDatabase &operator=(const SqliteDatabase &) = delete;

    [[nodiscard]] Result<std::unique_ptr<PreparedStatement>> prepare(const QString &sql) override;
    [[nodiscard]] Result<std::unique_ptr<PreparedStatement>> prepareKept(const QString &sql) override;
    Result<Done> execute(const QString &sql) override;
    [[nodiscard]] qint64 changes() const override { return m_changes; }
    [[nodiscard]] std::optional<qint64> lastRowNumber() const override;
    [[nodiscard]] bool inTransaction() const override;
    [[nodiscard]] const ConnectionSpec &spec() const override { return m_spec; }
    bool setTransactionHeld(bool held) override { return std::exchange(m_transactionHeld, held); }
    void startCountingEffects() override { m_effects.start(); }
    [[nodiscard]] QList<TableEffect> takeEffects() override { return m_effects.take(); }
    [[nodiscard]] qint64 rowsChangedSoFar() const override { return m_effects.rows(); }
    void allowAttach(const QString &name) override { m_attachable = name.toUtf8(); }
    [[nodiscard]] bool readingBlocksWriters() override;
    qint64 setCellLimit(qint64 bytes) override;
    [[nodiscard]] Result<Versions> versions() override;
    void setTrace(Trace trace) override { m_trace = std::move(trace); }
    StopRequested setStopRequested(StopRequested stop) override { return std::exchange(m_stop, std::move(stop)); }
    [[nodiscard]] Result<qint64> sizeInBytes() override;
    Result<Done> copyTo(const QString &path, const CopyProgress &progress) override;
    [[nodiscard]] Result<QStringList> damage() override { return damageBy(u"quick_check"); }
    [[nodiscard]] Result<QStringList> damageInDepth() override { return damageBy(u"integrity_check"); }
    [[nodiscard]] Result<ForeignKeyCheck> checkForeignKeys() override;

    // For the driver's other parts, and for tests that look over its shoulder.
    [[nodiscard]] sqlite3 *handle() const { return m_handle; }
    void aboutToRun(const char *sql, const QList<Value> &bound);
    void hasRun(qint64 changesBefore); ///< total_changes before the first step
    [[nodiscard]] bool stopRequested() const { return m_stop && m_stop(); }
    /// Says what was denied, where SQLite only says "not authorized", and who gave up waiting: SQLite or a person.
    [[nodiscard]] Error explained(Error error);

private:
    friend class SqliteStatement; ///< counts itself, and is kept

    SqliteDatabase(const ConnectionSpec &spec, std::unique_ptr<QSqlDatabase> owner, sqlite3 *handle);
    [[nodiscard]] Result<Done> harden();
    [[nodiscard]] Result<Done> readOnce(const DatabaseFile &file);
    [[nodiscard]] Error whyUnreadable(const Error &error, const DatabaseFile &file) const;
    /// What the first page says of the file; its size is 0 when that could not be read.
    struct Header {
        qint64 fileSize = 0;
        qint64 pages = 0; ///< as counted there
        qint64 pageSize = 0;
        bool usesWal = false;
    };
    [[nodiscard]] Header header() const;
    [[nodiscard]] bool isTruncated() const;
    [[nodiscard]] Result<Done> checkWal(const DatabaseFile &file) const;
    void keep(sqlite3_stmt *statement) { m_kept.keep(statement); }
    [[nodiscard]] Result<Done> copyPages(const QByteArray &target, const CopyProgress &progress);
    [[nodiscard]] Result<Done> holdState();
    [[nodiscard]] Result<QStringList> damageBy(QStringView check);
    [[nodiscard]] Result<QStringList> damageFoundBy(const QString &check);

    [[nodiscard]] bool mayAttach(int action, const char *name) const;

    static int progressed(void *self);
    static int waited(void *self, int times);
    static int authorized(void *self, int action, const char *first, const char *second, const char *schema,
                          const char *trigger);

    ConnectionSpec m_spec;
    std::unique_ptr<QSqlDatabase> m_owner;
    sqlite3 *m_handle;
    EffectCounter m_effects;
    Trace m_trace;
    StopRequested m_stop;
    KeptStatements m_kept;
    int m_statements = 0; ///< of ours, alive
    QString m_denied; ///< what the authorizer last refused, and why, in a sentence
    QByteArray m_attachable; ///< the one name that ATTACH is allowed for; empty: none
    bool m_transactionHeld = false;
    QElapsedTimer m_waiting;
    qint64 m_changes = 0;
};

} // namespace core::sqlite
