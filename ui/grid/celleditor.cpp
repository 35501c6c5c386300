// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/celleditor.h"

#include "ui/style/buttons.h"
#include "ui/style/longlines.h"
#include "ui/style/textline.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int leastLineWidth = 120;
constexpr int leastLinesWidth = 320;
constexpr int linesHeight = 5 * Theme::rowHeight;
constexpr int mostChoices = 8;
constexpr int choiceHeight = 28;

QString commandOf(const QKeyEvent *event)
{
    const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::AltModifier;
    if (event->key() == Qt::Key_N && event->modifiers() == both)
        return u"cell.setNull"_s;
    if (event->key() == Qt::Key_D && event->modifiers() == both)
        return u"cell.setDefault"_s;
    if (event->key() == Qt::Key_Backspace && event->modifiers() == Qt::AltModifier)
        return u"cell.setEmpty"_s;
    if (event->key() == Qt::Key_Down && event->modifiers() == Qt::AltModifier)
        return u"row.pick"_s;
    return {};
}

} // namespace

CellEditor::CellEditor(Form form, const QStringList &choices, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"cell-editor"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    if (form == Form::Lines) {
        m_lines = new QPlainTextEdit(this);
        m_lines->setTabChangesFocus(true);
        m_lines->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    } else {
        m_line = new TextLine(this);
        m_line->setFrame(false);
    }
    input()->setObjectName(u"cell-editor-input"_s);
    input()->setProperty("bare", true);
    input()->setFont(Theme::current().monospace());
    layout->addWidget(input());
    setFocusProxy(input());
    input()->installEventFilter(this);
    if (!choices.isEmpty()) {
        m_choices = new QListWidget(parent);
        m_choices->setObjectName(u"cell-editor-choices"_s);
        m_choices->setFocusPolicy(Qt::NoFocus);
        setArea(m_choices, u"popup"_s);
        m_choices->addItems(choices);
        m_choices->setFont(Theme::current().monospace());
        connect(m_choices, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) {
            m_line->setText(item->text());
            Q_EMIT accepted(Exit::Stay);
        });
        connect(m_line, &QLineEdit::textEdited, this, &CellEditor::markChoice);
    }
}

CellEditor::~CellEditor()
{
    delete m_choices; // a sibling, so that it may hang below the cell
}

QWidget *CellEditor::input() const
{
    return m_lines ? static_cast<QWidget *>(m_lines) : m_line;
}

void CellEditor::setText(const QString &text, bool selectAll)
{
    if (m_lines) {
        m_lines->setLineWrapMode(wrapModeFor(text));
        m_lines->setPlainText(text);
        m_lines->moveCursor(QTextCursor::End);
        if (selectAll)
            m_lines->selectAll();
        return;
    }
    m_line->setText(text);
    if (selectAll)
        m_line->selectAll();
    if (m_choices)
        markChoice(text);
}

QString CellEditor::text() const
{
    return m_lines ? wholeText(*m_lines) : m_line->text();
}

void CellEditor::setInvalid(bool invalid)
{
    setProperty("invalid", invalid);
    update();
}

void CellEditor::placeAt(const QRect &cell)
{
    const QRect area = parentWidget()->rect();
    QRect rect = cell.adjusted(-1, -1, 0, 0);
    rect.setWidth(std::min(area.width(), std::max(rect.width(), m_lines ? leastLinesWidth : leastLineWidth)));
    if (m_lines)
        rect.setHeight(std::min(area.height(), linesHeight));
    if (rect.right() > area.right())
        rect.moveRight(area.right());
    if (rect.bottom() > area.bottom())
        rect.moveBottom(area.bottom());
    setGeometry(rect);
    show();
    raise();
    if (m_choices) {
        const int height = std::min(mostChoices, m_choices->count()) * choiceHeight + 8;
        const bool below = rect.bottom() + height <= area.bottom() || rect.top() < height;
        m_choices->setGeometry(rect.left(), below ? rect.bottom() + 1 : rect.top() - height,
                               std::max(rect.width(), 140), height);
        m_choices->show();
        m_choices->raise();
    }
}

void CellEditor::moveChoice(int step)
{
    const int row = std::clamp(m_choices->currentRow() + step, 0, m_choices->count() - 1);
    m_choices->setCurrentRow(row);
    m_line->setText(m_choices->item(row)->text());
    m_line->selectAll();
}

void CellEditor::markChoice(const QString &text)
{
    for (int i = 0; i < m_choices->count(); ++i) {
        if (m_choices->item(i)->text().startsWith(text, Qt::CaseInsensitive) && !text.isEmpty()) {
            m_choices->setCurrentRow(i);
            return;
        }
    }
    m_choices->setCurrentRow(-1);
}

bool CellEditor::isOurs(QKeyEvent *event) const
{
    switch (event->key()) {
    case Qt::Key_Escape:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return !(event->modifiers() & Qt::ControlModifier);
    case Qt::Key_Up:
    case Qt::Key_Down:
        return m_choices || !commandOf(event).isEmpty();
    default:
        return !commandOf(event).isEmpty();
    }
}

bool CellEditor::handleKey(QKeyEvent *event)
{
    if (!isOurs(event))
        return false;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Escape:
        Q_EMIT cancelled();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_lines && (shift || event->modifiers() & Qt::AltModifier)) {
            m_lines->insertPlainText(u"\n"_s);
            return true;
        }
        Q_EMIT accepted(shift ? Exit::Up : Exit::Down);
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        Q_EMIT accepted(shift || event->key() == Qt::Key_Backtab ? Exit::Left : Exit::Right);
        return true;
    case Qt::Key_Up:
        moveChoice(-1);
        return true;
    case Qt::Key_Down:
        if (m_choices)
            moveChoice(1);
        else
            Q_EMIT commandRequested(commandOf(event));
        return true;
    default:
        Q_EMIT commandRequested(commandOf(event));
        return true;
    }
}

bool CellEditor::eventFilter(QObject *object, QEvent *event)
{
    if (object == input()) {
        switch (event->type()) {
        case QEvent::ShortcutOverride:
            if (isOurs(static_cast<QKeyEvent *>(event))) {
                event->accept();
                return true;
            }
            break;
        case QEvent::KeyPress:
            if (handleKey(static_cast<QKeyEvent *>(event)))
                return true;
            break;
        case QEvent::FocusOut: {
            const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
            // Another window or our own context menu is not "clicking away".
            if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
                Q_EMIT accepted(Exit::Stay);
            break;
        }
        default:
            break;
        }
    }
    return QWidget::eventFilter(object, event);
}

void CellEditor::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    input()->setFocus(event->reason());
}

void CellEditor::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::current();
    painter.fillRect(rect(), theme.color(Tone::Window));
    painter.setPen(QPen(theme.color(property("invalid").toBool() ? Tone::DeletedMark : Tone::Accent), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

} // namespace ui

#include "moc_celleditor.cpp"
