// SPDX-License-Identifier: GPL-3.0-or-later
// ServerFields: what stands where.
#include "ui/connect/passwordfield.h"
#include "ui/connect/serverfields.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int serverLabelWidth = 84;

PlainLabel *serverLabel(const QString &text, QWidget *parent)
{
    auto *label = new PlainLabel(PlainLabel::Role::Muted, text, parent);
    label->setMinimumWidth(serverLabelWidth);
    return label;
}

} // namespace

QLineEdit *ServerFields::addLine(Field field, const QString &name, const QString &label)
{
    auto *line = new QLineEdit(this);
    line->setObjectName(u"server-"_s + name);
    line->setAccessibleName(label);
    m_lines.insert(field, line);
    if (field != Field::Url)
        connect(line, &QLineEdit::textEdited, this, &ServerFields::fieldEdited);
    return line;
}

PlainLabel *ServerFields::addHint(const QString &name)
{
    auto *hint = new PlainLabel(PlainLabel::Role::Small, {}, this);
    hint->setObjectName(u"server-%1-hint"_s.arg(name));
    hint->setWordWrap(true);
    return hint;
}

void ServerFields::build()
{
    auto *grid = plainLayout<QGridLayout>(this);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);
    buildAddress(*grid);
    buildPassword(*grid);
    buildEncryption(*grid);
    buildMore(*grid);
    buildAbout(*grid);
}

void ServerFields::buildAddress(QGridLayout &grid)
{
    const auto pair = [&grid, this](int row, int column, QLineEdit *line) {
        grid.addWidget(serverLabel(line->accessibleName(), this), row, column);
        grid.addWidget(line, row, column + 1);
    };
    QLineEdit *url = addLine(Field::Url, u"url"_s, tr("URL"));
    url->setPlaceholderText(u"postgresql://user@host:5432/database"_s);
    connect(url, &QLineEdit::textEdited, this, &ServerFields::urlEdited);
    connect(url, &QLineEdit::editingFinished, this, [this, url] {
        if (core::parseServerAddress(url->text()))
            url->setText(address().url()); // as it was understood, without a password
        m_urlLength = url->text().size();
    });
    grid.addWidget(serverLabel(tr("URL"), this), 0, 0);
    grid.addWidget(url, 0, 1, 1, 3);
    m_urlHint = addHint(u"url"_s);
    grid.addWidget(m_urlHint, 1, 1, 1, 3);
    grid.setRowMinimumHeight(2, 4);
    pair(3, 0, addLine(Field::Host, u"host"_s, tr("Host")));
    pair(3, 2, addLine(Field::Port, u"port"_s, tr("Port")));
    pair(4, 0, addLine(Field::Database, u"database"_s, tr("Database")));
    pair(4, 2, addLine(Field::User, u"user"_s, tr("User")));
    m_addressHint = addHint(u"address"_s);
    grid.addWidget(m_addressHint, 5, 1, 1, 3);
}

void ServerFields::buildPassword(QGridLayout &grid)
{
    m_password = new PasswordField(this);
    m_lines.insert(Field::Password, m_password->line());
    connect(m_password, &PasswordField::edited, this, &ServerFields::fieldEdited);
    m_keep = new QCheckBox(tr("Keep in the keychain"), this);
    m_keep->setObjectName(u"server-keep"_s);
    m_passwordHint = addHint(u"password"_s);
    grid.addWidget(serverLabel(tr("Password"), this), 6, 0);
    grid.addWidget(m_password, 6, 1);
    grid.addWidget(m_keep, 6, 2, 1, 2);
    grid.addWidget(m_passwordHint, 7, 1, 1, 3);
    connect(m_keep, &QCheckBox::toggled, this, &ServerFields::edited);
}

void ServerFields::buildEncryption(QGridLayout &grid)
{
    m_encryption = new QComboBox(this);
    m_encryption->setObjectName(u"server-encryption"_s);
    m_encryption->setAccessibleName(tr("Encryption (sslmode)"));
    m_encryption->addItem(tr("%1 (unless said otherwise)").arg(m_defaults.sslMode()), QString());
    for (const core::SslMode &mode : core::sslModes())
        m_encryption->addItem(mode.name, mode.name);
    connect(m_encryption, &QComboBox::currentIndexChanged, this, &ServerFields::fieldEdited);
    m_encryptionHint = addHint(u"encryption"_s);
    grid.addWidget(serverLabel(tr("Encryption"), this), 8, 0);
    grid.addWidget(m_encryption, 8, 1);
    grid.addWidget(m_encryptionHint, 9, 1, 1, 3);

    m_certificateRow = new QWidget(this);
    auto *row = plainLayout<QHBoxLayout>(m_certificateRow, 0, 8);
    QLineEdit *path = addLine(Field::Certificate, u"certificate"_s, tr("Root certificate"));
    path->setPlaceholderText(tr("~/.postgresql/root.crt"));
    auto *choose = new QPushButton(tr("Choose…"), m_certificateRow);
    choose->setObjectName(u"server-choose-certificate"_s);
    choose->setAutoDefault(false);
    row->addWidget(path, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, &ServerFields::certificateWanted);
    m_certificateLabel = serverLabel(tr("Root cert."), this);
    grid.addWidget(m_certificateLabel, 10, 0);
    grid.addWidget(m_certificateRow, 10, 1, 1, 3);
}

void ServerFields::buildMore(QGridLayout &grid)
{
    m_more = new QToolButton(this);
    m_more->setObjectName(u"server-more"_s);
    m_more->setText(tr("More ways to reach it"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    setLook(m_more, ButtonLook::Flat);
    m_moreBox = new QWidget(this);
    auto *inner = plainLayout<QGridLayout>(m_moreBox);
    inner->setHorizontalSpacing(10);
    inner->setVerticalSpacing(6);
    inner->setColumnStretch(1, 3);
    inner->setColumnStretch(3, 2);
    QLineEdit *socket = addLine(Field::Socket, u"socket"_s, tr("Socket folder"));
    socket->setPlaceholderText(u"/var/run/postgresql"_s);
    QLineEdit *service = addLine(Field::Service, u"service"_s, tr("Service"));
    service->setPlaceholderText(tr("of ~/.pg_service.conf"));
    inner->addWidget(serverLabel(tr("Socket folder"), m_moreBox), 0, 0);
    inner->addWidget(socket, 0, 1);
    inner->addWidget(serverLabel(tr("Service"), m_moreBox), 0, 2);
    inner->addWidget(service, 0, 3);
    m_moreHint = addHint(u"more"_s);
    inner->addWidget(m_moreHint, 1, 1, 1, 3);
    grid.addWidget(m_more, 11, 1, 1, 3, Qt::AlignLeft);
    grid.addWidget(m_moreBox, 12, 0, 1, 4);
    connect(m_more, &QToolButton::toggled, this, &ServerFields::setMoreShown);
    setMoreShown(false);
}

void ServerFields::buildAbout(QGridLayout &grid)
{
    grid.setRowMinimumHeight(13, 6);
    m_name = new QLineEdit(this);
    m_name->setObjectName(u"server-name"_s);
    m_name->setAccessibleName(tr("Name"));
    m_mark = new QComboBox(this);
    m_mark->setObjectName(u"server-mark"_s);
    m_mark->setAccessibleName(tr("What it is for"));
    for (const core::Environment mark : marks())
        m_mark->addItem(mark == core::Environment::Unmarked ? tr("not marked") : core::toText(mark),
                        static_cast<int>(mark));
    m_readOnly = new QCheckBox(tr("Read-only: the server lets no change through"), this);
    m_readOnly->setObjectName(u"server-read-only"_s);
    m_markHint = addHint(u"mark"_s);
    grid.addWidget(serverLabel(tr("Name"), this), 14, 0);
    grid.addWidget(m_name, 14, 1);
    grid.addWidget(serverLabel(tr("Mark"), this), 14, 2);
    grid.addWidget(m_mark, 14, 3);
    grid.addWidget(m_markHint, 15, 1, 1, 3);
    grid.addWidget(m_readOnly, 16, 1, 1, 3);
    connect(m_mark, &QComboBox::currentIndexChanged, this, [this] {
        showHints();
        Q_EMIT edited();
    });
    connect(m_name, &QLineEdit::textEdited, this, &ServerFields::edited);
    connect(m_readOnly, &QCheckBox::toggled, this, &ServerFields::edited);
}

} // namespace ui
