// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/typedname.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

TypedName::TypedName(const QString &title, const QString &text, const QString &name, const QString &accept,
                     QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"typed-name"_s);
    setWindowTitle(title);
    setMinimumWidth(460);
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    const auto line = [all](PlainLabel *label) {
        label->setWordWrap(true);
        all->addWidget(label);
    };
    line(new PlainLabel(PlainLabel::Role::Title, title));
    line(new PlainLabel(PlainLabel::Role::Muted, text));
    line(new PlainLabel(tr("Type %1 to go on.").arg(name)));
    auto *typed = new QLineEdit;
    typed->setObjectName(u"typed-name-field"_s);
    typed->setAccessibleName(tr("The database's name"));
    all->addWidget(typed);
    auto *buttons = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    buttons->addStretch(1);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    auto *go = new QPushButton(plainButtonText(accept));
    go->setObjectName(u"typed-name-accept"_s);
    go->setEnabled(false);
    go->setDefault(true);
    setLook(go, ButtonLook::Danger);
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    all->addLayout(buttons);
    connect(typed, &QLineEdit::textChanged, go, [go, name](const QString &now) { go->setEnabled(now == name); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, &QDialog::accept);
    typed->setFocus();
}

void TypedName::ask(QWidget *parent, const QString &title, const QString &text, const QString &name,
                    const QString &accept, const std::function<void()> &accepted)
{
    auto *dialog = new TypedName(title, text, name, accept, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, parent, accepted);
    dialog->open();
}

} // namespace ui

#include "moc_typedname.cpp"
