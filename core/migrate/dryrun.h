// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

#include <QMap>
#include <QSet>

#include <functional>

namespace core {

/// Rows of one table before and after; −1: not there.
struct TableLedger {
    QString table;
    qint64 before = 0;
    qint64 after = 0;
    /// The script says itself that rows go (DROP TABLE or DELETE naming this table).
    bool lossAnnounced = false;
    bool rebuilt = false; ///< replaced by another table that took its name
    friend bool operator==(const TableLedger &, const TableLedger &) = default;
    [[nodiscard]] bool losesRows() const { return after < before; }
};

/// Something the script would do that a person must know. Codes are those of hazards.md.
struct Finding {
    enum class Severity { Stop, Danger, Warn, Info };
    Severity severity = Severity::Info;
    QString code; ///< "H05", "H40", …
    QString message; ///< one sentence with names and numbers
    int statementIndex = -1;
    bool certain = false; ///< certain to fail: cannot be allowed
    QStringList rowsOf = {}; ///< the tables whose rows it is about: it means nothing where they have none
    QString column = {}; ///< of the one table in rowsOf: it means nothing either where this holds no values
    [[nodiscard]] static Finding stop(const QString &code, const QString &message)
    {
        return {Severity::Stop, code, message};
    }
    friend bool operator==(const Finding &, const Finding &) = default;
};

/// Columns of one table that the script takes away and that held no values when it was tried.
struct EmptyColumns {
    QString table; ///< as it is shown
    QStringList columns;
    QString counts; ///< SQL: how many values each holds, in one row
    friend bool operator==(const EmptyColumns &, const EmptyColumns &) = default;
};

/// Where a dry run was made.
enum class TriedOn {
    Copy, ///< of the file
    Server, ///< the database itself, in a transaction that was taken back
    Scratch, ///< a database of our own on the server, with all rows
    EmptyScratch ///< likewise, with the tables but not their rows
};

struct DryRunReport {
    std::shared_ptr<const Script> script = {}; ///< what was rehearsed, when a Session did it
    TriedOn triedOn = TriedOn::Copy;
    bool stepsLeftOut = false; ///< what comes after the transaction (Statement::Role::Later) was not run
    bool succeeded = false;
    Error error; ///< when it did not
    QMap<QString, qint64> rowsBefore = {}; ///< by folded name; of tables that people see
    QSet<QString> columnsWithoutValues = {}; ///< "table column", folded, before the script; of tables that it alters
    QList<EmptyColumns> emptyColumns = {}; ///< what somebody may write to before it is run for real
    QList<TableLedger> tables; ///< by name; rebuild helpers (__new_…) left out unless they stay
    QList<Finding> findings; ///< rows lost without word, lost triggers, indexes, views, foreign keys, quick check
    ScriptOutcome outcome;
    qint64 microseconds = 0; ///< of the script, without copying
    qint64 copyBytes = 0;
    SchemaPtr schemaAfter;
    friend bool operator==(const DryRunReport &, const DryRunReport &) = default;

    /// The Stop findings whose code is not among `allowed`: while there are any, Apply stays locked.
    [[nodiscard]] QList<Finding> blocking(const QStringList &allowed) const;
    /// Static findings without those about rows of tables, or values of columns, that were seen to have none.
    [[nodiscard]] QList<Finding> stillTrue(const QList<Finding> &foreseen) const;
};

/// What could be said without running it: pattern scan of the statements against the schema (H01, H02, H05, H06, H14,
/// H42, H84 …), and whether the script may run at all (H89: its file is not UTF-8 text).
[[nodiscard]] QList<Finding> staticFindings(const Script &script, const Schema &schema, const Dialect &dialect);

/// What else is done on a dry run's copy. All on its thread; an error ends the dry run.
struct DryRunExtras {
    std::function<Result<Done>(Database &copy)> before;
    std::function<Result<Done>(Database &copy, DryRunReport &report)> after; ///< when the script has succeeded
    RowProgress progress; ///< see runScript()
    BeforeCommit beforeCommit = {}; ///< likewise; where it runs on a copy
    QString attachable; ///< see Database::allowAttach()
    bool inDepth = false; ///< an integrity check in the place of the quick one
    bool comparesColumns = false; ///< `after` compares what the columns hold
    std::function<void()> alone =
        {}; ///< lets go of our other connections to a server's database, so that it can be copied
    qint64 largestScratch = qint64(256) << 20; ///< bytes; a larger database of a server is not copied with its rows
};

/// Copies the database (backup API, with progress and cancel), runs the script on the copy, compares, and removes the
/// copy. Never touches the original. On the thread of `database`, a read-only connection. The copy lies in
/// `workFolder` (empty: the system's folder for temporary files, which may be small); without room nothing is tried.
/// On a server the script runs there, in its transaction, which is taken back in the place of COMMIT; only rows of
/// tables that it names are counted. What would leave something behind then is tried in a database of our own on the
/// server (ScratchDatabase), or refused where there can be none. Findings H90 say how it was tried.
/// A script that fails is no error of the dry run: the report says so, with a finding that is certain.
[[nodiscard]] Result<DryRunReport> dryRun(Database &database, const Script &script, const Dialect &dialect,
                                          JobContext &context, const QString &workFolder = {},
                                          const DryRunExtras &extras = {});

/// What the folders are called in which dry runs have their copies; see WorkFolder.
[[nodiscard]] QString dryRunPrefix();

} // namespace core
