// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/newmigration.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace core {
class Session;
}

namespace ui {

class DesignDesk;
class Notice;
class PlainLabel;
class Prompts;

/// Asks for a name and writes the design as a new migration into the project's folder. Nothing is run. Goes away when
/// it is done; what fails is said in it.
class SaveMigrationDialog : public QDialog {
    Q_OBJECT

public:
    SaveMigrationDialog(core::Session &session, DesignDesk &desk, Prompts &prompts, QWidget *parent = nullptr);

    [[nodiscard]] bool isSaving() const { return m_saving; }

Q_SIGNALS:
    void saved(const core::SavedMigration &migration, const QString &folder);

public Q_SLOTS:
    void accept() override; ///< writes it first

private:
    void showState();
    void chooseFolder();

    core::Session &m_session;
    DesignDesk &m_desk;
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
