// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/schema/schemaobjects.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

/// What a database is, as plain values with `==` by default. Filled in by a Dialect's introspection (or read from
/// a snapshot, a schema.ts, …), then shared as SchemaPtr and never changed. No back pointers: a foreign key names
/// its target; RelationGraph answers questions about neighbours.
///
/// Facts and spelling are apart. Facts are what the constraint lists say. Spelling (where and in which order a
/// constraint was written) is in `clauses`, so that DDL can be written back token by token; empty means "any order".
/// Expressions are SQL text as written, without the outer parentheses that the syntax demands.
namespace core {

/// SQL text as it stood in the database; says nothing that the other fields do not say, so it never makes two
/// objects unequal.
struct Verbatim {
    QString sql;
    friend bool operator==(const Verbatim &, const Verbatim &) { return true; }
};

enum class ConflictClause { None, Rollback, Abort, Fail, Ignore, Replace }; ///< SQLite's ON CONFLICT
enum class ForeignKeyAction { NoAction, Restrict, SetNull, SetDefault, Cascade };
enum class SortOrder { Unspecified, Ascending, Descending };
enum class NullsOrder { Unspecified, First, Last }; ///< unspecified: last, and first where the order is descending
/// DEFERRABLE of a unique or primary key; of a foreign key see ForeignKey.
enum class KeyDeferral { None, Immediate, Deferred };

/// The clauses of a column definition, for `Column::clauses`. The n-th Check is the table's n-th check whose `column`
/// is this column; the same goes for Unique and References.
enum class ColumnClause { NotNull, Null, Default, Collate, PrimaryKey, Unique, Check, References, Generated };
/// The table-level constraints, for `Table::clauses`; n-th as above, among those with an empty `column`.
enum class TableClause { PrimaryKey, Unique, Check, ForeignKey };

struct Column {
    enum class Generation { None, Virtual, Stored };

    QString name;
    QString declaredType; ///< as declared, blanks normalised; empty when none was
    bool notNull = false; ///< said by NOT NULL (not what a key implies; see Table::isRequired)
    QString notNullName;
    ConflictClause notNullConflict = ConflictClause::None;
    std::optional<QString> defaultExpression; ///< with its parentheses if it has any: they matter to SQLite
    QString defaultName;
    QString collation; ///< empty for the type's own
    Generation generation = Generation::None;
    QString generatedExpression;
    bool generationKindWritten = false; ///< VIRTUAL or STORED stands in the text (VIRTUAL may be left out)
    bool generatedAlways = false; ///< GENERATED ALWAYS stands in the text (may be left out)
    bool hidden = false; ///< a virtual table's hidden column
    QList<ColumnClause> clauses;
    std::optional<Identity> identity = {};
    bool inherited = false; ///< from a parent table, so that it comes, changes and goes with that one's
    QString comment = {};
    Besides<QString> domainOf = {}; ///< where declaredType is a domain: what its values are, with modifiers

    friend bool operator==(const Column &, const Column &) = default;
    [[nodiscard]] bool isGenerated() const { return generation != Generation::None; }
    [[nodiscard]] const QString &valueType() const ///< what values read from it are of
    {
        return domainOf.value.isEmpty() ? declaredType : domainOf.value;
    }
};

/// A column or expression within a key or index.
struct IndexedColumn {
    QString column; ///< empty for an expression
    QString expression; ///< empty for a column
    QString collation; ///< only when written there
    SortOrder order = SortOrder::Unspecified;
    NullsOrder nulls = NullsOrder::Unspecified;
    QString operatorClass = {}; ///< with its parameters; empty for the type's own
    friend bool operator==(const IndexedColumn &, const IndexedColumn &) = default;
    [[nodiscard]] bool isExpression() const { return column.isEmpty(); }
};

struct PrimaryKey {
    QString name;
    QList<IndexedColumn> columns; ///< in key order
    bool autoIncrement = false;
    ConflictClause conflict = ConflictClause::None;
    QString column; ///< the column it is written in; empty at table level
    KeyDeferral deferral = KeyDeferral::None;
    QStringList include = {}; ///< columns the index behind it carries along
    bool inherited = false; ///< a partition's, made by the partitioned table's
    QString comment = {};
    friend bool operator==(const PrimaryKey &, const PrimaryKey &) = default;
    [[nodiscard]] QStringList columnNames() const;
};

struct UniqueConstraint {
    QString name;
    QList<IndexedColumn> columns;
    ConflictClause conflict = ConflictClause::None;
    QString column;
    bool nullsNotDistinct = false;
    KeyDeferral deferral = KeyDeferral::None;
    QStringList include = {};
    bool inherited = false;
    QString comment = {};
    friend bool operator==(const UniqueConstraint &, const UniqueConstraint &) = default;
    [[nodiscard]] QStringList columnNames() const;
};

struct CheckConstraint {
    QString name;
    QString expression;
    QString column; ///< the column it is written in; empty at table level
    bool notValid = false; ///< holds for new rows only: those that were there are not known to keep it
    bool noInherit = false; ///< not for the tables that inherit from this one
    bool inherited = false;
    QString comment = {};
    friend bool operator==(const CheckConstraint &, const CheckConstraint &) = default;
};

struct ForeignKey {
    enum class Deferral { None, NotDeferrable, Deferrable };
    enum class Initially { None, Immediate, Deferred };

    QString name; ///< empty when the database did not give one
    QStringList columns; ///< same length and order as targetColumns, unless those are implied
    QualifiedName target;
    QStringList targetColumns; ///< empty: the target's primary key (as written; see RelationGraph for the real ones)
    std::optional<ForeignKeyAction> onDelete; ///< unset: not written, so NO ACTION
    std::optional<ForeignKeyAction> onUpdate;
    bool onUpdateFirst = false; ///< spelling: ON UPDATE stands before ON DELETE
    QString match; ///< empty when not written; SQLite parses it and does nothing with it
    Deferral deferral = Deferral::None;
    Initially initially = Initially::None;
    QString column; ///< the column it is written in; empty at table level
    QStringList setColumns = {}; ///< ON DELETE SET NULL (these); empty: all of them
    bool notValid = false;
    bool inherited = false;
    QString comment = {};
    friend bool operator==(const ForeignKey &, const ForeignKey &) = default;

    [[nodiscard]] ForeignKeyAction deleteAction() const { return onDelete.value_or(ForeignKeyAction::NoAction); }
    [[nodiscard]] ForeignKeyAction updateAction() const { return onUpdate.value_or(ForeignKeyAction::NoAction); }
    [[nodiscard]] bool isDeferred() const
    {
        return deferral == Deferral::Deferrable && initially == Initially::Deferred;
    }
};

struct Index {
    QString name;
    QList<IndexedColumn> columns;
    bool unique = false;
    QString where; ///< empty when not partial
    Verbatim text;
    QString method = {}; ///< "gin", "hash", …; empty for the usual one (btree)
    QStringList include = {}; ///< columns carried along
    bool nullsNotDistinct = false;
    bool invalid = false; ///< left behind by a build that failed: not used, and promises nothing
    bool inherited = false; ///< a partition's part of the partitioned table's index
    QStringList parameters = {}; ///< storage parameters: "fillfactor=70"
    QString comment = {};
    friend bool operator==(const Index &, const Index &) = default;
    [[nodiscard]] QStringList columnNames() const; ///< empty strings for expressions
};

struct Trigger {
    enum class Time { Unspecified, Before, After, InsteadOf };
    enum class Event { Insert, Update, Delete, Truncate };
    enum class Enabled { Yes, No, Replica, Always };

    QString name;
    QualifiedName table; ///< or view
    Time time = Time::Unspecified;
    Event event = Event::Insert;
    QStringList updateOf; ///< UPDATE OF these; empty for any
    bool forEachRow = false;
    QString when; ///< empty for always
    QString body; ///< the statements between BEGIN and END; or "EXECUTE FUNCTION …" with its arguments
    Verbatim text;
    QList<Event> otherEvents = {}; ///< INSERT OR UPDATE OR …
    QualifiedName function = {}; ///< what it calls
    KeyDeferral deferral = KeyDeferral::None;
    bool constraint = false; ///< CREATE CONSTRAINT TRIGGER
    QualifiedName constraintTable = {}; ///< FROM
    QString oldTable = {}; ///< REFERENCING OLD TABLE AS
    QString newTable = {};
    Enabled enabled = Enabled::Yes;
    bool inherited = false; ///< a partition's, made by the partitioned table's
    QString comment = {};
    friend bool operator==(const Trigger &, const Trigger &) = default;
};

struct View {
    QualifiedName name;
    QStringList columnNames; ///< as written after the name; empty when not
    QString definition; ///< the SELECT
    QList<Column> columns; ///< what reading it gives; empty if broken
    QString brokenBecause; ///< the database's words when it cannot be read; empty if it can
    Verbatim text;
    bool materialized = false;
    bool populated = true; ///< of a materialized one: reading fails until the first REFRESH
    QStringList options = {}; ///< "security_invoker=true", "check_option=local"; storage parameters
    QList<Index> indexes = {}; ///< of a materialized one, by name
    bool internal = false;
    QString comment = {};
    QStringList keeps = {}; ///< what is given back to it when it is made anew; see schemaobjects.h
    friend bool operator==(const View &, const View &) = default;
};

struct Table {
    /// Partitioned tables, partitions and tables that inherit are ordinary ones; see TableFacts.
    enum class Kind { Ordinary, Virtual, Foreign };

    QualifiedName name;
    Kind kind = Kind::Ordinary;
    QList<Column> columns;
    std::optional<PrimaryKey> primaryKey;
    QList<UniqueConstraint> uniques;
    QList<CheckConstraint> checks;
    QList<ForeignKey> foreignKeys;
    QList<TableClause> clauses;
    QList<Index> indexes; ///< made by CREATE INDEX, by name; those behind constraints are not listed
    QList<Trigger> triggers; ///< by name
    bool withoutRowId = false;
    bool strict = false;
    bool strictFirst = false; ///< spelling: STRICT stands before WITHOUT ROWID
    QString module; ///< of a virtual table: its module's name …
    QStringList moduleArguments; ///< … and arguments as written
    bool shadow = false; ///< belongs to a virtual table; hidden from people
    bool internal = false; ///< the system's own (sqlite_*, _cf_*, journals); hidden from people
    QString brokenBecause; ///< the database's words when it cannot be read (unknown module or collation, …)
    Verbatim text;
    bool plainKeys = false; ///< a primary key is never the row's number and never NULL (PostgreSQL)
    TableFacts facts = {};
    QList<ExclusionConstraint> exclusions = {}; ///< by name
    QList<Policy> policies = {}; ///< by name
    friend bool operator==(const Table &, const Table &) = default;

    [[nodiscard]] const Column *column(const QString &columnName) const; ///< exact, else ignoring ASCII case; nullptr
    [[nodiscard]] int columnIndex(const QString &columnName) const; ///< as column(); −1
    [[nodiscard]] QStringList primaryKeyColumns() const; ///< empty when there is none
    /// The column that is the rowid itself (INTEGER PRIMARY KEY, not DESC in the column form); empty if none.
    [[nodiscard]] QString rowIdAlias() const;
    /// NOT NULL, by word or because a WITHOUT ROWID or STRICT key says so.
    [[nodiscard]] bool isRequired(const Column &column) const;
};

struct Schema {
    QList<Table> tables; ///< by name
    QList<View> views; ///< by name
    QList<Trigger> viewTriggers; ///< INSTEAD OF triggers, by name
    QStringList remarks; ///< what could not be read exactly, and why: one sentence each; normally empty
    QList<NamedSchema> schemas = {}; ///< these, and all that follow, by name
    QList<Extension> extensions = {};
    QList<EnumType> enums = {};
    QList<Domain> domains = {};
    QList<UserType> types = {};
    QList<Sequence> sequences = {}; ///< those behind identity columns are not listed
    QList<Function> functions = {};
    Besides<QList<DependentObject>> dependents = {};
    friend bool operator==(const Schema &, const Schema &) = default;

    [[nodiscard]] const Table *table(const QualifiedName &name) const; ///< exact, else ignoring ASCII case; nullptr
    [[nodiscard]] const View *view(const QualifiedName &name) const;
    [[nodiscard]] const EnumType *enumType(const QualifiedName &name) const; ///< exact; nullptr
    [[nodiscard]] const Domain *domain(const QualifiedName &name) const; ///< exact; nullptr
    [[nodiscard]] const Sequence *sequence(const QualifiedName &name) const; ///< exact; nullptr
};

using SchemaPtr = std::shared_ptr<const Schema>;

[[nodiscard]] QString toText(ForeignKeyAction action); ///< "NO ACTION", "CASCADE", …

/// A stable text form, one fact a line, for tests, `inspect` and golden files.
[[nodiscard]] QString describe(const Schema &schema);
[[nodiscard]] QString describe(const Table &table);

} // namespace core
