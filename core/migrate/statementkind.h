// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/sql/lexer.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// What a statement of someone else's is about, told from its first words alone. Pure; makes no claim beyond them.
struct StatementKind {
    enum class Verb {
        Begin,
        Commit,
        Rollback, ///< of the whole transaction, not ROLLBACK TO
        ForeignKeysPragma,
        Unwrappable, ///< refuses to run within a transaction: VACUUM
        Setting, ///< fails or does nothing within a transaction, and changes no rows: PRAGMA journal_mode = …,
                 ///< wal_checkpoint
        CreateTable,
        CreateOther,
        DropTable,
        DropOther,
        RenameTable,
        AlterTable,
        AlterOther,
        Insert,
        Update,
        Delete, ///< or TRUNCATE, which deletes all
        Other
    };
    Verb verb = Verb::Other;
    /// In small letters: kind of thing for CreateOther, DropOther and AlterOther ("index", "view", "type"), first word
    /// of Other; "truncate".
    QString object;
    QString name; ///< of the table or thing; empty where there is none
    QString newName; ///< RenameTable
    std::optional<bool> switchesOn; ///< ForeignKeysPragma, and PRAGMA ignore_check_constraints: unset when it only asks
    QString column = {}; ///< AlterTable: the column that is dropped or renamed; else empty
    QString newColumn = {}; ///< AlterTable: what it is renamed to; empty: it is dropped
    QString schema = {}; ///< as written before `name`; empty where none is
    QualifiedName on = {}; ///< the table of an index, policy or trigger, as written
    bool alone = false; ///< refuses to run within a transaction: VACUUM, CONCURRENTLY
    QString newSchema = {}; ///< AlterTable: SET SCHEMA
    QList<QualifiedName> more = {}; ///< further ones of a DROP or TRUNCATE, as written
    QStringList droppedColumns = {}; ///< AlterTable: all that it drops
    QStringList droppedConstraints = {}; ///< likewise
    friend bool operator==(const StatementKind &, const StatementKind &) = default;

    /// Whether the table is called otherwise afterwards, and how, by the name that it has before.
    [[nodiscard]] bool movesTable() const { return verb == Verb::RenameTable || !newSchema.isEmpty(); }
    [[nodiscard]] QualifiedName movedTo(const QualifiedName &from) const
    {
        return newSchema.isEmpty() ? QualifiedName{from.schema, newName} : QualifiedName{newSchema, from.name};
    }
    [[nodiscard]] QualifiedName written() const { return {schema, name}; }
    [[nodiscard]] QList<QualifiedName> allWritten() const { return QList<QualifiedName>{written()} + more; }
};

[[nodiscard]] StatementKind statementKind(QStringView sql, const LexRules &rules);

/// A DELETE whose words say that it takes all rows; others may do so, too.
[[nodiscard]] bool deletesEveryRow(const StatementKind &kind, QStringView sql, const LexRules &rules);

/// The tables that an INSERT … SELECT or CREATE TABLE … AS SELECT reads, as written: what follows FROM, JOIN and the
/// commas there.
[[nodiscard]] QList<QualifiedName> namesRead(QStringView sql, const LexRules &rules);

/// In words, for people: "drop the table posts".
[[nodiscard]] QString purposeOf(const StatementKind &kind);

} // namespace core
