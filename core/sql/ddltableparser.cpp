// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/ddltableparser.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

DdlTableParser::DdlTableParser(DdlCursor &cursor, CreateTable &create)
    : m_cursor(cursor)
    , m_create(create)
    , m_table(create.table)
{
}

Result<Done> DdlTableParser::parse()
{
    if (m_cursor.take("AS"_L1)) {
        const qsizetype from = m_cursor.position();
        m_cursor.skipUntil([this] { return m_cursor.atSign(u';'); });
        m_create.asSelect = m_cursor.slice(from, m_cursor.position());
        if (m_create.asSelect.isEmpty())
            return m_cursor.unexpected(u"a SELECT"_s);
        return Done{};
    }
    RC_TRY(m_cursor.expectSign(u'('));
    RC_TRY(definitions());
    RC_TRY(m_cursor.expectSign(u')'));
    return options();
}

Result<Done> DdlTableParser::definitions()
{
    do {
        if (atTableClause())
            break;
        RC_TRY(column());
    } while (m_cursor.takeSign(u','));
    if (m_table.columns.isEmpty())
        return m_cursor.unexpected(u"a column name"_s);
    // SQLite lets the commas between table constraints be left out.
    while (atTableClause()) {
        RC_TRY(tableClause());
        if (!m_cursor.takeSign(u','))
            continue;
        m_constraintName.clear(); // a comma ends what a lonely CONSTRAINT could name
        if (!atTableClause())
            return m_cursor.unexpected(u"a table constraint"_s);
    }
    return Done{};
}

Result<Done> DdlTableParser::options()
{
    // SQLite takes commas without an option between them.
    do {
        if (m_cursor.take("WITHOUT"_L1)) {
            RC_TRY(m_cursor.expect("ROWID"_L1));
            m_table.withoutRowId = true;
        } else if (m_cursor.take("STRICT"_L1)) {
            m_table.strict = true;
            m_table.strictFirst = !m_table.withoutRowId;
        } else if (m_cursor.atName()) {
            return m_cursor.unexpected(u"WITHOUT ROWID or STRICT"_s);
        }
    } while (m_cursor.takeSign(u','));
    m_table.strictFirst = m_table.strictFirst && m_table.withoutRowId;
    return Done{};
}

Result<Done> DdlTableParser::column()
{
    const auto name = m_cursor.name(u"a column name"_s);
    RC_TRY(name);
    Column c;
    c.name = *name;
    declaredType(c);
    for (;;) {
        const auto more = columnClause(c);
        RC_TRY(more);
        if (!*more)
            break;
    }
    m_constraintName.clear();
    m_table.columns.append(c);
    return Done{};
}

void DdlTableParser::declaredType(Column &column)
{
    const qsizetype from = m_cursor.position();
    const auto atGenerated = [this] {
        return m_cursor.at("GENERATED"_L1) && m_cursor.at("ALWAYS"_L1, 1) && m_cursor.at("AS"_L1, 2);
    };
    while (m_cursor.atName() && !atGenerated())
        m_cursor.skip();
    if (m_cursor.position() > from && m_cursor.takeSign(u'(')) {
        m_cursor.skipUntil([this] { return m_cursor.atSign(u')'); });
        m_cursor.takeSign(u')');
    }
    column.declaredType = m_cursor.slice(from, m_cursor.position(), true);
}

Result<bool> DdlTableParser::columnClause(Column &c)
{
    const auto done = [&c](ColumnClause clause, const auto &result) -> Result<bool> {
        if (!result)
            return result.error();
        c.clauses.append(clause);
        return true;
    };
    if (m_cursor.take("CONSTRAINT"_L1)) {
        const auto name = m_cursor.name(u"a constraint name"_s);
        RC_TRY(name);
        m_constraintName = *name;
        return true;
    }
    if (m_cursor.take("NOT"_L1, "NULL"_L1))
        return done(ColumnClause::NotNull, notNull(c));
    if (m_cursor.take("NULL"_L1)) {
        m_constraintName.clear();
        return done(ColumnClause::Null, onConflict());
    }
    if (m_cursor.take("DEFAULT"_L1))
        return done(ColumnClause::Default, defaultValue(c));
    if (m_cursor.take("PRIMARY"_L1, "KEY"_L1))
        return done(ColumnClause::PrimaryKey, columnPrimaryKey(c));
    if (m_cursor.take("UNIQUE"_L1))
        return done(ColumnClause::Unique, columnUnique(c));
    if (m_cursor.take("CHECK"_L1))
        return done(ColumnClause::Check, columnCheck(c));
    if (m_cursor.take("REFERENCES"_L1))
        return done(ColumnClause::References, columnReferences(c));
    if (m_cursor.take("COLLATE"_L1))
        return done(ColumnClause::Collate, columnCollation(c));
    c.generatedAlways = c.generatedAlways || m_cursor.take("GENERATED"_L1, "ALWAYS"_L1);
    if (m_cursor.take("AS"_L1))
        return done(ColumnClause::Generated, generated(c));
    // DEFERRABLE may stand away from its REFERENCES, and even without one.
    ForeignKey nobody;
    return deferral(m_table.foreignKeys.isEmpty() ? nobody : m_table.foreignKeys.last());
}

Result<Done> DdlTableParser::columnUnique(const Column &c)
{
    UniqueConstraint u{takeName(), {{c.name, {}, {}, SortOrder::Unspecified}}, ConflictClause::None, c.name};
    const auto conflict = onConflict();
    RC_TRY(conflict);
    u.conflict = *conflict;
    m_table.uniques.append(u);
    return Done{};
}

Result<Done> DdlTableParser::columnCheck(const Column &c)
{
    const auto expression = m_cursor.parenthesized();
    RC_TRY(expression);
    m_table.checks.append({takeName(), *expression, c.name});
    RC_TRY(onConflict()); // SQLite reads it and does nothing with it
    return Done{};
}

Result<Done> DdlTableParser::columnReferences(const Column &c)
{
    ForeignKey key;
    key.name = takeName();
    key.columns = QStringList{c.name};
    key.column = c.name;
    RC_TRY(references(key));
    m_table.foreignKeys.append(key);
    return Done{};
}

Result<Done> DdlTableParser::columnCollation(Column &c)
{
    const auto collation = m_cursor.name(u"a collation"_s);
    RC_TRY(collation);
    c.collation = *collation;
    m_constraintName.clear();
    return Done{};
}

Result<Done> DdlTableParser::notNull(Column &c)
{
    c.notNull = true;
    c.notNullName = takeName();
    const auto conflict = onConflict();
    RC_TRY(conflict);
    c.notNullConflict = *conflict;
    return Done{};
}

Result<Done> DdlTableParser::columnPrimaryKey(const Column &c)
{
    PrimaryKey key;
    key.name = takeName();
    key.column = c.name;
    IndexedColumn k;
    k.column = c.name;
    if (m_cursor.take("DESC"_L1))
        k.order = SortOrder::Descending;
    else if (m_cursor.take("ASC"_L1))
        k.order = SortOrder::Ascending;
    key.columns.append(k);
    const auto conflict = onConflict();
    RC_TRY(conflict);
    key.conflict = *conflict;
    key.autoIncrement = m_cursor.take("AUTOINCREMENT"_L1);
    m_table.primaryKey = key;
    return Done{};
}

Result<Done> DdlTableParser::defaultValue(Column &c)
{
    c.defaultName = takeName();
    const qsizetype from = m_cursor.position();
    if (m_cursor.atSign(u'(')) {
        RC_TRY(m_cursor.parenthesized());
    } else {
        if (!m_cursor.takeSign(u'-'))
            m_cursor.takeSign(u'+');
        const Token *t = m_cursor.peek();
        if (!t || t->kind == Token::Kind::Punctuation || t->kind == Token::Kind::Operator
            || t->kind == Token::Kind::Bad)
            return m_cursor.unexpected(u"a default value"_s);
        m_cursor.skip();
    }
    c.defaultExpression = m_cursor.slice(from, m_cursor.position());
    return Done{};
}

Result<Done> DdlTableParser::generated(Column &c)
{
    m_constraintName.clear();
    const auto expression = m_cursor.parenthesized();
    RC_TRY(expression);
    c.generatedExpression = *expression;
    c.generation = Column::Generation::Virtual;
    if (m_cursor.take("STORED"_L1)) {
        c.generation = Column::Generation::Stored;
        c.generationKindWritten = true;
    } else {
        c.generationKindWritten = m_cursor.take("VIRTUAL"_L1);
    }
    return Done{};
}

Result<ConflictClause> DdlTableParser::onConflict()
{
    if (!m_cursor.take("ON"_L1, "CONFLICT"_L1))
        return ConflictClause::None;
    if (m_cursor.take("ROLLBACK"_L1))
        return ConflictClause::Rollback;
    if (m_cursor.take("ABORT"_L1))
        return ConflictClause::Abort;
    if (m_cursor.take("FAIL"_L1))
        return ConflictClause::Fail;
    if (m_cursor.take("IGNORE"_L1))
        return ConflictClause::Ignore;
    if (m_cursor.take("REPLACE"_L1))
        return ConflictClause::Replace;
    return m_cursor.unexpected(u"ROLLBACK, ABORT, FAIL, IGNORE or REPLACE"_s);
}

} // namespace core
