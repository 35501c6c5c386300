// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/target.h"
#include "ui/migrate/confirmapply.h"

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace ui {

struct Question {
    QString title;
    QString text; ///< one sentence that counts things
    QString accept; ///< "Discard": what the button says
    bool destructive = false;
    friend bool operator==(const Question &, const Question &) = default;
};

/// What becomes of staged edits when their database is closed.
enum class Leaving {
    Stay, ///< it is not closed
    Keep, ///< they are there when it is opened next
    Discard
};

/// Every modal question of the window. Answers come later, by a call back on the same thread; never at all when
/// `parent` dies first. No nested event loop. Tests put in scripted answers.
class Prompts {
public:
    virtual ~Prompts() = default;
    virtual void confirm(QWidget *parent, const Question &question, std::function<void(bool)> answer) = 0;
    /// The last question before a migration runs; only a yes is answered, with whether a backup is to be made first.
    virtual void confirmApply(QWidget *parent, const ConfirmApply::About &about,
                              std::function<void(bool withBackup)> accepted) = 0;
    /// Before a database is closed with edits staged.
    virtual void confirmLeaving(QWidget *parent, const QString &title, const QString &text,
                                std::function<void(Leaving)> answer) = 0;
    /// Which of several databases is to be opened; only a choice is answered, with its target.
    virtual void chooseTarget(QWidget *parent, const QString &folder, const QList<core::TargetChoice> &choices,
                              std::function<void(QString)> answer) = 0;
    virtual void chooseFile(QWidget *parent, const QString &title, std::function<void(QString)> answer) = 0;
    virtual void chooseFolder(QWidget *parent, const QString &title, std::function<void(QString)> answer) = 0;
    /// A file of any kind, to read from.
    virtual void chooseAnyFile(QWidget *parent, const QString &title, std::function<void(QString)> answer) = 0;
    /// Where a file of that name is to be written; the dialog itself asks before one is replaced.
    virtual void saveFile(QWidget *parent, const QString &title, const QString &name,
                          std::function<void(QString)> answer) = 0;
};

/// With real dialogs.
class DialogPrompts : public Prompts {
public:
    void confirm(QWidget *parent, const Question &question, std::function<void(bool)> answer) override;
    void confirmApply(QWidget *parent, const ConfirmApply::About &about,
                      std::function<void(bool withBackup)> accepted) override;
    void confirmLeaving(QWidget *parent, const QString &title, const QString &text,
                        std::function<void(Leaving)> answer) override;
    void chooseTarget(QWidget *parent, const QString &folder, const QList<core::TargetChoice> &choices,
                      std::function<void(QString)> answer) override;
    void chooseFile(QWidget *parent, const QString &title, std::function<void(QString)> answer) override;
    void chooseFolder(QWidget *parent, const QString &title, std::function<void(QString)> answer) override;
    void chooseAnyFile(QWidget *parent, const QString &title, std::function<void(QString)> answer) override;
    void saveFile(QWidget *parent, const QString &title, const QString &name,
                  std::function<void(QString)> answer) override;
};

} // namespace ui
