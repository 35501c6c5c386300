// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/edit/conflict.h"
#include "core/edit/impact.h"
#include "core/edit/keyafter.h"
#include "core/edit/relatedlist.h"
#include "core/edit/relationlookup.h"
#include "core/migrate/dryrun.h"
#include "core/query/changeset.h"
#include "core/rows/cutrows.h"
#include "core/rows/filterworld.h"
#include "core/rows/relatedcells.h"
#include "core/rows/rowsource.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"
#include "core/session/apply.h"
#include "core/session/history.h"
#include "core/session/migrationboard.h"
#include "core/session/trust.h"
#include "core/session/preferences.h"

#include <QMap>
#include <QObject>

#include <memory>
#include <optional>

namespace core {

class ProjectSchema;
class SchemaWork;
struct ColumnFormat;
struct DuplicateRequest;
struct DuplicateRow;
struct Target;

/// What the system's quick check says of the file itself.
struct DamageReport {
    bool finished = false;  ///< false: it took too long and was left off; nothing is known
    QStringList problems;   ///< empty: none found
    friend bool operator==(const DamageReport &, const DamageReport &) = default;
};

/// How well the values of some columns fit where they would lead.
struct Overlap {
    static constexpr qint64 atMost = 2000; ///< different values that are looked at
    qint64 values = 0;     ///< looked at
    qint64 found = 0;
    bool finished = false; ///< false: it took too long and was left off; nothing is known
    friend bool operator==(const Overlap &, const Overlap &) = default;
};

/// Edits that a process left when it died. They are staged again, and nothing more.
struct RecoveredEdits {
    /// It died while they were applied. What became of that is told by the rows as they are now.
    enum class Applying {
        No,
        CameToNothing, ///< no row is as after an edit
        AllIn,         ///< they are in the database already, and not staged again
        InPart,        ///< some rows are as after their edit and others not: somebody has changed them since
        Unknown        ///< nothing tells (new rows only, whose keys the database makes)
    };
    int edits = 0; ///< rows that are staged because of it; AllIn: that were found in the database
    int left = 0;  ///< edits that made no sense any more and were not staged
    Applying applying = Applying::No;
    friend bool operator==(const RecoveredEdits &, const RecoveredEdits &) = default;
    [[nodiscard]] bool isEmpty() const { return edits == 0 && left == 0; }
};

/// One open database and its services, for the window and the command line alike. Lives on the window's thread and
/// never blocks it: work goes to three connections (reader, background, writer), results come back as futures and
/// signals. Owns the ChangeSet; every change of it goes through stage().
class Session : public QObject {
    Q_OBJECT

public:
    struct Options {
        bool readOnly = false;
        Trust trust = Trust::Once;
        QString migrationsFolder; ///< empty: find it
        QString stateFolder;      ///< empty: the user's
        QualifiedName journalTable; ///< empty: as the project says
        bool byWrangler = false; ///< with a journalTable: it is, or will be, of wrangler's shape
    };

    /// Opens and introspects; blocks (call it from a worker, or where nothing is shown yet). `target` is a database
    /// file, or what else resolveTarget() knows. Errors are one sentence each; see isForWantOfTrust()
    /// where a file that is not trusted cannot even be looked at before another program's unfinished change is rolled back.
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(const QString &target, const Options &options);
    ~Session() override;

    [[nodiscard]] QString name() const;     ///< for titles: the file's name, or what D1 calls it
    [[nodiscard]] const Target &target() const; ///< with the project that it belongs to
    [[nodiscard]] QString location() const; ///< absolute path; on a server its URL, without the password
    [[nodiscard]] bool isOnServer() const; ///< else a file; a server is not copied, so that there are no backups
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] QString readOnlyBecause() const;
    /// Otherwise it is open for looking only, and read-only. To trust it, open it again with Trust::FromNowOn.
    [[nodiscard]] bool isTrusted() const;
    [[nodiscard]] const Dialect &dialect() const;
    [[nodiscard]] SchemaPtr schema() const;
    [[nodiscard]] const RelationGraph &relations() const;
    [[nodiscard]] QStringList facts() const; ///< for the status bar: "foreign keys on", "WAL"
    [[nodiscard]] QString stateFolder() const; ///< where what is remembered of it lies

    [[nodiscard]] std::unique_ptr<RowSource> makeRowSource(const RowQuery &query);
    [[nodiscard]] QFuture<Result<Row>> readRow(const QualifiedName &table, const RowKey &key); ///< whole, uncut
    /// As readRow(), but of a text or blob of more than `cellLimit` bytes only the beginning is read.
    [[nodiscard]] QFuture<Result<CutRow>> readRowCut(const QualifiedName &table, const RowKey &key, qint64 cellLimit);
    /// As readRowCut(), of all these rows, in one go and in their order; one that is not there any more has no cells.
    [[nodiscard]] QFuture<Result<QList<CutRow>>> readRowsCut(const QualifiedName &table, const QList<RowKey> &keys,
                                                             qint64 cellLimit);
    /// Only these of its columns, uncut, in this order.
    [[nodiscard]] QFuture<Result<Row>> readCells(const QualifiedName &table, const RowKey &key,
                                                 const QStringList &columns);
    [[nodiscard]] QFuture<Result<qint64>> countRows(const QualifiedName &table);
    [[nodiscard]] QFuture<Result<qint64>> countRows(const RowQuery &query); ///< those that pass its filter
    /// The quick check in the background, given up after two seconds.
    [[nodiscard]] QFuture<Result<DamageReport>> checkDamage();

    // What lies along relations
    [[nodiscard]] const LabelRules &labelRules() const; ///< as chosen, else as guessed; a table without one is not in it
    /// Remembered for this database; none: as guessed. A rule without columns: by the key alone.
    void setLabelRule(const QualifiedName &table, const std::optional<LabelRule> &rule);
    [[nodiscard]] const QList<DrawnForeignKey> &drawnRelations() const;
    void setDrawnRelations(const QList<DrawnForeignKey> &drawn); ///< remembered for this database
    /// Whether its columns hold what is found in the target's, given up after some seconds.
    [[nodiscard]] QFuture<Result<Overlap>> checkOverlap(const DrawnForeignKey &drawn);
    /// What is to be copied along, read; see duplicateEdit().
    [[nodiscard]] QFuture<Result<QList<DuplicateRow>>> readForDuplicate(const DuplicateRequest &request);
    /// The junction's rows that connect these two stored rows along a relation of kind ManyToMany; one is enough. Fails
    /// where it would take longer than a person waits.
    [[nodiscard]] QFuture<Result<QList<StoredRow>>> findLinks(const Relation &relation, const RowEnd &here,
                                                              const RowEnd &there);
    [[nodiscard]] std::unique_ptr<RelatedCells> makeRelatedCells();
    /// For the row that a relation of kind One is to lead to, among what is staged at any time. It goes with
    /// the schema and labels as they are now: after schemaChanged() or relationsChanged() make another.
    [[nodiscard]] std::unique_ptr<RelationLookup> makeRelationLookup(const Relation &relation);
    /// For the rows that refer to one row, with what is staged at any time; read again when rows were written.
    [[nodiscard]] std::unique_ptr<RelatedList> makeRelatedList();
    [[nodiscard]] FilterWorld filterWorld() const; ///< valid until the next schemaChanged() or relationsChanged()

    // What the project's schema.ts says of it
    /// Evaluates it in the background, now and whenever it is saved; its relations stand beside the drawn ones. It is
    /// code: nothing happens where the file is not trusted.
    void followProjectSchema();
    void stopProjectSchema(); ///< gives up what is evaluated now; the next time it is saved it is read again
    [[nodiscard]] const ProjectSchema *projectSchema() const; ///< null: it is not followed
    [[nodiscard]] const QList<DrawnForeignKey> &declaredRelations() const; ///< those the database does not know
    [[nodiscard]] QHash<QString, ColumnFormat> declaredFormats(const QualifiedName &table) const; ///< by column

    // Editing
    [[nodiscard]] const UpdateStamps &updateStamps() const; ///< tables whose updates are stamped; none at first
    /// Remembered for this database; none: not stamped. What is staged already is stamped from now on, too.
    void setUpdateStamp(const QualifiedName &table, const std::optional<UpdateStamp> &stamp);
    [[nodiscard]] std::shared_ptr<const ChangeSet> changes() const;
    [[nodiscard]] Result<EditOp> stage(const EditOp &op); ///< → the inverse; emits changesChanged
    [[nodiscard]] Result<std::shared_ptr<const Script>> editScript() const; ///< what Apply would run, as shown
    /// As editScript(), written on a thread of its own: thousands of edits take seconds. Only the newest question is
    /// answered: one that is open before it, or whose edits have changed meanwhile, ends as cancelled.
    [[nodiscard]] QFuture<Result<std::shared_ptr<const Script>>> writeEditScript();
    /// Runs exactly this object, records it, and on success clears the edits it came from and reads again. It must be
    /// the one that editScript() or writeEditScript() gave for the edits as they are. Nothing can be staged until it has ended.
    [[nodiscard]] QFuture<Result<ApplyReport>> applyEdits(std::shared_ptr<const Script> script);
    /// What the edits as they are now take along; see impactOf(). Read in the background, before what waits there;
    /// progress in rows read. Only the newest question is answered: one that is open before it ends as cancelled.
    [[nodiscard]] QFuture<Result<Impact>> impact(const ImpactLimits &limits = {});
    /// What came back from a process that died with edits of this very file staged; compare it with the live rows by
    /// findConflicts(). Known from open() on.
    [[nodiscard]] const RecoveredEdits &recoveredEdits() const;
    /// Whether what is staged when this session ends is staged again when the file is opened next. Unless it is said,
    /// only what came back and was not touched is.
    void setKeepsStaged(bool keeps);
    [[nodiscard]] bool keepsStaged() const; ///< it was said that they are
    /// Writes all that is staged to where it is kept, whatever became of that while it was staged. For before
    /// setKeepsStaged(true): if it fails, nothing may be there when the file is opened next.
    [[nodiscard]] QFuture<Result<Done>> writeStaged();
    /// Asks the database how the staged rows look now; for after an Error::Conflict, and for recovered edits.
    [[nodiscard]] QFuture<Result<QList<Conflict>>> findConflicts();

    // Migrations
    [[nodiscard]] const std::optional<MigrationBoard> &migrations() const;
    [[nodiscard]] QString migrationsProblem() const; ///< why there is no board though a config names a folder; or empty
    void setMigrationsFolder(const QString &path);
    /// The same object until the board is read again; null when the migration has no file.
    [[nodiscard]] std::shared_ptr<const Script> migrationScript(int migration) const;
    [[nodiscard]] QFuture<Result<DryRunReport>> dryRun(std::shared_ptr<const Script> script);
    [[nodiscard]] QList<Finding> staticFindings(const Script &script) const;
    /// Backup (unless declined), run, record, read again. Checks the effects against the dry run when there was one,
    /// which must be dryRun()'s of this very object.
    [[nodiscard]] QFuture<Result<ApplyReport>> applyScript(std::shared_ptr<const Script> script, bool withBackup,
                                                           std::optional<DryRunReport> rehearsal);
    [[nodiscard]] bool isApplying() const; ///< a script is running that may write
    /// Changes of the schema itself; borrows this session.
    [[nodiscard]] std::unique_ptr<SchemaWork> makeSchemaWork();

    /// The scripts that ran on this database, newest first; read on a thread of its own.
    [[nodiscard]] QFuture<Result<QList<HistoryRecord>>> history();
    [[nodiscard]] QFuture<Result<qint64>> historyCount(); ///< how many there are, at once however large they are

public Q_SLOTS:
    void reload();            ///< introspects again and publishes a new schema
    void checkForChanges();   ///< asks data_version; emits changedOutside when another program has written

Q_SIGNALS:
    void schemaChanged(core::SchemaPtr schema);
    void relationsChanged(); ///< other labels, or other relations beside the database's, in the same schema
    void projectSchemaChanged(); ///< it is read, or was; relationsChanged() comes before where it applies
    void changesChanged();
    void scriptChanged(); ///< the same edits are applied by another script now
    void dataChanged(); ///< rows were written by us: sources refresh
    void changedOutside();
    void reconnected(); ///< the server had gone away, and is there again: nothing staged is lost
    void migrationsChanged();
    void historyChanged();
    void editsApplied(const core::AppliedScript &applied); ///< they are still in changes(); what rows are called: keyAfter()
    void failed(const core::Error &error);

private:
    friend class SchemaWork;
    void recover();
    void watchConnections();
    void afterReconnect();
    void rememberTrust();
    void keep(const EditOp &op);
    void baselineAfterWrite();
    void publish(Schema schema);
    void decide(Preferences preferences);
    void reloadMigrations();
    [[nodiscard]] QFuture<Result<ApplyReport>> runApply(ApplyRequest request, bool fromEdits);

    struct Private;
    explicit Session(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace core
