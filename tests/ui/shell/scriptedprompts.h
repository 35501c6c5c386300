// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/prompts.h"

#include <QList>

/// Answers as told, and remembers what was asked.
class ScriptedPrompts : public ui::Prompts {
public:
    void confirm(QWidget *, const ui::Question &question, std::function<void(bool)> answer) override
    {
        asked.append(question);
        answer(yes);
    }
    void confirmApply(QWidget *, const ui::ConfirmApply::About &about, std::function<void(bool)> accepted) override
    {
        askedToApply.append(about.tag);
        if (yes)
            accepted(backup);
    }
    void confirmLeaving(QWidget *, const QString &title, const QString &text,
                        std::function<void(ui::Leaving)> answer) override
    {
        asked.append({title, text, {}, true});
        answer(yes ? leaving : ui::Leaving::Stay);
    }
    void chooseTarget(QWidget *, const QString &, const QList<core::TargetChoice> &choices,
                      std::function<void(QString)> answer) override
    {
        offered = choices;
        if (yes)
            answer(choices.last().target);
    }
    void chooseFile(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(path); }
    void chooseFolder(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(path); }

    void chooseAnyFile(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(path); }
    void saveFile(QWidget *, const QString &, const QString &name, std::function<void(QString)> answer) override
    {
        suggested = name;
        answer(path);
    }

    QList<core::TargetChoice> offered; ///< the databases of a folder; the last is chosen, where yes
    QString suggested; ///< the name for a file that is saved
    QList<ui::Question> asked;
    QStringList askedToApply; ///< the migrations' tags
    bool yes = false;
    ui::Leaving leaving = ui::Leaving::Discard; ///< what becomes of staged edits, where yes
    bool backup = true;
    QString path;
};
