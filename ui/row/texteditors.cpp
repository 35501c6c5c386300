// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/texteditors.h"

#include "ui/style/buttons.h"
#include "ui/style/longlines.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QJsonDocument>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOptionFrame>
#include <QTextDocument>
#include <QVBoxLayout>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString rawText(const FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    return value && !state.unset ? value->display() : QString();
}

bool isNothing(const FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    return state.unset || !value || value->isNull();
}

/// What an emptied input means: NULL where a number or time has to be, '' where text may be.
std::optional<core::Value> emptied(const Field &field)
{
    const bool text = !field.isNumeric() && field.format.kind == core::ColumnFormat::Kind::Plain;
    if (text)
        return core::Value::text(QString());
    return field.required ? std::nullopt : std::optional(core::Value::null());
}

/// Placeholders stand for what is no text (NULL, DEFAULT, ''), so they are italic, and only they.
class ValueLine : public QLineEdit {
public:
    explicit ValueLine(QWidget *parent)
        : QLineEdit(parent)
    {
        setFont(Theme::current().monospace());
    }

protected:
    void inputMethodEvent(QInputMethodEvent *event) override
    {
        m_composing = !event->preeditString().isEmpty();
        QLineEdit::inputMethodEvent(event);
    }

    void paintEvent(QPaintEvent *event) override
    {
        if (!text().isEmpty() || placeholderText().isEmpty() || m_composing) {
            QLineEdit::paintEvent(event);
            return;
        }
        QStyleOptionFrame option;
        initStyleOption(&option);
        QPainter painter(this);
        style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
        const QRect room = style()->subElementRect(QStyle::SE_LineEditContents, &option, this).adjusted(2, 0, -2, 0);
        QFont italic = font();
        italic.setItalic(true);
        painter.setFont(italic);
        painter.setPen(Theme::current().color(Tone::TextFaint));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(italic).elidedText(placeholderText(), Qt::ElideRight, room.width()));
        if (hasFocus() && !isReadOnly())
            painter.fillRect(QRect(room.left() - 1, cursorRect().top() + 1, 1, fontMetrics().height()),
                             Theme::current().color(Tone::Text));
    }

private:
    bool m_composing = false;
};

} // namespace

LineEditor::LineEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_line(new ValueLine(this))
    , m_called(new PlainLabel(PlainLabel::Role::Small, QString(), m_line))
    , m_raw(new PlainLabel(PlainLabel::Role::Small, QString(), m_line))
{
    plainLayout<QVBoxLayout>(this)->addWidget(m_line);
    setFocusProxy(m_line);
    m_line->setMaxLength(std::numeric_limits<int>::max());
    m_raw->setObjectName(u"raw-value"_s);
    m_raw->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_called->setObjectName(u"field-label"_s);
    m_called->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_called->hide();
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textEdited, m_called, &QWidget::hide);
    connect(m_line, &QLineEdit::textEdited, m_raw, &QWidget::hide);
    connect(m_line, &QLineEdit::returnPressed, this, &ValueEditor::finished);
}

void LineEditor::show(const FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    const QString raw = rawText(state);
    const auto nice = value && !state.unset ? core::formatted(*value, m_field.format) : std::nullopt;
    m_nothing = isNothing(state);
    m_stored = state.stored;
    m_shown = nice.value_or(raw);
    m_line->setPlaceholderText(placeholderText(m_field, state));
    m_line->setText(m_shown);
    m_line->setModified(false);
    m_line->setCursorPosition(0);
    m_raw->setText(nice && *nice != raw ? raw : QString());
    placeRaw();
}

std::optional<core::Value> LineEditor::typed() const
{
    const QString text = m_line->text();
    if (!m_line->isModified() || text == m_shown)
        return std::nullopt;
    if (text.isEmpty())
        return m_nothing ? std::nullopt : emptied(m_field);
    return valueFromInput(text, m_field, m_dialect, m_stored);
}

void LineEditor::setReadOnly(bool readOnly)
{
    m_line->setReadOnly(readOnly);
}

QWidget *LineEditor::input() const
{
    return m_line;
}

bool LineEditor::canUndoTyping() const
{
    return m_line->isUndoAvailable();
}

void LineEditor::placeRaw()
{
    m_line->setToolTip(m_raw->text() == m_shown ? QString() : plainToolTip(m_raw->text().left(400)));
    m_raw->adjustSize();
    const bool room = m_line->fontMetrics().horizontalAdvance(m_shown) + m_raw->width() + 3 * Theme::cellPadding
        <= m_line->width();
    m_raw->move(m_line->width() - m_raw->width() - Theme::cellPadding, (m_line->height() - m_raw->height()) / 2);
    m_raw->setVisible(room && !m_line->isModified() && !m_raw->text().isEmpty());
    placeLabel();
}

void LineEditor::setLabel(const QString &label)
{
    if (m_label == label)
        return;
    m_label = label;
    placeRaw();
}

/// After the value, at the right; the raw value has that place when there is one.
void LineEditor::placeLabel()
{
    const QString value = m_shown.isEmpty() ? m_line->placeholderText() : m_shown;
    const int room = m_line->width() - m_line->fontMetrics().horizontalAdvance(value) - 3 * Theme::cellPadding;
    const QString text = m_called->fontMetrics().elidedText(m_label.simplified(), Qt::ElideRight, qMax(0, room));
    m_called->setText(text);
    m_called->setAccessibleName(m_label);
    m_called->adjustSize();
    m_called->move(m_line->width() - m_called->width() - Theme::cellPadding, (m_line->height() - m_called->height()) / 2);
    m_called->setVisible(text.size() > 1 && !m_line->isModified() && m_raw->text().isEmpty());
    if (!m_label.isEmpty())
        m_line->setToolTip(plainToolTip(m_label.left(400)));
}

bool LineEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::Resize)
        placeRaw();
    return ValueEditor::eventFilter(watched, event);
}

TextEditor::TextEditor(const Field &field, const core::Dialect &dialect, bool json, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_edit(new QPlainTextEdit(this))
{
    auto *layout = plainLayout<QVBoxLayout>(this, 0, 2);
    layout->addWidget(m_edit);
    setFocusProxy(m_edit);
    m_edit->setTabChangesFocus(true);
    m_edit->setFixedHeight(Theme::controlHeight * 4);
    m_edit->setFont(Theme::current().monospace());
    if (json) {
        m_validity = new PlainLabel(PlainLabel::Role::Small, QString(), this);
        m_validity->setObjectName(u"json-validity"_s);
        layout->addWidget(m_validity);
        connect(m_edit, &QPlainTextEdit::textChanged, this, &TextEditor::sayValidity);
    }
}

void TextEditor::show(const FieldState &state)
{
    QString raw = rawText(state);
    m_carriageReturns = raw.contains("\r\n"_L1);
    raw.replace("\r\n"_L1, "\n"_L1);
    m_nothing = isNothing(state);
    m_stored = state.stored;
    m_shown = raw;
    m_edit->setPlaceholderText(placeholderText(m_field, state));
    m_edit->setLineWrapMode(wrapModeFor(raw));
    m_edit->setPlainText(raw);
    m_edit->document()->setModified(false);
    if (m_validity)
        sayValidity();
}

QString TextEditor::text() const
{
    // toPlainText() would turn non-breaking spaces into plain ones.
    return m_edit->document()->toRawText().replace(QChar::ParagraphSeparator, u'\n');
}

std::optional<core::Value> TextEditor::typed() const
{
    QString now = text();
    if (!m_edit->document()->isModified() || now == m_shown)
        return std::nullopt;
    if (now.isEmpty())
        return m_nothing ? std::nullopt : std::optional(core::Value::text(QString()));
    if (m_carriageReturns)
        now.replace(u'\n', "\r\n"_L1);
    return m_validity ? core::Value::text(now) : valueFromInput(now, m_field, m_dialect, m_stored);
}

void TextEditor::sayValidity()
{
    const QByteArray json = text().toUtf8();
    m_validity->setVisible(!json.isEmpty());
    QJsonParseError error;
    // A scalar is JSON too; Qt reads documents only.
    QJsonDocument::fromJson("[" + json + "]", &error);
    if (error.error == QJsonParseError::NoError) {
        m_validity->setText(tr("valid JSON"));
        return;
    }
    const QByteArray before = json.first(qBound(qsizetype(0), qsizetype(error.offset) - 1, json.size()));
    m_validity->setText(tr("not JSON: line %1, %2").arg(before.count('\n') + 1).arg(error.errorString()));
}

void TextEditor::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
}

QWidget *TextEditor::input() const
{
    return m_edit;
}

bool TextEditor::canUndoTyping() const
{
    return m_edit->document()->isUndoAvailable();
}

} // namespace ui

#include "moc_texteditors.cpp"
