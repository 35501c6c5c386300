// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/valuedialog.h"

#include "ui/grid/celledits.h"
#include "ui/row/hexview.h"
#include "ui/row/jsoncheck.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/longlines.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextDocument>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ValueDialog::ValueDialog(const Subject &subject, const core::Dialect &dialect, QWidget *parent)
    : QDialog(parent)
    , m_subject(subject)
    , m_dialect(dialect)
    , m_readOnly(!subject.readOnlyBecause.isEmpty())
{
    setObjectName(u"value-dialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(subject.title);
    resize(720, 480);
    auto *layout = plainLayout<QVBoxLayout>(this, 14, 10);
    auto *title = new PlainLabel(subject.title, this);
    title->setElided(true);
    layout->addWidget(title);
    createText();
    m_note = new PlainLabel(PlainLabel::Role::Small, {}, this);
    m_note->setObjectName(u"value-note"_s);
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
    createButtons();
    showValue();
}

void ValueDialog::createText()
{
    m_text = new QPlainTextEdit(this);
    m_text->setObjectName(u"value-text"_s);
    m_text->setAccessibleName(m_subject.title);
    m_text->setFont(Theme::current().monospace());
    m_text->setTabChangesFocus(false);
    m_text->installEventFilter(this);
    layout()->addWidget(m_text);
    m_json = new JsonCheck(m_text);
    m_json->setOn(isJson());
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_json->setOn(isJson()); });
    connect(m_json, &JsonCheck::judged, this, &ValueDialog::describe);
}

void ValueDialog::showBytes()
{
    m_text->hide();
    auto *bytes = new HexView(this);
    bytes->setObjectName(u"value-bytes"_s);
    bytes->setAccessibleName(m_subject.title);
    bytes->setBytes(m_subject.current.bytes());
    bytes->installEventFilter(this);
    static_cast<QVBoxLayout *>(layout())->insertWidget(layout()->indexOf(m_text), bytes, 1);
    bytes->setFocus();
}

void ValueDialog::createButtons()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    const auto add = [&](const QString &name, const QString &text, ButtonLook look) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setAutoDefault(false);
        setLook(button, look);
        row->addWidget(button);
        return button;
    };
    const bool mayChange = m_subject.readOnlyBecause.isEmpty();
    auto *null = add(u"value-null"_s, u"Set NULL"_s, ButtonLook::Plain);
    null->setEnabled(mayChange && !m_subject.column.notNull);
    null->setToolTip(m_subject.column.notNull ? u"The column is NOT NULL"_s : u"Ctrl+Alt+N"_s);
    connect(null, &QPushButton::clicked, this, [this] { choose(core::Value::null()); });
    auto *byDefault = add(u"value-default"_s, u"Set DEFAULT"_s, ButtonLook::Plain);
    byDefault->setEnabled(mayChange);
    byDefault->setToolTip(u"Ctrl+Alt+D"_s);
    connect(byDefault, &QPushButton::clicked, this, [this] { choose(core::UseDefault{}); });
    row->addStretch();
    connect(add(u"value-cancel"_s, u"Cancel"_s, ButtonLook::Plain), &QPushButton::clicked, this, &QDialog::reject);
    auto *ok = add(u"value-accept"_s, u"Stage · Ctrl+Enter"_s, ButtonLook::Primary);
    connect(ok, &QPushButton::clicked, this, &ValueDialog::accept);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

void ValueDialog::showValue()
{
    const bool blob = m_subject.current.kind() == core::Value::Kind::Blob;
    const auto text = editTextOf(m_subject.current, m_subject.format, m_subject.raw);
    if (text)
        m_shown = *text;
    else
        m_readOnly = true;
    const QString shown = text ? m_shown.text : blob ? QString() : m_subject.current.display();
    m_text->setLineWrapMode(wrapModeFor(shown));
    m_text->setPlainText(shown);
    m_text->setReadOnly(m_readOnly);
    m_text->setPlaceholderText(m_subject.isDefault              ? u"DEFAULT"_s
                                   : m_subject.current.isNull() ? u"NULL"_s
                                                                : u"'' (empty text)"_s);
    if (auto *ok = findChild<QPushButton *>(u"value-accept"_s))
        ok->setVisible(!m_readOnly);
    m_text->setFocus();
    if (blob && !text)
        showBytes();
    if (!text && m_subject.readOnlyBecause.isEmpty())
        m_subject.readOnlyBecause = blob
            ? u"A blob of %1, to look at."_s.arg(sizeText(m_subject.current.bytes().size()))
            : text.error().message;
    describe();
}

QString ValueDialog::text() const
{
    return wholeText(*m_text);
}

bool ValueDialog::isJson() const
{
    const QChar first = m_text->document()->characterAt(0);
    return m_subject.format.kind == core::ColumnFormat::Kind::Json || first == u'{' || first == u'[';
}

void ValueDialog::describe()
{
    if (m_readOnly) {
        m_note->setText(m_subject.readOnlyBecause);
        return;
    }
    QStringList words{counted(m_text->document()->characterCount() - 1, u"character"_s),
                      counted(m_text->document()->blockCount(), u"line"_s)};
    if (const QString json = m_json->words(); !json.isEmpty())
        words.append(json);
    m_note->setText(words.join(u" · "_s));
}

void ValueDialog::choose(const core::NewValue &value)
{
    Q_EMIT chosen(value);
    QDialog::accept();
}

void ValueDialog::accept()
{
    if (m_readOnly || text() == m_shown.text) {
        QDialog::accept();
        return;
    }
    const auto value = valueOfText({text(), m_shown.crlf}, m_subject.column, m_subject.format, m_dialect, m_subject.raw,
                                   m_subject.base);
    if (value)
        choose(*value);
    else
        m_note->setText(value.error().message); // and everything stays as typed
}

void ValueDialog::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool both = event->modifiers() == (Qt::ControlModifier | Qt::AltModifier);
    const auto press = [this](const QString &name) {
        if (auto *button = findChild<QPushButton *>(name); button && button->isEnabled())
            button->click();
    };
    if (enter && event->modifiers() & Qt::ControlModifier)
        accept();
    else if (both && event->key() == Qt::Key_N)
        press(u"value-null"_s);
    else if (both && event->key() == Qt::Key_D)
        press(u"value-default"_s);
    else
        QDialog::keyPressEvent(event);
}

bool ValueDialog::eventFilter(QObject *object, QEvent *event)
{
    // The window's shortcuts with the same keys stay away while this is open; the text box leaves these keys to us.
    if (object != this && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        const bool ours = (enter && key->modifiers() & Qt::ControlModifier)
            || key->modifiers() == (Qt::ControlModifier | Qt::AltModifier);
        if (ours && event->type() == QEvent::ShortcutOverride) {
            event->accept();
            return true;
        }
        if (ours) {
            keyPressEvent(key);
            return true;
        }
    }
    return QDialog::eventFilter(object, event);
}

} // namespace ui

#include "moc_valuedialog.cpp"
