// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/design/designstate.h"
#include "core/dialect/dialect.h"
#include "core/schema/diff.h"

#include <QList>

#include <memory>

namespace core {

enum class DesignMark { None, New, Changed, Dropped };

/// A schema that is being changed by hand: a base and the steps a person has done on it, with undo and redo. At any
/// moment it says what the schema is to become and what was renamed. A rename of something that the design itself made
/// is none; two in a row are one, and one back again is none.
/// A plain value that borrows a Dialect (they live for ever); one thread at a time. A step that makes no sense is
/// refused, in one sentence, and changes nothing.
class SchemaDesign {
public:
    /// The dialect must have schemaRules().
    SchemaDesign(SchemaPtr base, const Dialect &dialect);

    /// One undoable thing, whatever the number of steps: all of them or none.
    Result<Done> push(const QList<DesignStep> &steps);
    Result<Done> push(const DesignStep &step) { return push(QList<DesignStep>{step}); }
    /// As if the steps for which `which` holds had never been done; itself undoable. Gives what was lost with them.
    QStringList withdraw(const std::function<bool(const DesignStep &)> &which);
    /// As if that table of the base (or enum, or, where one is named, that column of it) had never been dropped.
    QStringList restore(const QualifiedName &baseTable, const QString &baseColumn = {});
    void undo();
    void redo();
    void clear(); ///< forgets everything, undo included
    /// The database is another one now. What the design wanted and is there already is forgotten; what makes no sense
    /// any more is dropped and named, one sentence each.
    QStringList rebase(const SchemaPtr &base);
    /// The steps that were kept from another time, once more on what is there now, undoable as they were; instead of
    /// all that was done so far. What makes no sense any more is left out and named, one sentence each.
    QStringList resume(const QList<QList<DesignStep>> &strokes);

    [[nodiscard]] bool canUndo() const { return m_at > 0; }
    [[nodiscard]] bool canRedo() const { return m_at + 1 < m_programs.size(); }
    [[nodiscard]] QString undoWords() const; ///< "Rename the table a to b"
    [[nodiscard]] QString redoWords() const;
    [[nodiscard]] bool isEmpty() const { return now().steps.isEmpty(); }
    [[nodiscard]] QList<DesignStep> steps() const;
    [[nodiscard]] QList<QList<DesignStep>> strokes() const; ///< the same, one list for each undoable thing
    [[nodiscard]] const SchemaPtr &base() const { return state().base; }
    [[nodiscard]] const DesignState &state() const { return now().state; }
    [[nodiscard]] const Schema &target() const { return state().schema; }
    [[nodiscard]] Renames renames() const { return state().renames(); }
    /// For diff(): the renames, and whether the order of columns is meant.
    [[nodiscard]] DiffOptions diffOptions() const;
    /// The base with everything under its new name: what a table of the design is compared with.
    [[nodiscard]] const Schema &before() const;
    [[nodiscard]] DesignMark
    markOf(const QualifiedName &table) const; ///< or view, or enum; a dropped one by its old name
    [[nodiscard]] const Dialect &dialect() const { return *m_dialect; }

private:
    struct Entry { // a step, and which undoable thing it is part of
        std::shared_ptr<const DesignStep> step;
        int stroke = 0;
    };
    struct Program {
        QList<Entry> steps;
        DesignState state;
        QString words; ///< of what led here
        mutable std::shared_ptr<const Schema> before = {};
    };
    [[nodiscard]] const Program &now() const { return m_programs[m_at]; }
    void append(Program program);
    QStringList replace(const QList<Entry> &kept, const QString &words);
    /// The steps once more on that base; what fails is left out and named.
    [[nodiscard]] QList<Program> replayed(const SchemaPtr &base, const QList<Entry> &steps, QStringList &lost) const;

    const Dialect *m_dialect;
    QList<Program> m_programs; ///< the first one has no steps, unless it is what a rebase left
    qsizetype m_at = 0;
    int m_strokes = 0;
};

} // namespace core
