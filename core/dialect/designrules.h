// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// Something about a table or view in the designer that would not work, or that one should know.
struct DesignProblem {
    enum class Part { Table, Options, Column, PrimaryKey, Unique, Check, ForeignKey, Index, Trigger, View, Policy };
    enum class Facet { Whole, Name, Type, Default, Generated, Collation };
    Part part = Part::Table;
    int item = -1; ///< which of the table's columns, checks, …
    Facet facet = Facet::Whole;
    QString sentence;
    bool isNote = false; ///< nothing is wrong
    friend bool operator==(const DesignProblem &, const DesignProblem &) = default;
};

/// What a system lets one design, and how a person's text is meant. Stateless; any thread. Nothing of the user's is
/// read or written; where only the system itself can tell, it is asked in memory, or the dry run is.
class DesignRules {
public:
    virtual ~DesignRules() = default;

    [[nodiscard]] virtual QStringList types(bool strict) const = 0; ///< to choose from, the usual ones first
    [[nodiscard]] virtual QStringList typesOf(const Schema &) const
    {
        return {};
    } ///< the database's own, to choose from
    [[nodiscard]] virtual QStringList collations() const = 0;
    [[nodiscard]] virtual QStringList defaults() const = 0; ///< expressions that are often wanted
    struct Option {
        enum class Kind { Strict, WithoutRowId, AutoIncrement };
        Kind kind = Kind::Strict;
        QString text; ///< as the system writes it
        QString why; ///< what it does, in one sentence
    };
    [[nodiscard]] virtual QList<Option> options() const = 0;
    [[nodiscard]] virtual QList<Column::Generation> generations() const = 0; ///< the usual one first

    /// What only some systems have; what is not there is not shown.
    enum class Feature {
        Enums,
        Schemas, ///< tables and types can be moved between
        Comments,
        Identities,
        IndexMethods, ///< and columns that an index carries along
        KeyDetails, ///< keys that are deferrable, and that take NULLs for the same
        NotValid, ///< constraints that hold for new rows only
        RowSecurity
    };
    [[nodiscard]] virtual bool has(Feature) const { return false; }
    [[nodiscard]] virtual QStringList indexMethods() const { return {}; } ///< the usual one first
    /// An expression for the column: its value, with one value of its enum instead of another.
    [[nodiscard]] virtual QString valueInstead(const Table &, const QString &, const QString &, const QString &) const
    {
        return {};
    }
    /// What the table has that the designer does not show, in words: it is kept as it is.
    [[nodiscard]] virtual QStringList keptAsItIs(const Table &) const { return {}; }

    /// Whether the columns of a table that is there can be put in another order.
    [[nodiscard]] virtual bool movesColumns() const { return true; }
    [[nodiscard]] virtual bool triggersShareNames() const { return true; } ///< of all tables; else each has its own
    /// Why a table is not designed by itself, in one sentence; empty: it is.
    [[nodiscard]] virtual QString designedElsewhere(const Table &) const { return {}; }

    [[nodiscard]] virtual Table newTable(const QualifiedName &name) const = 0; ///< with a key
    [[nodiscard]] virtual Trigger newTrigger(const QualifiedName &table, const QString &name, bool onView) const = 0;
    [[nodiscard]] virtual View newView(const QualifiedName &name) const = 0;

    /// The DEFAULT that is meant: a bare word becomes a text, an expression gets its parentheses. None for no text.
    [[nodiscard]] virtual Result<std::optional<QString>> defaultFromText(const QString &text) const = 0;
    /// An expression without the parentheses around it. Fails when it is none.
    [[nodiscard]] virtual Result<QString> expressionFromText(const QString &text) const = 0;
    /// "name, created_at DESC, lower(mail) COLLATE nocase", and the way back.
    [[nodiscard]] virtual Result<QList<IndexedColumn>> indexedColumnsFromText(const QString &text) const = 0;
    [[nodiscard]] virtual QString textOf(const QList<IndexedColumn> &columns) const = 0;
    [[nodiscard]] virtual Result<QStringList> namesFromText(const QString &text) const = 0; ///< "a, `b c`"
    [[nodiscard]] virtual QString textOf(const QStringList &names) const = 0;
    /// "users (id)", "users.id" or "users", for a foreign key of these columns; only target and targetColumns of it.
    [[nodiscard]] virtual Result<ForeignKey> referenceFromText(const QString &text) const = 0;
    [[nodiscard]] virtual QString textOf(const ForeignKey &key) const = 0; ///< the same of it
    [[nodiscard]] virtual Result<Trigger> triggerFromText(const QString &sql) const = 0; ///< CREATE TRIGGER …
    [[nodiscard]] virtual Result<View> viewFromText(const QString &sql) const = 0; ///< CREATE VIEW …

    /// What this system would not take of the table, its indexes and triggers; what every system would not is
    /// designProblems()' business.
    [[nodiscard]] virtual QList<DesignProblem> problems(const Table &table) const = 0;
    /// Why a view could not be read once the schema is so, one sentence each, by the view's folded name.
    [[nodiscard]] virtual QHash<QString, QString> viewFaults(const Schema &schema) const = 0;
    /// Likewise why a trigger would fail when it fires, by its folded name.
    [[nodiscard]] virtual QHash<QString, QString> triggerFaults(const Schema &schema) const = 0;
};

/// nullptr where a system's schema is not designed.
[[nodiscard]] const DesignRules *designRules(const Dialect &dialect);

} // namespace core
