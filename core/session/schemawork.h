// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/datacheck.h"
#include "core/migrate/fillpreview.h"
#include "core/migrate/migrationdraft.h"
#include "core/migrate/migrationdryrun.h"
#include "core/session/apply.h"
#include "core/session/schemasource.h"
#include "core/session/wayback.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace core {

class Session;
using SchemaMigrationPtr = std::shared_ptr<const SchemaMigration>;

/// How a migration is to be applied.
struct MigrationApply {
    bool withBackup = true;
    QStringList allowed; ///< codes of hazards ("H02"); what is certain to fail cannot be allowed
    std::shared_ptr<const MigrationDryRun> rehearsal; ///< of this very migration; null: there was none
};

/// Changes of the open database's schema, from the first draft to the way back. Lives on the window's thread and never
/// blocks it: each question opens its own connection on a thread of the session's pool, and comes back as a future.
/// Cancel a future that nobody waits for any more; its progress has a text (QFuture::progressText). The session is
/// borrowed and outlives this. Whatever is applied goes the session's way: history, signals, new schema.
class SchemaWork : public QObject {
    Q_OBJECT

public:
    explicit SchemaWork(Session &session);
    ~SchemaWork() override;

    /// From the session's schema as it is now. Pure and quick (a 200-table schema: some milliseconds), so that it can
    /// be called at every key.
    [[nodiscard]] Result<SchemaMigrationPtr> plan(const MigrationDraft &draft) const;

    /// What only the data can tell of migration->hazards: one answer each, in their order. Each question has its own
    /// time; what could not be answered counts as the worst case and says so. Progress in questions.
    [[nodiscard]] QFuture<Result<QList<HazardAnswer>>> askData(SchemaMigrationPtr migration);
    /// The first rows that a fill would fill, with what it gives. An expression that fails is no error of this.
    [[nodiscard]] QFuture<Result<FillPreview>> previewFill(SchemaMigrationPtr migration, const Fill &fill,
                                                           int limit = 20);
    /// Pairs of dropped and added that may be the same, the best first; without a look at any row.
    [[nodiscard]] QList<RenameSuggestion> suggestions(const SchemaMigration &migration) const;
    /// Likewise, with values of this database compared with those of `draft.sourceDatabase`, where there is one.
    [[nodiscard]] QFuture<Result<QList<RenameSuggestion>>> suggestionsByValues(SchemaMigrationPtr migration,
                                                                               const QString &sourceDatabase);

    /// A schema to compare with; see core::readSchemaSource().
    [[nodiscard]] QFuture<Result<SchemaSource>> readSchemaSource(const QString &path,
                                                                 CodeTrust trust = CodeTrust::IfKnown);

    /// The plan on a copy, and everything about what became of it. Progress with text.
    [[nodiscard]] QFuture<Result<MigrationDryRun>> dryRun(SchemaMigrationPtr migration, bool integrityCheck = false);
    /// Asks the data once more, backs up, saves what goes, runs exactly migration->plan.script, verifies before COMMIT.
    /// Error::Refused names the hazards that were not allowed, or what was not as it should be; nothing is kept then.
    /// Progress in rows, with text. The report's script is the migration's own.
    [[nodiscard]] QFuture<Result<ApplyReport>> apply(SchemaMigrationPtr migration, const MigrationApply &how);

    /// How it would be taken back, and what would be saved for that; pure. The saved file has no name yet.
    [[nodiscard]] Result<SchemaMigrationPtr> inverse(const SchemaMigration &migration) const;
    /// Both at once in the background: of hundreds of tables they take longer than a key may.
    struct Inverse {
        WayBackPlan plan;
        Result<SchemaMigrationPtr> migration;
    };
    [[nodiscard]] QFuture<Result<Inverse>> planInverse(SchemaMigrationPtr migration);
    [[nodiscard]] WayBackPlan wayBackPlan(const SchemaMigration &migration) const;
    /// The way back from a script of the history that changed the schema: its migration is looked at, tried and applied
    /// like any other. Fails, in one sentence, when there is none, or when the schema is another one now.
    [[nodiscard]] QFuture<Result<WayBack>> wayBack(qint64 historyId);

private:
    Session &m_session;
};

} // namespace core
