// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/serverfields.h"

#include "ui/connect/passwordfield.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

void setServerHint(PlainLabel *hint, const QString &text, const QString &tone = {})
{
    hint->setText(text);
    hint->setProperty("tone", tone);
    hint->style()->polish(hint);
    hint->setVisible(!text.isEmpty());
}

} // namespace

const QList<core::Environment> &ServerFields::marks()
{
    static const QList<core::Environment> all{core::Environment::Unmarked, core::Environment::Local,
                                                core::Environment::Staging, core::Environment::Production};
    return all;
}

ServerFields::ServerFields(core::ServerDefaults defaults, QWidget *parent)
    : QWidget(parent)
    , m_defaults(std::move(defaults))
{
    setObjectName(u"server-fields"_s);
    build();
    showHints();
}

/// A line that loses the focus because all of it goes is no longer read.
ServerFields::~ServerFields()
{
    for (QLineEdit *line : std::as_const(m_lines))
        line->disconnect(this);
}

/// The fields follow what is typed as soon as it makes sense. What was pasted is shown without its password at once.
void ServerFields::urlEdited(const QString &text)
{
    const bool pasted = qAbs(text.size() - std::exchange(m_urlLength, text.size())) > 1;
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
    }
    showHints();
    if (!read && pasted && !text.isEmpty())
        showProblem(Field::Url, read.error().message);
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
    m_mark->setCurrentIndex(static_cast<int>(marks().indexOf(form.mark)));
    m_readOnly->setChecked(form.readOnly);
    showHints();
}

ServerForm ServerFields::form() const
{
    return {address(), m_keep->isChecked(), m_name->text().trimmed(), marks().at(m_mark->currentIndex()),
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
    const bool production = marks().at(m_mark->currentIndex()) == core::Environment::Production;
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
