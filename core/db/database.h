// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/db/connectionspec.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace core {

using Row = std::vector<Value>;

/// How a cell begins: the value holds as many bytes of a text or blob as were asked for; `size` is that of the whole, and
/// 0 where it is neither.
struct CellStart {
    Value value;
    qint64 size = 0;
};

/// A compiled statement. Lives and dies on its database's thread, before its database.
/// After an error it is reset and may be used again.
class PreparedStatement {
public:
    virtual ~PreparedStatement() = default;

    virtual Result<Done> bind(int index, const Value &value) = 0; ///< index from 0, in order of first appearance
    [[nodiscard]] virtual int parameterIndex(const QString &name) const = 0; ///< name without ':'; −1 if unknown
    [[nodiscard]] virtual int parameterCount() const = 0;

    virtual Result<bool> step() = 0; ///< true: a row is there. After the last row the statement is reset
    virtual void reset() = 0;        ///< frees locks; bindings stay

    [[nodiscard]] virtual int columnCount() const = 0;
    [[nodiscard]] virtual QString columnName(int column) const = 0;
    [[nodiscard]] virtual Value::Kind columnKind(int column) const = 0;
    [[nodiscard]] virtual Value column(int column) const = 0;
    [[nodiscard]] virtual CellStart columnStart(int column, qint64 limit) const = 0;
    [[nodiscard]] virtual bool isReadOnly() const = 0; ///< cannot change the database
    /// A number for the cell's storage class and bytes, other for another `seed`; the same within one process only.
    [[nodiscard]] virtual quint64 cellHash(int column, quint64 seed) const = 0;
};

/// What a statement did beyond its own count, learnt while it ran.
struct TableEffect {
    QString table;
    qint64 inserted = 0;
    qint64 updated = 0;
    qint64 deleted = 0;
    friend bool operator==(const TableEffect &, const TableEffect &) = default;
};

/// A row that refers to none.
struct ForeignKeyViolation {
    QString table;
    Value rowId; ///< NULL in a table without one
    QString target;
    int foreignKey = 0; ///< which of the table's, as the system numbers them
    friend bool operator==(const ForeignKeyViolation &, const ForeignKeyViolation &) = default;
};

struct ForeignKeyCheck {
    QList<ForeignKeyViolation> violations;
    QMap<QString, QString> unchecked; ///< tables with a key that leads nowhere → the database's words
    friend bool operator==(const ForeignKeyCheck &, const ForeignKeyCheck &) = default;
};

/// What a server says of a statement that succeeds.
struct ServerNotice {
    QString message; ///< in its words, with its hint
    bool isWarning = false; ///< something was not done as asked, or is not as it seems
    friend bool operator==(const ServerNotice &, const ServerNotice &) = default;
};

/// An open database: what a driver provides. Owned by one Connection, used only on its thread; every call may block.
/// Nothing here decides: no SQL is made up but what opening needs.
class Database {
public:
    virtual ~Database() = default;

    [[nodiscard]] virtual Result<std::unique_ptr<PreparedStatement>> prepare(const QString &sql) = 0;
    /// As prepare(), for a statement that will come again: the last few stay compiled when their owners let them go.
    [[nodiscard]] virtual Result<std::unique_ptr<PreparedStatement>> prepareKept(const QString &sql) = 0;
    /// Runs all statements of the text, without parameters; for opening and tests, never for user data.
    virtual Result<Done> execute(const QString &sql) = 0;

    [[nodiscard]] virtual qint64 changes() const = 0;        ///< rows the last statement changed by itself
    /// The number of the row inserted last, by a statement itself and not by a trigger; none: the system keeps none.
    [[nodiscard]] virtual std::optional<qint64> lastRowNumber() const { return std::nullopt; }
    [[nodiscard]] virtual bool inTransaction() const = 0;    ///< asked of the system, never remembered
    [[nodiscard]] virtual const ConnectionSpec &spec() const = 0;
    /// Whether the way to the system is gone for good: everything asked of this one fails, and another must be opened.
    [[nodiscard]] virtual bool isLost() const { return false; }
    /// Ends the connection to a server between two statements, so that nobody is kept from what wants the database for
    /// itself: isLost() from then on. Does nothing to a file.
    virtual void letGo() { }

    /// The name of the transaction whose COMMIT was sent and never answered (Error::Kind::InDoubt); empty: it has none.
    [[nodiscard]] virtual QString transactionInDoubt() const { return {}; }
    /// Whether a transaction of that name, of another connection, is in the database; none: that is not known (yet).
    [[nodiscard]] virtual Result<std::optional<bool>> wasCommitted(const QString &) { return std::optional<bool>(); }

    /// While it is held, statements that begin or end a transaction are refused when they are prepared; savepoints
    /// inside it are not. → whether it was held before. Does nothing where the system cannot refuse them.
    virtual bool setTransactionHeld(bool) { return false; }

    /// Counts rows changed per table, cascades and triggers included, between these calls.
    virtual void startCountingEffects() = 0;
    [[nodiscard]] virtual QList<TableEffect> takeEffects() = 0; ///< by table name
    /// What the server has said beside results since it was asked last, the first hundred of it.
    [[nodiscard]] virtual QList<ServerNotice> takeNotices() { return {}; }
    /// Rows changed since startCountingEffects(); also to be asked while a statement runs, by what stops it.
    [[nodiscard]] virtual qint64 rowsChangedSoFar() const = 0;

    /// What else may be read beside this database: ATTACH is refused for every name but exactly this one.
    virtual void allowAttach(const QString &name) = 0;

    /// Whether a writer has to wait while a statement of ours reads (no: it writes beside it). False when unknown.
    [[nodiscard]] virtual bool readingBlocksWriters() { return false; }

    /// Cells of more than so many bytes are not read: a statement that comes to one fails with Error::Kind::TooLarge.
    /// → the limit before, to put it back.
    virtual qint64 setCellLimit(qint64 bytes) = 0;

    /// A number that changes when another connection has committed, and one that changes with the schema.
    struct Versions {
        qint64 data = 0;
        qint64 schema = 0;
        friend bool operator==(const Versions &, const Versions &) = default;
    };
    [[nodiscard]] virtual Result<Versions> versions() = 0;

    /// Every statement that runs, as prepared, with what is bound: for the statement log and the trace test.
    /// Called on the database's thread before the first step.
    using Trace = std::function<void(const QString &sql, const QList<Value> &bound)>;
    virtual void setTrace(Trace trace) = 0;

    /// Asked every thousand steps or so while a statement runs; true stops it with Error::Cancelled.
    using StopRequested = std::function<bool()>;
    virtual StopRequested setStopRequested(StopRequested stop) = 0; ///< → the one before, to put it back

    [[nodiscard]] virtual Result<qint64> sizeInBytes() = 0; ///< of all pages, so of a copy
    /// Told between parts of a copy how far it is; false stops it with Error::Cancelled.
    using CopyProgress = std::function<bool(qint64 done, qint64 total)>;
    /// Writes one consistent state of the whole database into a new file, readable by its owner only, and syncs file
    /// and folder. Other programs may go on; without a write-ahead log those that write all the time have to wait for
    /// once. On failure no file is left.
    virtual Result<Done> copyTo(const QString &path, const CopyProgress &progress) = 0;
    /// What is wrong with the file itself, by the system's quick check; empty if nothing is. Rows
    /// that break a constraint are not damage.
    [[nodiscard]] virtual Result<QStringList> damage() = 0;
    [[nodiscard]] virtual Result<QStringList> damageInDepth() = 0; ///< as damage(), indexes compared with their rows
    [[nodiscard]] virtual Result<ForeignKeyCheck> checkForeignKeys() = 0;

    /// What only COMMIT would check, checked now, within the open transaction.
    virtual Result<Done> checkAsAtCommit() { return Done{}; }

    // Conveniences over prepare().
    [[nodiscard]] Result<std::vector<Row>> query(const QString &sql, const QList<Value> &values = {});
    [[nodiscard]] Result<Value> queryValue(const QString &sql, const QList<Value> &values = {}); ///< NULL without rows
    Result<qint64> run(const QString &sql, const QList<Value> &values = {}); ///< changes()
};

/// One system's way in: a folder under core/db/drivers.
class Driver {
public:
    virtual ~Driver() = default;
    [[nodiscard]] virtual QString name() const = 0;
    /// Called on the thread that will own the database. Errors are one sentence: what, where, what to do.
    [[nodiscard]] virtual Result<std::unique_ptr<Database>> open(const ConnectionSpec &spec) const = 0;
    /// Whether opening to read was refused because a program died in the middle of a change: opening to write rolls
    /// that back.
    [[nodiscard]] virtual bool isUnfinishedChange(const Error &) const { return false; }

    /// Whether a location is a file of this machine, which may be copied, watched, and have things beside it.
    [[nodiscard]] virtual bool isFile() const { return true; }
    /// What is kept for a database is kept under this: the same for every way to write the same place. No secrets.
    [[nodiscard]] virtual QString identity(const QString &location) const { return location; }
    /// The place for people, short, without secrets: a title.
    [[nodiscard]] virtual QString shown(const QString &location) const { return location; }
    /// The location of another database on the same server; empty: there are none beside it.
    [[nodiscard]] virtual QString beside(const QString &, const QString &) const { return {}; }
};

/// The driver of that name; nullptr when there is none.
[[nodiscard]] const Driver *driverByName(const QString &name);
/// The name of the driver that opens plain files; also what Raincheck's own files (history, staged edits) are kept with.
[[nodiscard]] QString fileDriver();
/// The name of the driver that connects to servers.
[[nodiscard]] QString serverDriver();

} // namespace core
