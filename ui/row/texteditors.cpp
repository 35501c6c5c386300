// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/texteditors.h"

#include "ui/row/valueline.h"

#include "ui/style/buttons.h"
#include "ui/style/longlines.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int rawGap = 24; ///< around and between what is shown and what is stored
constexpr int fewLines = 4; ///< of a text, in heights of controls
constexpr int moreLines = 7; ///< in full width
constexpr int fullWidth = 480;
constexpr int quicklyJudged = 64 * 1024; ///< characters

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
core::Value emptied(const Field &field)
{
    const bool text = !field.isNumeric() && field.format.kind == core::ColumnFormat::Kind::Plain;
    return text ? core::Value::text(QString()) : core::Value::null();
}

} // namespace

LineEditor::LineEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_line(new ValueLine(this))
    , m_called(new PlainLabel(PlainLabel::Role::Small, QString(), m_line))
    , m_raw(new PlainLabel(PlainLabel::Role::Small, QString(), m_line))
{
    m_across = plainLayout<QHBoxLayout>(this, 0, 2);
    m_across->addWidget(m_line, 1);
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
    connect(m_line, &QLineEdit::textEdited, this, &ValueEditor::edited);
    connect(m_line, &QLineEdit::returnPressed, this, &ValueEditor::finished);
}

QToolButton *LineEditor::addButton(const QString &name, Icon icon, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::current().icon(icon));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    setLook(button, ButtonLook::Flat);
    setTight(button);
    m_across->addWidget(button);
    m_buttons.append(button);
    return button;
}

bool LineEditor::isFillKey(int key, Qt::KeyboardModifiers modifiers)
{
    return key == Qt::Key_Semicolon && (modifiers & ~Qt::KeyboardModifiers(Qt::ShiftModifier)) == Qt::ControlModifier;
}

void LineEditor::fill(const QString &text)
{
    m_line->setText(text);
    m_line->setCursorPosition(int(text.size()));
    m_filled = true;
    m_called->hide();
    m_raw->hide();
    Q_EMIT edited();
    Q_EMIT finished();
}

std::optional<QString> LineEditor::readable(const core::Value &value) const
{
    return core::formatted(value, m_field.format);
}

core::Value LineEditor::valueOf(const QString &text) const
{
    return valueFromInput(text, m_field, m_dialect, m_stored);
}

void LineEditor::show(const FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    const QString raw = rawText(state);
    m_nothing = isNothing(state);
    m_stored = state.stored;
    m_value = m_nothing ? core::Value() : *value;
    m_filled = false;
    const auto nice = value && !state.unset ? readable(*value) : std::nullopt;
    m_shown = nice.value_or(raw);
    m_line->setPlaceholderText(placeholderText(m_field, state));
    m_line->setMixed(state.mixed > 0);
    m_line->setText(m_shown);
    m_line->setModified(false);
    m_line->setCursorPosition(0);
    m_raw->setText(nice && *nice != raw ? raw : QString());
    placeRaw();
}

std::optional<core::Value> LineEditor::typed() const
{
    const QString text = m_line->text();
    if (!(m_filled || m_line->isModified()) || text == m_shown)
        return std::nullopt;
    if (text.isEmpty())
        return m_nothing ? std::nullopt : std::optional(emptied(m_field));
    return valueOf(text);
}

void LineEditor::setReadOnly(bool readOnly)
{
    m_line->setReadOnly(readOnly);
    for (QToolButton *button : std::as_const(m_buttons))
        button->setEnabled(!readOnly);
}

QLineEdit *LineEditor::line() const
{
    return m_line;
}

QWidget *LineEditor::input() const
{
    return m_line;
}

bool LineEditor::canUndoTyping() const
{
    return m_line->isModified() && m_line->isUndoAvailable();
}

void LineEditor::placeRaw()
{
    m_line->setToolTip(m_raw->text() == m_shown ? QString() : plainToolTip(m_raw->text().left(400)));
    m_raw->adjustSize();
    const bool room = m_line->fontMetrics().horizontalAdvance(m_shown) + m_raw->width() + rawGap <= m_line->width();
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
    m_called->move(m_line->width() - m_called->width() - Theme::cellPadding,
                   (m_line->height() - m_called->height()) / 2);
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

TextEditor::TextEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_edit(new QPlainTextEdit(this))
{
    plainLayout<QVBoxLayout>(this, 0, 2)->addWidget(m_edit);
    setFocusProxy(m_edit);
    m_edit->setTabChangesFocus(true);
    m_edit->setFixedHeight(Theme::controlHeight * fewLines);
    m_edit->setFont(Theme::current().monospace());
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (m_edit->document()->isModified())
            Q_EMIT edited();
    });
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
    m_edit->document()->setModified(false); // or what is set would pass for typed
    m_edit->setPlainText(raw);
    m_edit->document()->setModified(false);
}

QString TextEditor::text() const
{
    return wholeText(*m_edit);
}

core::Value TextEditor::valueOf(const QString &text) const
{
    return valueFromInput(text, m_field, m_dialect, m_stored);
}

std::optional<core::Value> TextEditor::typed() const
{
    if (!m_edit->document()->isModified())
        return std::nullopt;
    QString now = text();
    if (now == m_shown)
        return std::nullopt;
    if (now.isEmpty())
        return m_nothing ? std::nullopt : std::optional(core::Value::text(QString()));
    if (m_carriageReturns)
        now.replace(u'\n', "\r\n"_L1);
    return valueOf(now);
}

bool TextEditor::isQuickToJudge() const
{
    return m_edit->document()->characterCount() <= quicklyJudged;
}

void TextEditor::resizeEvent(QResizeEvent *event)
{
    ValueEditor::resizeEvent(event);
    m_edit->setFixedHeight(Theme::controlHeight * (width() >= fullWidth ? moreLines : fewLines));
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
