// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/passworddialog.h"

#include "ui/connect/passwordfield.h"
#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

PasswordDialog::PasswordDialog(const QString &place, const QString &why, bool keep, QWidget *parent)
    : QDialog(parent)
    , m_password(new PasswordField(this))
    , m_keep(new QCheckBox(tr("Keep in the keychain"), this))
{
    setUpDialog(*this, u"password-dialog"_s, tr("Password"));
    setMinimumWidth(460);
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    auto *title = new PlainLabel(PlainLabel::Role::Title, tr("Password for %1").arg(visibleText(place, 80)), this);
    title->setElided(true);
    auto *reason = new PlainLabel(PlainLabel::Role::Muted, visibleText(why), this);
    reason->setObjectName(u"password-why"_s);
    reason->setWordWrap(true);
    m_keep->setObjectName(u"password-keep"_s);
    m_keep->setChecked(keep);
    all->addWidget(title);
    all->addWidget(reason);
    all->addWidget(m_password);
    all->addWidget(m_keep);
    addDialogButtons(*this, *all, u"password"_s, tr("Connect"));
    m_password->setFocus();
}

QString PasswordDialog::password() const
{
    return m_password->text();
}

bool PasswordDialog::keep() const
{
    return m_keep->isChecked();
}

} // namespace ui

#include "moc_passworddialog.cpp"
