// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectdialog.h"

#include "core/session/servertrial.h"
#include "ui/changes/notice.h"
#include "ui/connect/serverfields.h"
#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QFileDialog>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

std::optional<ServerFields::Field> fieldOf(core::ServerPart part)
{
    using Field = ServerFields::Field;
    switch (part) {
    case core::ServerPart::None:
        return std::nullopt;
    case core::ServerPart::Host:
        return Field::Host;
    case core::ServerPart::Port:
        return Field::Port;
    case core::ServerPart::Database:
        return Field::Database;
    case core::ServerPart::User:
        return Field::User;
    case core::ServerPart::Password:
        return Field::Password;
    case core::ServerPart::Encryption:
        return Field::Encryption;
    case core::ServerPart::Certificate:
        return Field::Certificate;
    case core::ServerPart::Service:
        return Field::Service;
    }
    return std::nullopt;
}

} // namespace

ConnectDialog::ConnectDialog(const core::ServerDefaults &defaults, QWidget *parent)
    : QDialog(parent)
    , m_fields(new ServerFields(defaults, this))
    , m_notice(new Notice(this))
{
    setUpDialog(*this, u"connect-dialog"_s, tr("Connect to PostgreSQL"));
    resize(680, 560);
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    all->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("Connect to PostgreSQL"), this));
    auto *about = new PlainLabel(PlainLabel::Role::Muted,
                                 tr("Paste a URL, or fill in the fields. What stays empty is as libpq has it: from PG* "
                                    "variables, else as shown."),
                                 this);
    about->setWordWrap(true);
    all->addWidget(about);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *inner = new QWidget(scroll);
    auto *rows = plainLayout<QVBoxLayout>(inner);
    rows->setContentsMargins(1, 1, 10, 1);
    rows->addWidget(m_fields);
    rows->addStretch(1);
    scroll->setWidget(inner);
    all->addWidget(scroll, 1);
    all->addWidget(m_notice);
    const DialogButtons buttons = addDialogButtons(*this, *all, u"connect"_s, tr("Connect"));
    m_connect = buttons.accept;
    m_cancel = buttons.cancel;
    m_test = new QPushButton(tr("Test"), this);
    m_test->setObjectName(u"connect-test"_s);
    m_test->setAutoDefault(false);
    m_test->setToolTip(tr("Connects, asks the server about itself, and lets go (Alt+T)"));
    auto *row = static_cast<QBoxLayout *>(all->itemAt(all->count() - 1)->layout());
    row->insertWidget(0, m_test);
    setTabOrder(m_test, m_cancel);
    setTabOrder(m_cancel, m_connect);
    connect(m_test, &QPushButton::clicked, this, [this] { ask(false); });
    auto *key = new QShortcut(QKeySequence(u"Alt+T"_s), this); // a button's own is a click a little later
    connect(key, &QShortcut::activated, this, [this] { ask(false); });
    connect(m_fields, &ServerFields::problemShown, scroll,
            [scroll](QWidget *field) { scroll->ensureWidgetVisible(field, 0, 60); });
    connect(m_fields, &ServerFields::edited, m_notice, &Notice::clear);
    connect(m_fields, &ServerFields::certificateWanted, this, [this] {
        auto *files = new QFileDialog(this, tr("Choose the root certificate"));
        files->setAttribute(Qt::WA_DeleteOnClose);
        files->setFileMode(QFileDialog::ExistingFile);
        connect(files, &QFileDialog::fileSelected, m_fields, &ServerFields::setCertificate);
        files->open();
    });
}

ServerForm ConnectDialog::form() const
{
    return m_fields->form();
}

void ConnectDialog::ask(bool connecting)
{
    if (m_waiting || !m_fields->check())
        return;
    m_notice->clear();
    const ServerForm now = form();
    setWaiting(true,
               (connecting ? tr("Connecting to %1 …") : tr("Asking %1 …")).arg(visibleText(now.address.place(), 80)));
    if (connecting)
        Q_EMIT connectRequested(now);
    else
        Q_EMIT testRequested(now);
}

void ConnectDialog::setWaiting(bool waiting, const QString &words)
{
    m_waiting = waiting;
    m_fields->setEnabled(!waiting);
    m_test->setEnabled(!waiting);
    m_connect->setEnabled(!waiting);
    m_cancel->setText(waiting ? tr("Stop") : tr("Cancel"));
    if (waiting)
        m_cancel->setFocus();
    else
        m_connect->setFocus();
    if (!words.isEmpty())
        m_notice->showNote(words);
}

void ConnectDialog::showAnswer(const QStringList &facts)
{
    setWaiting(false);
    m_notice->showGood(tr("It answers: %1").arg(visibleText(facts.join(u" · "_s), 200)));
}

void ConnectDialog::showFailure(const core::Error &error)
{
    setWaiting(false);
    m_notice->clear();
    if (error.isCancelled())
        return;
    if (const auto field = fieldOf(core::partBehind(error)))
        m_fields->showProblem(*field, visibleText(error.message));
    else
        m_notice->showError(error);
}

void ConnectDialog::accept()
{
    ask(true);
}

void ConnectDialog::reject()
{
    if (!m_waiting) {
        QDialog::reject();
        return;
    }
    setWaiting(false);
    m_notice->showNote(tr("Stopped."));
    Q_EMIT stopRequested();
}

void ConnectDialog::finish()
{
    m_waiting = false;
    QDialog::accept();
}

} // namespace ui

#include "moc_connectdialog.cpp"
