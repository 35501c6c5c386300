// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/sqledit.h"

#include "ui/changes/sqlhighlighter.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QTextDocument>

namespace ui {

namespace {

bool isSubmit(const QKeyEvent *event)
{
    return event->modifiers() & Qt::ControlModifier
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter);
}

} // namespace

SqlEdit::SqlEdit(const core::Dialect &dialect, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_dialect(dialect)
    , m_colours(new SqlHighlighter(document()))
{
    setFont(Theme::current().monospace());
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (toPlainText() == m_coloured)
            return; // the colours themselves count as a change of the text
        recolour();
        if (m_setting)
            return;
        m_edited = true;
        Q_EMIT edited();
    });
}

void SqlEdit::recolour()
{
    m_coloured = toPlainText();
    m_colours->setSpans(sqlSpans(m_coloured, m_dialect)); // short: all of it at every change
    m_colours->rehighlight();
}

void SqlEdit::setSql(const QString &sql)
{
    if (m_edited || sql == toPlainText())
        return;
    m_setting = true;
    setPlainText(sql);
    m_setting = false;
}

void SqlEdit::setAccepted()
{
    m_edited = false;
}

bool SqlEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isSubmit(static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QPlainTextEdit::event(event);
}

void SqlEdit::keyPressEvent(QKeyEvent *event)
{
    if (isSubmit(event)) {
        Q_EMIT submitted();
        return;
    }
    // With nothing of its own to undo, the key belongs to the design.
    if ((event->matches(QKeySequence::Undo) && !document()->isUndoAvailable())
        || (event->matches(QKeySequence::Redo) && !document()->isRedoAvailable())) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void SqlEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        Q_EMIT submitted();
}

} // namespace ui

#include "moc_sqledit.cpp"
