// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/roledialog.h"

#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int claimsHeight = 92;

} // namespace

RoleDialog::RoleDialog(const QString &place, QWidget *parent)
    : QDialog(parent)
{
    setUpDialog(*this, u"role-dialog"_s, tr("Browse as another role"));
    resize(520, 520);
    build(place);
    m_role->setFocus();
}

void RoleDialog::build(const QString &place)
{
    auto *all = plainLayout<QVBoxLayout>(this, 18, 8);
    auto *title = new PlainLabel(PlainLabel::Role::Title, tr("Browse %1 as").arg(visibleText(place, 60)), this);
    title->setElided(true);
    all->addWidget(title);
    auto *about = new PlainLabel(
        PlainLabel::Role::Muted,
        tr("Rows are read as that role sees them, row level security included. Nothing can be written meanwhile."),
        this);
    about->setWordWrap(true);
    all->addWidget(about);
    m_role = new QLineEdit(this);
    m_role->setObjectName(u"role-name"_s);
    m_role->setAccessibleName(tr("Role"));
    m_role->setPlaceholderText(tr("Role, for example authenticated"));
    all->addWidget(m_role);
    m_list = new QListWidget(this);
    m_list->setObjectName(u"role-list"_s);
    m_list->setAccessibleName(tr("Roles you may take"));
    all->addWidget(m_list, 1);
    m_hint = new PlainLabel(PlainLabel::Role::Small, tr("Asking for the roles …"), this);
    m_hint->setObjectName(u"role-hint"_s);
    m_hint->setWordWrap(true);
    all->addWidget(m_hint);
    all->addWidget(new PlainLabel(PlainLabel::Role::Caption, tr("Claims (JSON), where policies ask for them"), this));
    m_claims = new QPlainTextEdit(this);
    m_claims->setObjectName(u"role-claims"_s);
    m_claims->setAccessibleName(tr("Claims"));
    m_claims->setFont(Theme::current().monospace());
    m_claims->setPlaceholderText(u"{\"sub\": \"…\", \"role\": \"authenticated\"}"_s);
    m_claims->setFixedHeight(claimsHeight);
    m_claims->setTabChangesFocus(true);
    all->addWidget(m_claims);
    auto *row = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    row->addWidget(new PlainLabel(PlainLabel::Role::Muted, tr("In the setting"), this));
    m_setting = new QLineEdit(core::BrowsedRole().setting, this);
    m_setting->setObjectName(u"role-setting"_s);
    m_setting->setAccessibleName(tr("Setting that holds the claims"));
    row->addWidget(m_setting, 1);
    all->addLayout(row);
    m_problem = new PlainLabel(PlainLabel::Role::Normal, {}, this);
    m_problem->setObjectName(u"role-problem"_s);
    m_problem->setProperty("tone", u"danger"_s);
    m_problem->setWordWrap(true);
    all->addWidget(m_problem);
    showProblem({});
    addDialogButtons(*this, *all, u"role"_s, tr("Browse as this role"));
    connect(m_list, &QListWidget::currentTextChanged, m_role, &QLineEdit::setText);
    connect(m_list, &QListWidget::itemDoubleClicked, this, &RoleDialog::accept);
    connect(m_role, &QLineEdit::textEdited, this, [this] { showProblem({}); });
    connect(m_claims, &QPlainTextEdit::textChanged, this, [this] { showProblem({}); });
}

void RoleDialog::setRoles(const core::Result<QStringList> &roles)
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    if (!roles) {
        m_hint->setText(visibleText(roles.error().message));
        return;
    }
    m_list->addItems(*roles);
    m_hint->setText(roles->isEmpty() ? tr("Your user is a member of no other role: GRANT one to it first.")
                                     : tr("Those your user may take; any other can be typed."));
}

void RoleDialog::setRole(const core::BrowsedRole &role)
{
    m_role->setText(role.role);
    m_setting->setText(role.setting);
    m_claims->setPlainText(role.claims);
}

core::BrowsedRole RoleDialog::role() const
{
    return {m_role->text().trimmed(), m_setting->text().trimmed(), m_claims->toPlainText().trimmed()};
}

void RoleDialog::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void RoleDialog::accept()
{
    const QString problem = core::problemWith(role());
    showProblem(problem);
    if (problem.isEmpty())
        QDialog::accept();
}

} // namespace ui

#include "moc_roledialog.cpp"
