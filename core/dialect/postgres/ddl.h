// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "core/sql/script.h"

/// PostgreSQL's CREATE statements and the clauses they are made of, without a final semicolon. Pure. Names of tables
/// and the like are written with their schema; expressions, queries and function texts stay as they are, so they need
/// postgresSearchPath() before them.
namespace core {

/// What makes names without a schema mean public's, whatever the search_path was.
[[nodiscard]] QString postgresSearchPath(bool forTransaction);

// Keys over time (PostgreSQL 18), in the words of what SchemaModel has: the operator class of a key's last column, and
// a foreign key's MATCH.
[[nodiscard]] QString postgresWithoutOverlaps();
[[nodiscard]] QString postgresPeriod();

[[nodiscard]] QString postgresColumnDefinition(const Column &column);
[[nodiscard]] QString postgresIdentity(const Identity &identity); ///< GENERATED … AS IDENTITY (…)
[[nodiscard]] QString postgresSequenceOptions(const SequenceOptions &options); ///< without the type
[[nodiscard]] QString postgresConstraint(const PrimaryKey &key, const QStringList &parameters = {});
[[nodiscard]] QString postgresConstraint(const UniqueConstraint &unique, const QStringList &parameters = {});
[[nodiscard]] QString postgresConstraint(const CheckConstraint &check);
[[nodiscard]] QString postgresConstraint(const ForeignKey &key);
[[nodiscard]] QString postgresConstraint(const ExclusionConstraint &exclusion);

enum class PostgresTableParts { Whole, WithoutReferences };
/// A partition comes as a table of its own with ..WithoutReferences, to be attached; Whole writes PARTITION OF.
[[nodiscard]] QString postgresCreateTable(const Table &table, PostgresTableParts parts = PostgresTableParts::Whole);
[[nodiscard]] QString postgresAttachPartition(const Table &table);
[[nodiscard]] QString postgresCreateView(const View &view);
[[nodiscard]] QString postgresCreateIndex(const Index &index, const QualifiedName &table, bool concurrently = false,
                                          bool only = false); ///< only: without its partitions
[[nodiscard]] QString postgresCreateTrigger(const Trigger &trigger);
[[nodiscard]] QString postgresTriggerState(const Trigger &trigger); ///< ALTER TABLE … DISABLE TRIGGER …
[[nodiscard]] QString postgresCreateEnum(const EnumType &type);
[[nodiscard]] QString postgresCreateDomain(const Domain &domain);
[[nodiscard]] QString postgresCreateType(const UserType &type);
[[nodiscard]] QString postgresCreateSequence(const Sequence &sequence);
[[nodiscard]] QString postgresOwnedBy(const Sequence &sequence);
[[nodiscard]] QString postgresCreatePolicy(const Policy &policy, const QualifiedName &table);
[[nodiscard]] QString postgresFunctionName(const Function &function); ///< "FUNCTION "public"."f"(integer)"
[[nodiscard]] QString postgresComment(const QString &on, const QString &comment); ///< `on`: "TABLE "public"."t""
[[nodiscard]] QString postgresRelationKind(const Table &table); ///< "TABLE", "FOREIGN TABLE"
[[nodiscard]] QString postgresRelationKind(const View &view); ///< "VIEW", "MATERIALIZED VIEW"

/// What is said of tables and views, and of what they have.
[[nodiscard]] QList<Statement> postgresComments(const Schema &schema);
/// The whole schema in an order that can be run on an empty database: what others mention comes first, keys between
/// tables come last. What belongs to an extension comes with it.
[[nodiscard]] QList<Statement> postgresCreateStatements(const Schema &schema);

} // namespace core
