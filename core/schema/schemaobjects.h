// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// What servers (PostgreSQL) have beside tables and views, and what their tables have beyond SQLite's: plain values,
/// held by a Schema and its tables. Expressions, queries and types are SQL as the server writes it with `public` as the
/// only schema that needs no naming; nothing in them depends on a person's search_path.
/// `internal`: belongs to an extension or to the system, so it is shown apart and never written, changed or dropped.
namespace core {

/// `keeps`, of what a plan may have to make anew: statements that give it back what else the server kept about it
/// (another owner than the role that read it, privileges, rules), with keptName for its name as SQL has it. Only of
/// what was read from a database; no part of what is compared.
inline constexpr QChar keptName(0xFFFC);
inline constexpr QChar keptColumn(0xFFFB); ///< likewise, of DependentObject::Kind::Column and ..Storage

/// How a sequence counts. The limits are the type's own where nothing else was said.
struct SequenceOptions {
    QString type; ///< "bigint", "integer", "smallint"; empty where it is not known
    qint64 start = 1;
    qint64 increment = 1;
    qint64 minimum = 1;
    qint64 maximum = 9223372036854775807LL;
    qint64 cache = 1;
    bool cycle = false;
    friend bool operator==(const SequenceOptions &, const SequenceOptions &) = default;
};

/// GENERATED … AS IDENTITY.
struct Identity {
    bool always = false; ///< ALWAYS: a value of one's own needs OVERRIDING SYSTEM VALUE; else BY DEFAULT
    QualifiedName sequence; ///< the one behind it, which Schema::sequences leaves out; empty: named by the server
    SequenceOptions options;
    friend bool operator==(const Identity &, const Identity &) = default;
};

struct Sequence {
    QualifiedName name;
    SequenceOptions options;
    QualifiedName ownerTable; ///< goes with this column (serial, OWNED BY); empty: stands by itself
    QString ownerColumn;
    bool unlogged = false;
    bool internal = false;
    QString comment = {};
    friend bool operator==(const Sequence &, const Sequence &) = default;
};

struct EnumType {
    QualifiedName name;
    QStringList values; ///< in their order
    bool internal = false;
    QString comment = {};
    QStringList keeps = {};
    friend bool operator==(const EnumType &, const EnumType &) = default;
};

struct Domain {
    struct Check {
        QString name;
        QString expression;
        bool notValid = false;
        QString comment = {};
        friend bool operator==(const Check &, const Check &) = default;
    };
    QualifiedName name;
    QString baseType;
    QString collation; ///< empty for the type's own
    bool notNull = false;
    std::optional<QString> defaultExpression;
    QList<Check> checks; ///< by name
    bool internal = false;
    QString comment = {};
    friend bool operator==(const Domain &, const Domain &) = default;
};

/// A row type, a range, or one of which no more than its name is known.
struct UserType {
    enum class Kind { Composite, Range, Base };
    struct Attribute {
        QString name;
        QString type;
        QString collation;
        QString comment = {};
        friend bool operator==(const Attribute &, const Attribute &) = default;
    };
    QualifiedName name;
    Kind kind = Kind::Composite;
    QList<Attribute> attributes; ///< of a composite
    QStringList options; ///< of a range: "SUBTYPE = integer", …
    bool internal = false;
    QString comment = {};
    friend bool operator==(const UserType &, const UserType &) = default;
};

struct Function {
    enum class Kind { Function, Procedure, Aggregate, Window };
    QualifiedName name;
    Kind kind = Kind::Function;
    QString arguments; ///< what tells it from others of its name: "integer, text"
    QString result; ///< empty for a procedure
    QString language;
    QString definition; ///< the whole CREATE statement as the server writes it; empty where it cannot say it
    bool internal = false;
    QString comment = {};
    QStringList keeps = {};
    friend bool operator==(const Function &, const Function &) = default;
};

struct Extension {
    QString name;
    QString schema; ///< as it is called, `public` included
    QString version;
    friend bool operator==(const Extension &, const Extension &) = default;
};

/// A schema within the database, by its real name (`public` included).
struct NamedSchema {
    QString name;
    bool readable = true; ///< whether this role may look into it
    bool internal = false;
    QString comment = {};
    friend bool operator==(const NamedSchema &, const NamedSchema &) = default;
};

/// Row level security: who may see and write which rows.
struct Policy {
    enum class Command { All, Select, Insert, Update, Delete };
    QString name;
    Command command = Command::All;
    bool restrictive = false; ///< all of these must hold; of the others one
    QStringList roles; ///< "public" for everybody
    QString usingExpression; ///< empty when there is none
    QString checkExpression; ///< likewise
    QString comment = {};
    friend bool operator==(const Policy &, const Policy &) = default;
};

/// EXCLUDE …
struct ExclusionConstraint {
    QString name;
    QString definition; ///< what follows EXCLUDE: "USING gist (room WITH =, during WITH &&)"
    bool inherited = false;
    QString comment = {};
    friend bool operator==(const ExclusionConstraint &, const ExclusionConstraint &) = default;
};

/// What is known of a thing besides what it is: no part of comparisons.
template <typename T> struct Besides {
    T value = {};
    friend bool operator==(const Besides &, const Besides &) { return true; }
};

/// What a server keeps that stands on tables, columns, indexes or functions and is no part of the model: nobody can
/// wish for it, but a plan must not lose it. Only of what was read from a database.
struct DependentObject {
    enum class Kind {
        Rule, ///< CREATE RULE
        Statistics, ///< CREATE STATISTICS
        Publication, ///< that a table is published
        Relation, ///< who owns a table and may do what with it
        Column, ///< what is set for a column, and lost with it
        Storage, ///< likewise, and lost with its type
        Index, ///< what is set for an index, and lost with it
        Function, ///< whose body the server knows: `name` and `arguments` say which
        Other, ///< nothing that a plan could make anew
        IndexPart, ///< `name` is the part that `index` has on a partition, which is columns' only table
        Sequence, ///< who may do what with `name`; of one that belongs to a column, which is columns' only one
        Type, ///< likewise, who owns it as well; no enum, which keeps that itself
        Schema, ///< likewise
        SearchPath ///< `make` says where the session looks for a name without a schema; empty: the default one
    };
    struct ColumnName {
        QualifiedName table;
        QString column; ///< empty: the table, or view, as a whole
        friend bool operator==(const ColumnName &, const ColumnName &) = default;
    };
    Kind kind = Kind::Other;
    QString display; ///< "The rule r"
    QualifiedName table; ///< or view that it belongs to; empty: none
    QString index; ///< of that table, by name; of Kind::Index
    QualifiedName name; ///< of Kind::Function, ..IndexPart, ..Sequence, ..Type and ..Schema
    /// Of Kind::Function; of ..Index, a constraint's, and ..IndexPart the storage parameters, one a line; of ..Relation
    /// who owns it, if it is not who reads.
    QString arguments;
    QList<ColumnName> columns; ///< that it reads; of Kind::Column and ..Storage the one it is set for
    QList<std::pair<QualifiedName, QString>> functions; ///< that it calls, by name and arguments
    QList<QualifiedName> types; ///< that it names
    QString drop; ///< with keptName for the table; empty: it goes by itself
    QStringList make; ///< likewise
    friend bool operator==(const DependentObject &, const DependentObject &) = default;
};

/// What a server keeps about a table as a whole.
struct TableFacts {
    bool unlogged = false;
    bool rowSecurity = false;
    bool rowSecurityForced = false; ///< also for its owner
    QStringList parameters; ///< storage parameters: "fillfactor=70"
    QString partitionKey; ///< of a partitioned table: "RANGE (created_at)"
    QualifiedName partitionOf; ///< of a partition …
    QString partitionBound; ///< … "FOR VALUES FROM (…) TO (…)" or "DEFAULT"
    QList<QualifiedName> inherits; ///< old-style parents, in order
    QString foreignServer; ///< of a foreign table …
    QStringList foreignOptions; ///< … "table_name=x"
    QString comment;
    Besides<bool> hasHeirs = {}; ///< others inherit from it in the old style: reading it gives their rows as well
    friend bool operator==(const TableFacts &, const TableFacts &) = default;

    [[nodiscard]] bool isPartitioned() const { return !partitionKey.isEmpty(); }
    [[nodiscard]] bool isPartition() const { return !partitionOf.isEmpty(); }
};

} // namespace core
