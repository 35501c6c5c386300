// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/dialogparts.h"

#include "ui/style/buttons.h"

#include <QBoxLayout>
#include <QDialog>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void setUpDialog(QDialog &dialog, const QString &name, const QString &title)
{
    dialog.setObjectName(name);
    dialog.setAttribute(Qt::WA_DeleteOnClose);
    dialog.setWindowTitle(title);
}

DialogButtons addDialogButtons(QDialog &dialog, QBoxLayout &layout, const QString &name, const QString &acceptText)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    DialogButtons buttons;
    buttons.cancel = new QPushButton(QDialog::tr("Cancel"), &dialog);
    buttons.cancel->setObjectName(name + u"-cancel"_s);
    buttons.cancel->setAutoDefault(false);
    buttons.accept = new QPushButton(acceptText, &dialog);
    buttons.accept->setObjectName(name + u"-accept"_s);
    buttons.accept->setDefault(true);
    setLook(buttons.accept, ButtonLook::Primary);
    row->addWidget(buttons.cancel);
    row->addWidget(buttons.accept);
    layout.addLayout(row);
    QObject::connect(buttons.cancel, &QPushButton::clicked, &dialog, &QDialog::reject);
    QObject::connect(buttons.accept, &QPushButton::clicked, &dialog, &QDialog::accept);
    return buttons;
}

} // namespace ui
