// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/pull.h"
#include "ui/migrate/migrationscontext.h"

#include <QFuture>
#include <QWidget>

#include <optional>

class QCheckBox;
class QStackedWidget;

namespace core {
class Session;
}

namespace ui {

class FilesView;
class KitNote;
class Notice;
class PlainLabel;
class Prompts;
class ScriptHead;

/// The live database as schema.ts and relations.ts, beside what is there, before they are written. A file that is there
/// is replaced only after it was seen, and a question.
class PullPane : public QWidget {
    Q_OBJECT

public:
    PullPane(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);

    void want(); ///< it is looked at: from now on it is kept up to date
    void setFolder(const QString &folder); ///< where they go
    [[nodiscard]] const QString &folder() const { return m_folder; }
    bool perform(const QString &actionId);
    [[nodiscard]] MigrationsContext context() const;
    [[nodiscard]] bool isSettled() const { return !m_reading && !m_writing; }

Q_SIGNALS:
    void changed();
    void messageRequested(const QString &plainText);
    void errorOccurred(const core::Error &error);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void refresh();
    void showState();
    void chooseFolder();
    [[nodiscard]] QString lockedBecause() const;
    void write(); ///< after a question where files are replaced
    void writeNow();

    core::Session &m_session;
    Prompts &m_prompts;
    QString m_folder;
    std::optional<core::PulledFiles> m_pulled;
    bool m_wanted = false;
    bool m_reading = false;
    bool m_writing = false;
    int m_number = 0; ///< names the newest reading

    ScriptHead *m_head = nullptr;
    QCheckBox *m_keepNames = nullptr;
    PlainLabel *m_where = nullptr;
    PlainLabel *m_notes = nullptr;
    Notice *m_notice = nullptr;
    QStackedWidget *m_stack = nullptr; ///< the files, or that there is nothing to do
    FilesView *m_files = nullptr;
    KitNote *m_nothing = nullptr;
};

} // namespace ui
