// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/migrationsource.h"

namespace core {
class ProjectSchema;
class Session;
} // namespace core

namespace ui {

/// The schema.ts of the project that the open database belongs to, as a source: what was read last, and again whenever
/// one of its files is saved. It runs nothing itself: the session follows the project once its file is trusted.
class ProjectSource : public MigrationSource {
    Q_OBJECT

public:
    explicit ProjectSource(core::Session &session, QObject *parent = nullptr);

    [[nodiscard]] static QString sourceId(); ///< "project"
    /// Puts it among the session's sources by itself as soon as there is a project with something to say, and takes it
    /// away with the project.
    static void offerIn(core::Session &session);

    [[nodiscard]] QString id() const override { return sourceId(); }
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString stateText() const override;
    [[nodiscard]] QString place() const override;
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override { return m_draft; }
    [[nodiscard]] QString why() const override { return m_problem; }
    [[nodiscard]] bool isProblem() const override { return !m_problem.isEmpty(); }
    [[nodiscard]] bool isReading() const override { return m_isReading; }
    void refresh() override; ///< from the very beginning: what was installed may have changed

private:
    void take();

    core::Session &m_session;
    std::optional<core::MigrationDraft> m_draft;
    QString m_problem;
    QString m_name;
    bool m_isReading = false;
};

} // namespace ui
