// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/schemawork.h"
#include "ui/migrate/migrationsource.h"

#include <QFuture>

#include <memory>

namespace ui {

/// The way back from one script of the history as a source: looked at, tried and applied like any other. Asks again
/// whenever the schema changes, since then there may be none any more.
class WayBackSource : public MigrationSource {
    Q_OBJECT

public:
    WayBackSource(core::Session &session, qint64 historyId, const QString &title, QObject *parent = nullptr);
    ~WayBackSource() override;

    [[nodiscard]] static QString idOf(qint64 historyId);

    [[nodiscard]] QString id() const override { return idOf(m_historyId); }
    [[nodiscard]] QString name() const override { return tr("Take back: %1").arg(m_title); }
    [[nodiscard]] QString subject() const override { return tr("the way back from “%1”").arg(m_title); }
    [[nodiscard]] QString stateText() const override;
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override { return m_draft; }
    [[nodiscard]] QString why() const override { return m_problem; }
    [[nodiscard]] bool isProblem() const override { return !m_problem.isEmpty() && !m_done; }
    [[nodiscard]] bool isReading() const override { return m_asking.isRunning(); }
    [[nodiscard]] bool isRemovable() const override { return true; }
    [[nodiscard]] QStringList remarks() const override;
    void refresh() override;
    void wasApplied() override;

private:
    void take(const core::Result<core::WayBack> &way);

    const qint64 m_historyId;
    const QString m_title;
    std::unique_ptr<core::SchemaWork> m_work;
    std::optional<core::MigrationDraft> m_draft;
    QStringList m_cannotUndo;
    QString m_problem;
    bool m_done = false; ///< it was applied
    QFuture<core::Result<core::WayBack>> m_asking;
    int m_generation = 0;
};

/// A way back that was found, as a draft of the preview. Pure.
[[nodiscard]] core::MigrationDraft draftOf(const core::WayBack &way);

} // namespace ui
