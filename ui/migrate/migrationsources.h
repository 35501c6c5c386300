// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/migrationpreview.h"
#include "ui/migrate/migrationsource.h"

#include <QHash>
#include <QList>

namespace core {
class Session;
}

namespace ui {

/// The sources of one open database, for whoever adds one (the designer) and for the page that lists them. Owned by
/// the session and gone with it; sources are told nothing while they go and must not ask the session then.
class MigrationSources : public QObject {
    Q_OBJECT

public:
    /// The session's own; made when it is first asked for. On the window's thread.
    [[nodiscard]] static MigrationSources &of(core::Session &session);

    void add(MigrationSource *source); ///< takes it; one with the same id gives way
    void remove(const QString &id);
    [[nodiscard]] MigrationSource *find(const QString &id) const; ///< nullptr
    [[nodiscard]] const QList<MigrationSource *> &all() const { return m_all; }

    /// Which one was selected last; empty: a migration, or nothing. Pages come and go, this stays.
    [[nodiscard]] const QString &selected() const { return m_selected; }
    void select(const QString &id); ///< pages show it

    /// What a person has answered about a source's plan: likewise longer than a page. Gone with the source.
    [[nodiscard]] core::PreviewChoices answers(const QString &id) const { return m_answers.value(id); }
    void keepAnswers(const QString &id, const core::PreviewChoices &answers);

Q_SIGNALS:
    void listChanged();
    void sourceChanged(ui::MigrationSource *source);
    void selectedChanged(const QString &id);

private:
    explicit MigrationSources(QObject *parent);

    QList<MigrationSource *> m_all;
    QString m_selected;
    QHash<QString, core::PreviewChoices> m_answers;
};

} // namespace ui
