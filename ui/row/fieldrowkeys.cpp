// SPDX-License-Identifier: GPL-3.0-or-later
// A field of the row panel: its keys, and when what was typed is handed on.
#include "ui/row/fieldrow.h"

#include <QAction>
#include <QKeyEvent>
#include <QToolButton>

namespace ui {

bool FieldRow::handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform)
{
    const auto does = [&](QAction *action) {
        if (perform && action->isEnabled())
            action->trigger();
        return true;
    };
    if (m_editor->handleKey(key, modifiers, perform))
        return true;
    if (modifiers == (Qt::ControlModifier | Qt::AltModifier) && key == Qt::Key_E && m_editAsText->isVisible()) {
        if (perform)
            editAsText(!m_asText);
        return true;
    }
    if (modifiers == (Qt::ControlModifier | Qt::AltModifier) && key == Qt::Key_N)
        return does(m_setNull);
    if (modifiers == (Qt::ControlModifier | Qt::AltModifier) && key == Qt::Key_D)
        return does(m_setDefault);
    if (modifiers == Qt::AltModifier && key == Qt::Key_Backspace)
        return does(m_setEmpty);
    if (modifiers == Qt::NoModifier && key == Qt::Key_F4 && m_field.relation) {
        if (perform && m_follow->isEnabled())
            Q_EMIT followRequested(false);
        return true;
    }
    const bool picks =
        (modifiers == Qt::AltModifier && key == Qt::Key_Down) || (modifiers == Qt::NoModifier && key == Qt::Key_F2);
    if (picks && m_field.relation) {
        if (perform)
            pick();
        return true;
    }
    if (modifiers == Qt::ControlModifier && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        if (perform)
            commit();
        return true;
    }
    if (modifiers == Qt::NoModifier && key == Qt::Key_Escape && m_editor->typed()) {
        if (perform) {
            m_editor->show(m_state);
            showError({}); // what was said was about what was typed
        }
        return true;
    }
    return false;
}

bool FieldRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_editor->input())
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::FocusOut:
        commit();
        break;
    case QEvent::ShortcutOverride: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers(), false)) {
            event->accept();
            return true;
        }
        // With nothing typed, undo is the window's: it takes staged edits back.
        if ((key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) && !m_editor->canUndoTyping()) {
            event->ignore();
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers(), true))
            return true;
        break;
    }
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
