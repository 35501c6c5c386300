// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

#include <QHash>
#include <QSet>

namespace core {

/// What a plan for PostgreSQL has to know before it writes anything: which columns become others, which types are made
/// anew, and what stands in the way of that. Everything by its name after the renames, which come first. Borrows diff.
class PostgresPlanScene {
public:
    using ColumnName = std::pair<QualifiedName, QString>;

    PostgresPlanScene(const SchemaDiff &diff, const PlanOptions &options);

    /// The changes of one kind with their numbers.
    template <typename C> [[nodiscard]] QList<std::pair<int, const C *>> all() const
    {
        QList<std::pair<int, const C *>> out;
        for (int i = 0; i < m_diff.changes.size(); ++i) {
            if (const C *c = std::get_if<C>(&m_diff.changes[i]))
                out.append({i, c});
        }
        return out;
    }
    /// ChangeObjects about one kind of object.
    template <typename O> [[nodiscard]] QList<std::pair<int, const change::ChangeObject *>> objects() const
    {
        QList<std::pair<int, const change::ChangeObject *>> out;
        for (const auto &[i, c] : all<change::ChangeObject>()) {
            if (std::holds_alternative<O>(c->to ? *c->to : *c->from))
                out.append({i, c});
        }
        return out;
    }

    /// An enum that is replaced by a new type of the same name, because values go, change places, or are needed at
    /// once.
    struct MovedEnum {
        EnumType before;
        EnumType after;
        int change = -1;
        QList<ColumnName> columns; ///< of that type, or arrays of it, that stay
        QList<QualifiedName> domains; ///< over it: no way to move those
    };
    QList<MovedEnum> movedEnums;

    /// Why a column cannot stay as it is for a while: the changes that make it another one.
    QHash<ColumnName, QList<int>> blocked;
    /// Those among them that keep their rows' values under another type.
    QSet<ColumnName> retyped;
    QHash<QualifiedName, QList<int>> goneTables;
    QHash<QualifiedName, QList<int>> goneViews;

    /// What has to step aside, with the changes it does so for. Views: those that read others first.
    struct View_ {
        const View *view = nullptr;
        QList<int> sources;
    };
    QList<View_> views;
    /// A function that is dropped and made again, because of what it takes and gives or what it stands on.
    struct Function_ {
        const Function *function = nullptr;
        QList<int> sources;
        int change = -1; ///< that makes it another one, or lets it go; −1: it comes back as it was
        bool readsViews = false; ///< that step aside
    };
    QList<Function_> functions; ///< those that need others first
    QHash<ColumnName, QList<int>> defaults; ///< of columns that stay what they are
    QHash<ColumnName, QList<int>> triggers; ///< by table and name
    QHash<ColumnName, QList<int>> policies;
    QHash<ColumnName, QList<int>> checks;
    QHash<ColumnName, QList<int>> exclusions;
    QHash<ColumnName, QList<int>> indexes;
    QHash<ColumnName, QList<int>> keys; ///< foreign keys
    QHash<ColumnName, QList<int>> uniques;
    QHash<QualifiedName, QList<int>> primaryKeys; ///< by table; they go with one of their columns
    QHash<ColumnName, QList<int>> remade; ///< generated columns, dropped and added again

    [[nodiscard]] const Table *before(const QualifiedName &table) const; ///< of the renamed schema
    [[nodiscard]] const Table *after(const QualifiedName &table) const; ///< of the target
    /// What the column was called before; its name itself where it was not renamed.
    [[nodiscard]] QString oldName(const QualifiedName &table, const QString &column) const;
    /// What goes and comes back under another name, and is otherwise the same.
    [[nodiscard]] bool isOnlyRenamed(const change::ChangePrimaryKey &c) const;
    [[nodiscard]] bool isOnlyRenamed(const change::DropUnique &c) const;
    [[nodiscard]] bool isOnlyRenamed(const change::DropIndex &c) const;
    [[nodiscard]] bool makesFunctions() const;
    [[nodiscard]] bool stepsAside(const QualifiedName &table, const QString &name) const; ///< constraint or index
    /// Dropped and added again with all that stood on it: itself, or in a table that it inherits it from.
    [[nodiscard]] bool isRemade(const QualifiedName &table, const QString &column) const
    {
        return remade.contains({table, column}) || m_remadeHeirs.contains({table, column});
    }
    /// Because of a function that is dropped for a while: before that goes.
    [[nodiscard]] bool isRemadeEarly(const ColumnName &column) const;
    /// What becomes of a text that calls a function or names a type which is not there for a while.
    [[nodiscard]] QList<int> reasonsOfCalls(const QString &text) const;
    [[nodiscard]] const Function_ *asideFunction(const QualifiedName &name, const QString &arguments) const;
    [[nodiscard]] const QList<DependentObject> &dependents() const { return m_dependents; }
    [[nodiscard]] const SchemaDiff &diff() const { return m_diff; }

private:
    void findDependents();
    void findMovedEnums();
    [[nodiscard]] bool isNeededAtOnce(const EnumType &type, const QStringList &values) const;
    void findBlocked();
    void findRemade(const Table &table);
    void findAside(const Table &table);
    void findKeysAside(const Table &table);
    void note(QHash<ColumnName, QList<int>> &map, const ColumnName &name, const QList<int> &reasons) const;
    [[nodiscard]] QList<int> reasonsElsewhere(const QString &text) const;
    void findDefaults(const Table &table);
    void passOnToHeirs();
    void findChangedFunctions();
    bool findFunctions();
    [[nodiscard]] QList<int> reasonsOf(const DependentObject &function, bool *readsViews) const;
    bool findViews();
    void sortFunctions();
    [[nodiscard]] QList<int> reasonsIn(const Table &table, const QString &text, const QStringList &names,
                                       bool staysOnly) const;

    const SchemaDiff &m_diff;
    const PlanOptions &m_options;
    QList<DependentObject> m_dependents;
    QSet<ColumnName> m_remadeHeirs;
    QHash<QualifiedName, const Table *> m_before;
    QHash<QualifiedName, const Table *> m_after;
};

/// Tables, views, sequences, indexes, and constraints with an index share their names.
[[nodiscard]] bool isPostgresRelation(const Schema &schema, const QualifiedName &name);

/// Whether CREATE OR REPLACE makes the one of the other: not with another result, other names of parameters, or a
/// default less.
[[nodiscard]] bool isPostgresReplaceable(const Function &from, const Function &to);

/// Adds those that are not there yet.
void joinPlanSources(QList<int> &list, const QList<int> &more);
/// Whether a column's type is this one, or an array of it.
[[nodiscard]] bool isPostgresType(const QString &declaredType, const QualifiedName &type);

} // namespace core
