// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/whendone.h"
#include "core/session/schemawork.h"

#include "support/opensession.h"
#include "support/schemadb.h"

#include <QTest>

namespace migrationwork {

using namespace Qt::Literals::StringLiterals;

inline core::MigrationDraft draftTo(const QString &sql)
{
    core::MigrationDraft draft;
    const auto schema = schemaOf(sql);
    if (schema)
        draft.target = *schema;
    return draft;
}

/// A session with the work on it, and the two waits that every test needs.
struct Work {
    explicit Work(const QString &sql)
        : open(sql)
        , work(open.session->makeSchemaWork())
    {
    }

    [[nodiscard]] core::Result<core::ApplyReport> apply(const core::SchemaMigrationPtr &migration,
                                                        const QStringList &allowed, bool withBackup = true) const
    {
        return waitAndPublish(work->apply(migration, {withBackup, allowed, {}}));
    }

    /// The session reads its schema again afterwards.
    [[nodiscard]] core::Result<core::ApplyReport> waitAndPublish(QFuture<core::Result<core::ApplyReport>> future) const
    {
        const core::SchemaPtr before = open.session->schema();
        auto report = core::waitFor(std::move(future));
        if (report)
            (void)QTest::qWaitFor([&] { return open.session->schema() != before; });
        (void)QTest::qWaitFor([&] { return !open.session->isApplying(); });
        return report;
    }

    [[nodiscard]] QStringList everything() const
    {
        return open.rows(u"SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"_s)
            + open.rows(u"SELECT * FROM users ORDER BY id"_s) + open.rows(u"SELECT * FROM posts ORDER BY id"_s)
            + open.rows(u"SELECT * FROM sqlite_sequence"_s);
    }

    [[nodiscard]] QList<core::HistoryRecord> history() const
    {
        const auto records = core::waitFor(open.session->history());
        return records ? *records : QList<core::HistoryRecord>();
    }

    OpenSession open;
    std::unique_ptr<core::SchemaWork> work;
};

} // namespace migrationwork
