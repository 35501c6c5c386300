// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/serverfields.h"

#include "ui/connect/passwordfield.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int serverLabelWidth = 84;

const QList<core::Environment> &serverMarks()
{
    static const QList<core::Environment> marks{core::Environment::Unmarked, core::Environment::Local,
                                                core::Environment::Staging, core::Environment::Production};
    return marks;
}

void setServerHint(PlainLabel *hint, const QString &text, const QString &tone = {})
{
    hint->setText(text);
    hint->setProperty("tone", tone);
    hint->style()->polish(hint);
    hint->setVisible(!text.isEmpty());
}

PlainLabel *serverLabel(const QString &text, QWidget *parent)
{
    auto *label = new PlainLabel(PlainLabel::Role::Muted, text, parent);
    label->setMinimumWidth(serverLabelWidth);
    return label;
}

} // namespace

ServerFields::ServerFields(core::ServerDefaults defaults, QWidget *parent)
    : QWidget(parent)
    , m_defaults(std::move(defaults))
{
    setObjectName(u"server-fields"_s);
    build();
    showHints();
}

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
    for (const core::Environment mark : serverMarks())
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

/// The fields follow what is typed as soon as it makes sense. What was pasted is shown without its password at once.
void ServerFields::urlEdited(const QString &text)
{
    const bool pasted = text.size() - std::exchange(m_urlLength, text.size()) > 1;
    QLineEdit *url = m_lines.value(Field::Url);
    clearProblems();
    const auto read = core::parseServerAddress(text);
    if (read) {
        const QString password = read->password.isEmpty() ? m_password->text() : read->password;
        showAddress(*read);
        m_password->setText(password);
        if (pasted) {
            url->setText(read->url());
            m_urlLength = url->text().size();
        }
    } else if (pasted && !text.isEmpty()) {
        showProblem(Field::Url, read.error().message);
    }
    showHints();
    Q_EMIT edited();
}

void ServerFields::fieldEdited()
{
    clearProblems();
    QLineEdit *url = m_lines.value(Field::Url);
    url->setText(address().url());
    m_urlLength = url->text().size();
    showHints();
    Q_EMIT edited();
}

void ServerFields::showAddress(const core::ServerAddress &address)
{
    m_rest = address;
    for (const QString &shown : {u"sslmode"_s, u"sslrootcert"_s, u"service"_s})
        m_rest.options.remove(shown);
    m_lines.value(Field::Host)->setText(address.isSocket() ? QString() : address.host);
    m_lines.value(Field::Socket)->setText(address.isSocket() ? address.host : QString());
    m_lines.value(Field::Port)->setText(address.port);
    m_lines.value(Field::Database)->setText(address.database);
    m_lines.value(Field::User)->setText(address.user);
    m_lines.value(Field::Certificate)->setText(address.option(u"sslrootcert"_s));
    m_lines.value(Field::Service)->setText(address.option(u"service"_s));
    const QSignalBlocker quiet(m_encryption);
    m_encryption->setCurrentIndex(qMax(0, m_encryption->findData(address.option(u"sslmode"_s))));
    if (address.isSocket() || !address.option(u"service"_s).isEmpty())
        m_more->setChecked(true);
}

core::ServerAddress ServerFields::address() const
{
    const auto text = [this](Field field) { return m_lines.value(field)->text().trimmed(); };
    core::ServerAddress address;
    address.options = m_rest.options;
    address.host = text(Field::Socket).isEmpty() ? text(Field::Host) : text(Field::Socket);
    address.port = text(Field::Port);
    address.database = text(Field::Database);
    address.user = text(Field::User);
    address.password = m_password->text();
    address.setOption(u"sslmode"_s, m_encryption->currentData().toString());
    address.setOption(u"sslrootcert"_s, text(Field::Certificate));
    address.setOption(u"service"_s, text(Field::Service));
    return address;
}

void ServerFields::setForm(const ServerForm &form)
{
    showAddress(form.address);
    m_password->setText(form.address.password);
    m_lines.value(Field::Url)->setText(form.address == core::ServerAddress() ? QString() : form.address.url());
    m_urlLength = m_lines.value(Field::Url)->text().size();
    m_keep->setChecked(form.keepPassword);
    m_name->setText(form.name);
    m_mark->setCurrentIndex(static_cast<int>(serverMarks().indexOf(form.mark)));
    m_readOnly->setChecked(form.readOnly);
    showHints();
}

ServerForm ServerFields::form() const
{
    return {address(), m_keep->isChecked(), m_name->text().trimmed(), serverMarks().at(m_mark->currentIndex()),
            m_readOnly->isChecked()};
}

void ServerFields::setKept(bool kept)
{
    m_kept = kept;
    showHints();
}

void ServerFields::setCertificate(const QString &path)
{
    m_lines.value(Field::Certificate)->setText(path);
    fieldEdited();
}

void ServerFields::setMoreShown(bool shown)
{
    m_moreBox->setVisible(shown);
    m_more->setIcon(Theme::current().icon(shown ? Icon::ChevronDown : Icon::ChevronRight));
}

void ServerFields::showHints()
{
    const core::ServerAddress now = address();
    setServerHint(
        m_urlHint,
        m_rest.ignored.isEmpty()
            ? QString()
            : tr("Left out, since PostgreSQL does not know it: %1").arg(visibleText(m_rest.ignored.join(u", "_s), 80)),
        u"amber"_s);
    setServerHint(m_addressHint, {});
    setServerHint(m_moreHint, {});
    QLineEdit *host = m_lines.value(Field::Host);
    const bool bySocket = !m_lines.value(Field::Socket)->text().isEmpty();
    host->setEnabled(!bySocket);
    host->setPlaceholderText(bySocket ? tr("by the socket below") : m_defaults.host());
    m_lines.value(Field::Port)->setPlaceholderText(m_defaults.port());
    m_lines.value(Field::Database)->setPlaceholderText(m_defaults.database(now));
    m_lines.value(Field::User)->setPlaceholderText(m_defaults.user());
    m_name->setPlaceholderText(now == core::ServerAddress() ? QString() : now.place());
    setServerHint(m_passwordHint,
                  !m_password->text().isEmpty() ? QString()
                      : m_kept                  ? tr("Left empty, it comes from the keychain.")
                                                : m_defaults.passwordSource(now));
    const QString mode = now.option(u"sslmode"_s).isEmpty() ? m_defaults.sslMode() : now.option(u"sslmode"_s);
    QString meaning;
    for (const core::SslMode &each : core::sslModes()) {
        if (each.name == mode)
            meaning = each.meaning;
    }
    setServerHint(m_encryptionHint, meaning);
    const bool withCertificate = mode.startsWith(u"verify-"_s) || !now.option(u"sslrootcert"_s).isEmpty();
    m_certificateRow->setVisible(withCertificate);
    m_certificateLabel->setVisible(withCertificate);
    const bool production = serverMarks().at(m_mark->currentIndex()) == core::Environment::Production;
    setServerHint(m_markHint,
                  production
                      ? tr("Production is red everywhere, and the database's name has to be typed before anything is "
                           "applied.")
                      : QString());
}

PlainLabel *ServerFields::problemLine(Field field) const
{
    switch (field) {
    case Field::Url:
        return m_urlHint;
    case Field::Host:
    case Field::Port:
    case Field::Database:
    case Field::User:
        return m_addressHint;
    case Field::Password:
        return m_passwordHint;
    case Field::Encryption:
    case Field::Certificate:
        return m_encryptionHint;
    case Field::Service:
    case Field::Socket:
        return m_moreHint;
    }
    return m_urlHint;
}

void ServerFields::showProblem(Field field, const QString &text)
{
    if (field == Field::Service || field == Field::Socket)
        m_more->setChecked(true);
    setServerHint(problemLine(field), text, u"danger"_s);
    QWidget *at = field == Field::Encryption ? static_cast<QWidget *>(m_encryption) : m_lines.value(field);
    at->setProperty("state", u"invalid"_s);
    at->style()->polish(at);
    at->setFocus(Qt::OtherFocusReason);
    Q_EMIT problemShown(at);
}

void ServerFields::clearProblems()
{
    QList<QWidget *> fields{m_encryption};
    for (QLineEdit *line : std::as_const(m_lines))
        fields.append(line);
    for (QWidget *field : std::as_const(fields)) {
        if (field->property("state").toString().isEmpty())
            continue;
        field->setProperty("state", QString());
        field->style()->polish(field);
    }
    showHints();
}

bool ServerFields::check()
{
    clearProblems();
    const core::ServerAddress now = address();
    if (const auto again = core::parseServerAddress(now.url()); !again) {
        showProblem(now.port.isEmpty() ? Field::Url : Field::Port, again.error().message);
        return false;
    }
    const QString certificate = now.option(u"sslrootcert"_s);
    if (!certificate.isEmpty() && certificate != u"system"_s && !QFileInfo(certificate).isFile()) {
        showProblem(Field::Certificate, tr("There is no such file."));
        return false;
    }
    if (!m_lines.value(Field::Socket)->text().isEmpty() && !now.isSocket()) {
        showProblem(Field::Socket, tr("A socket's folder begins with /."));
        return false;
    }
    return true;
}

} // namespace ui

#include "moc_serverfields.cpp"
