// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/newmigration.h"
#include "core/migrate/schemamigration.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace core {
class Session;
}

namespace ui {

class Notice;
class PlainLabel;
class Prompts;

/// Asks for a name and writes a plan, as it was when asked, as a new migration into the project's folder. Nothing is
/// run. Says what stands in its way when it is applied. Goes away when it is done; what fails is said in it.
class SaveMigrationDialog : public QDialog {
    Q_OBJECT

public:
    SaveMigrationDialog(core::Session &session, std::shared_ptr<const core::SchemaMigration> migration,
                        Prompts &prompts, QWidget *parent = nullptr);

    [[nodiscard]] bool isSaving() const { return m_saving; }

Q_SIGNALS:
    void saved(const core::SavedMigration &migration, const QString &folder);

public Q_SLOTS:
    void accept() override; ///< writes it first

private:
    void showState();
    [[nodiscard]] QStringList warnings() const;
    [[nodiscard]] core::NewMigration made(const QString &name) const;
    void chooseFolder();

    core::Session &m_session;
    std::shared_ptr<const core::SchemaMigration> m_migration;
    Prompts &m_prompts;
    QString m_folder;
    bool m_saving = false;
    QLineEdit *m_name = nullptr;
    PlainLabel *m_file = nullptr;
    PlainLabel *m_where = nullptr;
    Notice *m_notice = nullptr;
    QPushButton *m_save = nullptr;
};

} // namespace ui
