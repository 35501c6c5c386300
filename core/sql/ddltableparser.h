// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/ddlcursor.h"
#include "core/sql/ddlparser.h"

namespace core {

/// The part of a CREATE TABLE after its name: columns, constraints, options, or AS SELECT. Fills in `create`.
class DdlTableParser {
public:
    DdlTableParser(DdlCursor &cursor, CreateTable &create);
    Result<Done> parse();

private:
    Result<Done> definitions();
    Result<Done> options();

    Result<Done> column();
    void declaredType(Column &column);
    Result<bool> columnClause(Column &column); ///< false: none is here
    Result<Done> notNull(Column &column);
    Result<Done> columnUnique(const Column &column);
    Result<Done> columnCheck(const Column &column);
    Result<Done> columnReferences(const Column &column);
    Result<Done> columnCollation(Column &column);
    Result<Done> columnPrimaryKey(const Column &column);
    Result<Done> defaultValue(Column &column);
    Result<Done> generated(Column &column);

    [[nodiscard]] bool atTableClause() const;
    Result<Done> tableClause();
    Result<Done> tablePrimaryKey();
    Result<Done> tableForeignKey();

    Result<Done> references(ForeignKey &key);
    Result<bool> deferral(ForeignKey &key); ///< false: none is here
    Result<ForeignKeyAction> action();
    Result<ConflictClause> onConflict();
    [[nodiscard]] QString takeName() { return std::exchange(m_constraintName, QString()); }

    DdlCursor &m_cursor;
    CreateTable &m_create;
    Table &m_table;
    QString m_constraintName; ///< CONSTRAINT name, until what it names comes
};

} // namespace core
