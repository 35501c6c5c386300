// SPDX-License-Identifier: GPL-3.0-or-later
// The table constraints and foreign keys of DdlTableParser.
#include "core/sql/ddltableparser.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

bool DdlTableParser::atTableClause() const
{
    return m_cursor.at("CONSTRAINT"_L1) || m_cursor.at("PRIMARY"_L1) || m_cursor.at("UNIQUE"_L1)
        || m_cursor.at("CHECK"_L1) || m_cursor.at("FOREIGN"_L1);
}

Result<Done> DdlTableParser::tableClause()
{
    if (m_cursor.take("CONSTRAINT"_L1)) {
        const auto name = m_cursor.name(u"a constraint name"_s);
        RC_TRY(name);
        m_constraintName = *name;
        return Done{};
    }
    if (m_cursor.take("PRIMARY"_L1, "KEY"_L1))
        return tablePrimaryKey();
    if (m_cursor.take("UNIQUE"_L1)) {
        m_table.clauses.append(TableClause::Unique);
        const auto columns = m_cursor.indexedColumns();
        RC_TRY(columns);
        const auto conflict = onConflict();
        RC_TRY(conflict);
        m_table.uniques.append({takeName(), *columns, *conflict, {}});
        return Done{};
    }
    if (m_cursor.take("CHECK"_L1)) {
        m_table.clauses.append(TableClause::Check);
        const auto expression = m_cursor.parenthesized();
        RC_TRY(expression);
        RC_TRY(onConflict());
        m_table.checks.append({takeName(), *expression, {}});
        return Done{};
    }
    if (m_cursor.take("FOREIGN"_L1, "KEY"_L1))
        return tableForeignKey();
    return m_cursor.unexpected(u"a table constraint"_s);
}

Result<Done> DdlTableParser::tablePrimaryKey()
{
    m_table.clauses.append(TableClause::PrimaryKey);
    PrimaryKey key;
    key.name = takeName();
    const auto columns = m_cursor.indexedColumns(&key.autoIncrement);
    RC_TRY(columns);
    key.columns = *columns;
    const auto conflict = onConflict();
    RC_TRY(conflict);
    key.conflict = *conflict;
    m_table.primaryKey = key;
    return Done{};
}

Result<Done> DdlTableParser::tableForeignKey()
{
    m_table.clauses.append(TableClause::ForeignKey);
    ForeignKey key;
    key.name = takeName();
    const auto columns = m_cursor.nameList();
    RC_TRY(columns);
    key.columns = *columns;
    RC_TRY(m_cursor.expect("REFERENCES"_L1));
    RC_TRY(references(key));
    m_table.foreignKeys.append(key);
    return Done{};
}

Result<Done> DdlTableParser::references(ForeignKey &key)
{
    const auto target = m_cursor.name(u"a table name"_s);
    RC_TRY(target);
    key.target = {{}, *target};
    if (m_cursor.atSign(u'(')) {
        const auto columns = m_cursor.nameList();
        RC_TRY(columns);
        key.targetColumns = *columns;
    }
    for (;;) {
        if (m_cursor.take("MATCH"_L1)) {
            const auto match = m_cursor.name(u"a name after MATCH"_s);
            RC_TRY(match);
            key.match = *match;
        } else if (m_cursor.take("ON"_L1, "DELETE"_L1)) {
            const auto what = action();
            RC_TRY(what);
            key.onDelete = *what;
        } else if (m_cursor.take("ON"_L1, "UPDATE"_L1)) {
            key.onUpdateFirst = !key.onDelete;
            const auto what = action();
            RC_TRY(what);
            key.onUpdate = *what;
        } else if (m_cursor.take("ON"_L1, "INSERT"_L1)) {
            RC_TRY(action()); // SQLite reads it and does nothing with it
        } else {
            break;
        }
    }
    // Where only one of them stands there is no order to remember.
    key.onUpdateFirst = key.onUpdateFirst && key.onDelete;
    RC_TRY(deferral(key));
    return Done{};
}

Result<bool> DdlTableParser::deferral(ForeignKey &key)
{
    if (m_cursor.take("NOT"_L1, "DEFERRABLE"_L1))
        key.deferral = ForeignKey::Deferral::NotDeferrable;
    else if (m_cursor.take("DEFERRABLE"_L1))
        key.deferral = ForeignKey::Deferral::Deferrable;
    else
        return false;
    if (m_cursor.take("INITIALLY"_L1)) {
        if (m_cursor.take("DEFERRED"_L1))
            key.initially = ForeignKey::Initially::Deferred;
        else if (m_cursor.take("IMMEDIATE"_L1))
            key.initially = ForeignKey::Initially::Immediate;
        else
            return m_cursor.unexpected(u"DEFERRED or IMMEDIATE"_s);
    }
    return true;
}

Result<ForeignKeyAction> DdlTableParser::action()
{
    if (m_cursor.take("SET"_L1, "NULL"_L1))
        return ForeignKeyAction::SetNull;
    if (m_cursor.take("SET"_L1, "DEFAULT"_L1))
        return ForeignKeyAction::SetDefault;
    if (m_cursor.take("CASCADE"_L1))
        return ForeignKeyAction::Cascade;
    if (m_cursor.take("RESTRICT"_L1))
        return ForeignKeyAction::Restrict;
    if (m_cursor.take("NO"_L1, "ACTION"_L1))
        return ForeignKeyAction::NoAction;
    return m_cursor.unexpected(u"SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION"_s);
}

} // namespace core
