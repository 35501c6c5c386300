// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/migrationscontext.h"
#include "ui/migrate/previewgate.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QStackedWidget;

namespace core {
class Session;
struct SavedMigration;
} // namespace core

namespace ui {

class FilesView;
class GenerateDesk;
class KitNote;
class Notice;
class PlainLabel;
class PreviewCards;
class RenameBar;
class ScriptHead;

/// The project's next migration before it is written: what changes, the questions about renames, the hazards with the
/// values they want, and the files byte for byte. "Write files" writes those that are on view; nothing is run.
class GeneratePane : public QWidget {
    Q_OBJECT

public:
    explicit GeneratePane(core::Session &session, QWidget *parent = nullptr);

    [[nodiscard]] GenerateDesk &desk() { return *m_desk; }
    void
    open(bool baseline); ///< it is looked at; `baseline`: what is written counts as applied here, which is asked next
    bool perform(const QString &actionId);
    [[nodiscard]] MigrationsContext context() const;
    [[nodiscard]] QStringList statusFacts() const;
    [[nodiscard]] QString stateText() const; ///< beside its name in the list; a number where isCount()
    [[nodiscard]] bool isCount() const;
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void changed(); ///< any of the above
    void written(const QString &tag, bool baseline);
    void actionRequested(const QString &actionId);
    void messageRequested(const QString &plainText);
    void errorOccurred(const core::Error &error);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QWidget *makeMiddle();
    [[nodiscard]] QWidget *makeNameLine();
    void connectDesk();
    void showState();
    void showHead();
    void showCards();
    void showNothing();
    void showNothingToDo();
    [[nodiscard]] QString whereText() const;
    [[nodiscard]] QStringList warnings() const;
    [[nodiscard]] PreviewGate gate() const;
    [[nodiscard]] QString lockedBecause() const; ///< why nothing can be written now
    void write();
    void takeWritten(const core::Result<core::SavedMigration> &saved);

    core::Session &m_session;
    GenerateDesk *m_desk = nullptr;
    QStringList m_allowed; ///< hazardKey()s
    bool m_baseline = false;
    bool m_writing = false;

    ScriptHead *m_head = nullptr;
    PlainLabel *m_nameLabel = nullptr;
    QLineEdit *m_name = nullptr;
    QCheckBox *m_custom = nullptr;
    RenameBar *m_renames = nullptr;
    Notice *m_notice = nullptr;
    PlainLabel *m_where = nullptr;
    PlainLabel *m_warnings = nullptr;
    PlainLabel *m_locked = nullptr;
    QWidget *m_nameLine = nullptr;
    QStackedWidget *m_stack = nullptr; ///< the files, or why there are none
    FilesView *m_files = nullptr;
    KitNote *m_nothing = nullptr;
    PreviewCards *m_cards = nullptr;
};

} // namespace ui
