// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/passwordfield.h"

#include "ui/style/buttons.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace ui {

PasswordField::PasswordField(QWidget *parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_show(new QPushButton(this))
{
    auto *row = plainLayout<QHBoxLayout>(this, 0, 8);
    row->addWidget(m_line, 1);
    row->addWidget(m_show);
    m_line->setObjectName(u"password"_s);
    m_line->setAccessibleName(tr("Password"));
    m_line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    m_show->setObjectName(u"password-show"_s);
    m_show->setCheckable(true);
    m_show->setAutoDefault(false);
    setFocusProxy(m_line);
    setShown(false);
    connect(m_show, &QPushButton::toggled, this, &PasswordField::setShown);
    connect(m_line, &QLineEdit::textEdited, this, &PasswordField::edited);
}

void PasswordField::setShown(bool shown)
{
    m_line->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_show->setText(shown ? tr("Hide") : tr("Show"));
    m_show->setToolTip(shown ? tr("Hide the password") : tr("Show the password"));
    m_show->setFixedWidth(64);
}

QString PasswordField::text() const
{
    return m_line->text();
}

void PasswordField::setText(const QString &password)
{
    m_line->setText(password);
}

void PasswordField::setHint(const QString &text)
{
    m_line->setPlaceholderText(text);
}

void PasswordField::setInvalid(bool invalid)
{
    m_line->setProperty("state", invalid ? u"invalid"_s : QString());
    m_line->style()->polish(m_line);
}

} // namespace ui

#include "moc_passwordfield.cpp"
