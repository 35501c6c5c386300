// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

#include <QMap>
#include <QSet>

namespace core {

/// Everything a plan decides before the first statement is written: which tables ALTER TABLE can change, which are
/// made anew, and which views and triggers have to step aside meanwhile. Borrows the diff.
struct SqlitePlanScene {
    /// One table that stays, with what happens to it.
    struct TableWork {
        const Table *from = nullptr; ///< with the renames done
        const Table *to = nullptr;
        QList<int> changes; ///< into SchemaDiff::changes, without those of indexes and renames
        bool rebuild = false;
        QMap<QString, QList<int>> withColumn; ///< in place: checks and keys that come with an added column, folded
    };

    SqlitePlanScene(const SchemaDiff &diff, const PlanOptions &options);

    const SchemaDiff &diff;
    const PlanOptions &options;
    SchemaIndex before;
    SchemaIndex renamed;
    SchemaIndex target;
    QList<TableWork> tables; ///< by name
    QSet<QString> asideViews; ///< folded
    QSet<QString> asideTriggers; ///< folded
    QSet<QString> taken; ///< names of tables, views and indexes before and after, folded
    bool dropsTables = false;

    [[nodiscard]] const Fill *fillFor(const Table &table, const QString &column) const;
    [[nodiscard]] bool castsTo(const Table &table, const QString &column) const;
    /// Whether a trigger of that name was there before and could not run, as far as can be told.
    [[nodiscard]] bool wasBroken(const QString &trigger) const;
    /// What a table that is made anew is called meanwhile.
    [[nodiscard]] QString helperName(const QualifiedName &table) const;
    [[nodiscard]] bool isRebuilt(const QualifiedName &table) const;
    /// The changes of that kind with their numbers.
    template <typename T> [[nodiscard]] QList<std::pair<int, const T *>> all() const
    {
        QList<std::pair<int, const T *>> out;
        for (int i = 0; i < diff.changes.size(); ++i) {
            if (const T *c = std::get_if<T>(&diff.changes[i]))
                out.append({i, c});
        }
        return out;
    }

private:
    void takeNames(const Schema &schema);
    void groupByTable();
    void decide(TableWork &work) const;
    void takeDescendantsAlong();
    [[nodiscard]] bool canStayInPlace(TableWork &work) const;
    [[nodiscard]] bool readEachOther(const TableWork &work) const;
    [[nodiscard]] bool canAdd(const TableWork &work, const Column &column) const;
    void findTouched();
    void putAside();
    [[nodiscard]] bool isTouched(const QSet<QString> &names) const;
    [[nodiscard]] static bool mayNotCompile(const Trigger &trigger, const SchemaIndex &schema);
    [[nodiscard]] QList<const Trigger *> triggersBefore() const;

    QSet<QString> m_touched; ///< tables by their names before and after, folded
    bool m_compilesAll = false; ///< some statement makes SQLite compile every view and trigger
    QSet<QString> m_rebuilt;
    QSet<QString> m_brokenTriggers; ///< folded
};

} // namespace core
