// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/prompts.h"

#include "ui/shell/projectchooser.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

void choosePath(QWidget *parent, const QString &title, QFileDialog::FileMode mode, std::function<void(QString)> answer,
                const QStringList &kinds = {}, const QString &name = {})
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    if (mode == QFileDialog::Directory)
        dialog->setOption(QFileDialog::ShowDirsOnly);
    else if (mode == QFileDialog::AnyFile)
        dialog->setAcceptMode(QFileDialog::AcceptSave);
    if (!kinds.isEmpty())
        dialog->setNameFilters(kinds);
    if (!name.isEmpty())
        dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [answer = std::move(answer)](const QString &path) { answer(path); });
    dialog->open();
}

QMessageBox *plainBox(QWidget *parent, const QString &title, const QString &text)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(title);
    box->setText(text);
    return box;
}

} // namespace

void DialogPrompts::confirm(QWidget *parent, const Question &question, std::function<void(bool)> answer)
{
    QMessageBox *box = plainBox(parent, question.title, question.text);
    QPushButton *accept = box->addButton(plainButtonText(question.accept), QMessageBox::AcceptRole);
    setLook(accept, question.destructive ? ButtonLook::Danger : ButtonLook::Primary);
    QPushButton *cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(question.destructive ? cancel : accept);
    box->setEscapeButton(cancel);
    QObject::connect(box, &QDialog::finished, parent,
                     [box, accept, answer = std::move(answer)] { answer(box->clickedButton() == accept); });
    box->open();
}

void DialogPrompts::confirmLeaving(QWidget *parent, const QString &title, const QString &text,
                                   std::function<void(Leaving)> answer)
{
    QMessageBox *box = plainBox(parent, title, text);
    QPushButton *keep = box->addButton(u"Keep for next time"_s, QMessageBox::AcceptRole);
    setLook(keep, ButtonLook::Primary);
    QPushButton *discard = box->addButton(u"Discard"_s, QMessageBox::DestructiveRole);
    setLook(discard, ButtonLook::Danger);
    QPushButton *stay = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(keep);
    box->setEscapeButton(stay);
    QObject::connect(box, &QDialog::finished, parent, [box, keep, discard, answer = std::move(answer)] {
        const QAbstractButton *clicked = box->clickedButton();
        answer(clicked == keep ? Leaving::Keep : clicked == discard ? Leaving::Discard : Leaving::Stay);
    });
    box->open();
}

void DialogPrompts::confirmApply(QWidget *parent, const ConfirmApply::About &about,
                                 std::function<void(bool withBackup)> accepted)
{
    auto *dialog = new ConfirmApply(about, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, parent,
                     [dialog, accepted = std::move(accepted)] { accepted(dialog->withBackup()); });
    dialog->open();
}

void DialogPrompts::chooseTarget(QWidget *parent, const QString &folder, const QList<core::TargetChoice> &choices,
                                 std::function<void(QString)> answer)
{
    auto *dialog = new ProjectChooser(folder, choices, parent);
    QObject::connect(dialog, &QDialog::accepted, parent,
                     [dialog, answer = std::move(answer)] { answer(dialog->chosen()); });
    dialog->open();
}

void DialogPrompts::chooseFile(QWidget *parent, const QString &title, std::function<void(QString)> answer)
{
    choosePath(parent, title, QFileDialog::ExistingFile, std::move(answer),
               {u"Databases (*.db *.sqlite *.sqlite3 *.db3)"_s, u"All files (*)"_s});
}

void DialogPrompts::chooseAnyFile(QWidget *parent, const QString &title, std::function<void(QString)> answer)
{
    choosePath(parent, title, QFileDialog::ExistingFile, std::move(answer));
}

void DialogPrompts::saveFile(QWidget *parent, const QString &title, const QString &name,
                             std::function<void(QString)> answer)
{
    choosePath(parent, title, QFileDialog::AnyFile, std::move(answer), {}, name);
}

void DialogPrompts::chooseFolder(QWidget *parent, const QString &title, std::function<void(QString)> answer)
{
    choosePath(parent, title, QFileDialog::Directory, std::move(answer));
}

} // namespace ui
