// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/changeset.h"

#include <QObject>

class QUndoStack;

namespace core {
class Session;
}

namespace ui {

/// The one undo stack of an open database: every staged edit of grid, row panel and paste goes through push().
/// Cleared when an Apply has succeeded (undoing what is already stored would be a new edit, not an undo), and by any
/// other change of the ChangeSet that did not come through here. Lives on the window's thread. An edit that fails
/// leaves ChangeSet and stack as they were.
class EditStack : public QObject {
    Q_OBJECT

public:
    explicit EditStack(core::Session &session, QObject *parent = nullptr);
    ~EditStack() override;

    /// Stages the edit and makes it undoable under a text a person would say ("Set city of customer 42").
    /// Edits of one cell that follow each other become one step.
    core::Result<core::Done> push(const core::EditOp &op, const QString &text);

    [[nodiscard]] QUndoStack &undoStack() { return *m_stack; }
    void undo();
    void redo();
    void discardAll(); ///< one undoable step

    /// Editors that are open now push what was typed into them; called before anything that works on what is staged
    /// (apply, preview, undo, discard), so that nothing typed is left out.
    void commitOpenEditors();

Q_SIGNALS:
    void commitRequested(); ///< an open editor connects to it
    void failed(const core::Error &error);

private:
    [[nodiscard]] core::Result<core::EditOp> stage(const core::EditOp &op);

    core::Session &m_session;
    QUndoStack *m_stack = nullptr;
    bool m_staging = false; ///< the change that is being signalled is our own
};

} // namespace ui
