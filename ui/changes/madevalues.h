// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/projectschema.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

namespace core {
class Session;
}

namespace ui {

class EditStack;

/// New rows get what the project's default functions ($defaultFn, $onUpdate) make: asked for in the background as soon
/// as a row is staged, and staged itself, as one undoable step, where the cell is still unset by then. What was taken
/// back is not made again. Owned by the session; on the window's thread.
class MadeValues : public QObject {
    Q_OBJECT

public:
    /// The session's own; made when it is first asked for.
    [[nodiscard]] static MadeValues &of(core::Session &session);

    /// From now on; new rows that are staged already stay as they are. `edits` may go before this does.
    void begin(EditStack &edits);

    /// Whether a new row gets this column's value from schema.ts.
    [[nodiscard]] bool isMade(const core::QualifiedName &table, const QString &column) const;
    /// Whether that is being made right now.
    [[nodiscard]] bool isComing(const core::QualifiedName &table, qint64 insertId, const QString &column) const;
    /// What is being made for cells that nobody has set meanwhile, for people: "public_id of notes", "2 values of
    /// notes", "schema.ts" while that itself is read first; empty: nothing. It ends, because making them has a time limit.
    [[nodiscard]] QString coming() const;
    /// The first of what could not be made for cells that are still unset, in one sentence; empty: nothing.
    [[nodiscard]] QString firstProblem() const;
    /// Why it did not, in one sentence; empty: it did, or may yet.
    [[nodiscard]] QString problem(const core::QualifiedName &table, qint64 insertId, const QString &column) const;

Q_SIGNALS:
    void changed(); ///< isMade(), isComing() or problem()

private:
    struct Cell {
        core::QualifiedName table;
        qint64 insertId = 0;
        QString column;
        friend bool operator==(const Cell &, const Cell &) = default;
        friend size_t qHash(const Cell &c, size_t seed = 0) { return qHashMulti(seed, c.table, c.insertId, c.column); }
    };

    explicit MadeValues(core::Session &session);
    void look();
    void ask(const core::QualifiedName &table, const QList<qint64> &rows, const QStringList &columns);
    void take(const core::QualifiedName &table, const QList<qint64> &rows, const QStringList &columns,
              const core::ProjectSchema::Made &made);
    [[nodiscard]] bool isUnset(const Cell &cell) const;
    [[nodiscard]] bool isSchemaComing() const;

    core::Session &m_session;
    QPointer<EditStack> m_edits;
    QSet<qint64> m_seen; ///< insertIds, never used twice in a session
    QSet<Cell> m_coming;
    QHash<Cell, QString> m_problems;
};

} // namespace ui
