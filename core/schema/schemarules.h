// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QHash>

namespace core {

/// Finds tables and views of one schema by name at once, the very name first, else ignoring ASCII case. Borrows the
/// schema.
class SchemaIndex {
public:
    explicit SchemaIndex(const Schema &schema);
    [[nodiscard]] const Table *table(const QualifiedName &name) const; ///< nullptr
    [[nodiscard]] const View *view(const QualifiedName &name) const; ///< nullptr
    [[nodiscard]] const Schema &schema() const { return m_schema; }

private:
    const Schema &m_schema;
    QHash<QualifiedName, const Table *> m_tables; ///< by name, and by its folded name where nothing else has that one
    QHash<QualifiedName, const View *> m_views;
};

/// The name as it is compared where case does not matter.
[[nodiscard]] QualifiedName folded(const QualifiedName &name);

/// Whether a primary key, a UNIQUE or a whole unique index makes just these columns unique, so that a foreign key can
/// lead there.
[[nodiscard]] bool isUniqueKey(const Table &table, const QStringList &columns);

struct ColumnRename {
    QualifiedName table; ///< as it is called before all renames
    QString from;
    QString to;
    friend bool operator==(const ColumnRename &, const ColumnRename &) = default;
};
struct TableRename {
    QualifiedName from;
    QualifiedName to;
    friend bool operator==(const TableRename &, const TableRename &) = default;
};
/// Of anything else a server names: a schema (`name` alone), a type, a sequence, a view, and so on.
struct ObjectRename {
    enum class Kind { Schema, Type, Sequence, View, Policy, Index, Constraint };
    Kind kind = Kind::Type;
    QualifiedName from;
    QualifiedName to;
    QualifiedName table = {}; ///< of a policy, index or constraint, as it is called before all renames
    friend bool operator==(const ObjectRename &, const ObjectRename &) = default;
};
/// One value of an enum.
struct ValueRename {
    QualifiedName type; ///< as it is called before all renames
    QString from;
    QString to;
    friend bool operator==(const ValueRename &, const ValueRename &) = default;
};
/// Asked for, never guessed.
struct Renames {
    QList<TableRename> tables; ///< another schema is a move
    QList<ColumnRename> columns;
    QList<ObjectRename> objects = {};
    QList<ValueRename> values = {};
    friend bool operator==(const Renames &, const Renames &) = default;
    [[nodiscard]] bool isEmpty() const
    {
        return tables.isEmpty() && columns.isEmpty() && objects.isEmpty() && values.isEmpty();
    }
    /// The way back.
    [[nodiscard]] Renames reversed() const;
    /// What the table is called afterwards; without a rename of its own it goes where its schema goes.
    [[nodiscard]] QualifiedName tableAfter(const QualifiedName &before) const;
    /// The object of that kind likewise; without a rename of its own it goes where its schema goes.
    [[nodiscard]] QualifiedName objectAfter(ObjectRename::Kind kind, const QualifiedName &before) const;
    [[nodiscard]] QString columnAfter(const QualifiedName &tableBefore, const QString &before) const;
};

/// What a system takes for the same. Given by its Dialect; pure, any thread.
/// A normal form has one spelling for everything that means the same (quotes, case of words and types, blanks and
/// needless parentheses, what is implied); where things are written (`clauses`, `column` of a constraint) is left out.
/// Names of constraints stay; that a missing one is equal to any is diff()'s business.
class SchemaRules {
public:
    virtual ~SchemaRules() = default;

    [[nodiscard]] virtual Table normal(const Table &table,
                                       const SchemaIndex &schema) const = 0; ///< without indexes and triggers
    [[nodiscard]] virtual Index normal(const Index &index, const Table &table) const = 0;
    [[nodiscard]] virtual View normal(const View &view) const = 0;
    /// The view where what it reads is known, so that all columns of a table (*) are these.
    [[nodiscard]] virtual View normalWithin(const View &view, const SchemaIndex &) const { return normal(view); }
    [[nodiscard]] virtual Trigger normal(const Trigger &trigger) const = 0;
    /// The type in one spelling, for comparing types.
    [[nodiscard]] virtual QString normalType(const QString &declaredType) const = 0;

    /// An expression of the table (CHECK, generated, index) with its columns and the table itself under their new
    /// names.
    [[nodiscard]] virtual QString renamedExpression(const QString &sql, const Table &before,
                                                    const Renames &renames) const = 0;
    /// A query or trigger body of any tables. Where two of them have a column of that name and nothing tells them
    /// apart, the name stays.
    [[nodiscard]] virtual QString renamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                                               const QualifiedName &triggerTable) const = 0;

    /// Whether a strict table may have a column of that type; systems without strict tables need not ask.
    [[nodiscard]] virtual bool isStrictType(const QString &declaredType) const = 0;
    /// What statements call the schema that an empty QualifiedName::schema means.
    [[nodiscard]] virtual QString defaultSchema() const = 0;
    /// Whether DROP TABLE deletes the rows before, so that foreign keys act on them; else the keys go with the table.
    [[nodiscard]] virtual bool dropDeletesRows() const { return false; }
    /// What is left of a name that is too long for the system.
    [[nodiscard]] virtual QString keptName(const QString &name) const { return name; }
    /// Whether a DEFAULT gives every row the same value.
    [[nodiscard]] virtual bool isConstant(const QString &defaultExpression) const = 0;
    /// Names in a trigger that mean nothing in that schema, so that it could not run; none where it cannot be told.
    [[nodiscard]] virtual QStringList unknownNames(const Trigger &trigger, const SchemaIndex &schema) const = 0;

    // What only servers have; comments are left out, as they are compared by themselves.
    [[nodiscard]] virtual NamedSchema normalObject(const NamedSchema &schema) const { return {schema.name}; }
    [[nodiscard]] virtual Extension normalObject(const Extension &extension) const { return {extension.name, {}, {}}; }
    [[nodiscard]] virtual EnumType normalObject(const EnumType &type) const { return type; }
    [[nodiscard]] virtual Domain normalObject(const Domain &domain) const { return domain; }
    [[nodiscard]] virtual UserType normalObject(const UserType &type) const { return type; }
    [[nodiscard]] virtual Sequence normalObject(const Sequence &sequence) const { return sequence; }
    [[nodiscard]] virtual Function normalObject(const Function &function) const { return function; }
    [[nodiscard]] virtual Policy normalObject(const Policy &policy, const Table &) const { return policy; }
    [[nodiscard]] virtual ExclusionConstraint normalObject(const ExclusionConstraint &constraint, const Table &) const
    {
        return constraint;
    }
    /// The type under its new name, where it is one that was renamed or moved.
    [[nodiscard]] virtual QString renamedType(const QString &declaredType, const Renames &) const
    {
        return declaredType;
    }
    /// A default that takes from the sequence, with its new name.
    [[nodiscard]] virtual QString renamedCounter(const QString &defaultExpression, const QualifiedName &,
                                                 const QualifiedName &) const
    {
        return defaultExpression;
    }
    /// Whether a sequence is what makes a column count (serial), and is compared as a part of it.
    [[nodiscard]] virtual bool isPartOfColumn(const Sequence &, const SchemaIndex &) const { return false; }
};

} // namespace core
