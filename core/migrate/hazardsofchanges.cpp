// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of HazardRules for each kind of change.
#include "core/migrate/hazardrules.h"
#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

void HazardRules::of(const change::DropTable &c)
{
    if (const Table *t = m_before.table(m_back.tableAfter(c.table.name)))
        addAsked("H01", Severity::Stop, m_probes.allRows(*t),
                 u"The table %1 is dropped with its rows."_s.arg(t->name.display()),
                 u"Keep it under another name until nobody misses it."_s);
}

void HazardRules::of(const change::RenameTable &c)
{
    add("H44", Severity::Warn, u"What reads %1 by its old name will fail."_s.arg(c.from.display()));
    for (const Table &t : m_diff.before.tables) {
        const bool reads = t.kind == Table::Kind::Virtual
            && std::any_of(t.moduleArguments.cbegin(), t.moduleArguments.cend(), [&](const QString &argument) {
                               const QString said = argument.section(u'=', 1).trimmed();
                               return argument.trimmed().startsWith("content"_L1, Qt::CaseInsensitive)
                                   && foldedName(unquoted(said)) == foldedName(c.from.name);
                           });
        if (reads)
            add("H43", Severity::Danger,
                u"The full-text table %1 reads %2 and will not find it under its new name."_s.arg(t.name.display(),
                                                                                                  c.from.display()),
                u"Make %1 anew over %2."_s.arg(t.name.display(), c.to.display()));
    }
}

void HazardRules::of(const change::RenameColumn &c)
{
    add("H44", Severity::Warn,
        u"What reads the column %1 of %2 by its old name will fail."_s.arg(c.from, c.table.display()));
}

void HazardRules::of(const change::DropColumn &c)
{
    const Table *t = now(c.table);
    if (t && c.column.generation != Column::Generation::Virtual)
        addAsked("H02", Severity::Stop, m_probes.values(*t, columnNow(c.table, c.column.name)),
                 u"The column %1 of %2 is dropped with its values."_s.arg(columnNow(c.table, c.column.name),
                                                                          c.table.display()),
                 u"Keep the column until nobody misses it."_s);
}

void HazardRules::of(const change::AddColumn &c)
{
    const Table *t = now(c.table);
    if (t && c.column.notNull && !c.column.defaultExpression && !c.column.isGenerated()
        && !isFilled(c.table, c.column.name) && m_target.table(c.table)->rowIdAlias() != c.column.name)
        addAsked("H20", Severity::Stop, m_probes.allRows(*t),
                 u"The new column %1 of %2 may not be NULL, but nothing says what the rows get."_s.arg(
                     c.column.name, c.table.display()),
                 u"Give an expression that fills it, or a default."_s, true);
}

void HazardRules::of(const change::AlterColumn &c)
{
    const Table *t = now(c.table);
    const Table *to = m_target.table(c.table);
    const QString column = columnNow(c.table, c.from.name);
    if (!t || !to || column.isEmpty())
        return;
    const QString name = u"%1 of %2"_s.arg(c.to.name, c.table.display());
    if (c.changed & ColumnFacet::Type) {
        addAsked("H11", Severity::Stop, m_probes.changedBy(*t, column, c.to.declaredType),
                 u"Values in %1 become others under the type %2."_s.arg(name, c.to.declaredType),
                 u"Keep the type, or convert them by an expression of your own."_s);
        addAsked(
            "H11", Severity::Warn, m_probes.otherNumbersBy(*t, column, c.to.declaredType),
            u"Numbers in %1 are stored as another kind under the type %2 (1.0 and 1): equal, but they are shown and "
            "divided otherwise."_s.arg(name, c.to.declaredType),
            u"Keep the type if that matters."_s);
        const bool kept = m_probes.keepsWhatDoesNotFit();
        addAsked("H09", Severity::Danger, m_probes.movedByZone(*t, column, c.to.declaredType),
                 u"Moments in %1 are turned into %2 by the TimeZone of the session that does it, which need not be the "
                 "one they were meant in."_s.arg(name, c.to.declaredType),
                 u"Set TimeZone before, or convert them by an expression with AT TIME ZONE."_s);
        if (!m_out.isEmpty() && m_out.last().finding.code == "H09"_L1) {
            m_out.last().question = m_probes.sessionZone();
            m_out.last().answer = u"Here that is %1."_s;
        }
        addAsked("H08", kept ? Severity::Warn : Severity::Stop, m_probes.tooBigFor(*t, column, c.to.declaredType),
                 (kept ? u"Values in %1 do not fit %2. SQLite keeps them, but who trusts the type will stumble."_s
                       : u"Values in %1 do not fit %2: the change would fail."_s)
                     .arg(name, c.to.declaredType),
                 u"Shorten or round them by an expression of your own, or choose a wider type."_s, !kept);
        if (to->strict && t->strict)
            addAsked("H28", Severity::Stop, m_probes.refusedBy(*t, column, c.to.declaredType),
                     u"Values in %1 are not of the type %2."_s.arg(name, c.to.declaredType), {}, true);
    }
    const bool isSameKey = t->primaryKey && to->primaryKey
        && t->primaryKey->autoIncrement == to->primaryKey->autoIncrement
        && t->primaryKeyColumns() == QStringList{column}; // else of(ChangePrimaryKey) asks
    if ((c.changed & ColumnFacet::Type) && isSameKey && to->rowIdAlias() == c.to.name && t->rowIdAlias() != column) {
        keyBecomesNumber(*t, *to, column);
        if (!t->isRequired(c.from) && !isFilled(c.table, c.to.name))
            addAsked("H23", Severity::Stop, m_probes.nulls(*t, {column}),
                     u"The primary key of %1 would be NULL."_s.arg(c.table.display()),
                     u"Give an expression that fills it."_s, true);
    }
    if ((c.changed & ColumnFacet::NotNull) && to->isRequired(c.to) && !t->isRequired(c.from)
        && !isFilled(c.table, c.to.name))
        addAsked("H21", Severity::Stop, m_probes.nulls(*t, {column}), u"%1 may no longer be NULL, but is."_s.arg(name),
                 u"Give an expression that fills the NULLs."_s, true);
    if ((c.changed & ColumnFacet::NotNull) && t->isRequired(c.from) && !to->isRequired(c.to))
        add("H45", Severity::Warn, u"%1 may be NULL from now on."_s.arg(name));
    if (c.changed & ColumnFacet::Default)
        add("H17", Severity::Info, u"The default of %1 changes for new rows only."_s.arg(name));
    if ((c.changed & ColumnFacet::Generated) && c.to.isGenerated() && !c.from.isGenerated())
        addAsked("H16", Severity::Danger, m_probes.values(*t, column),
                 u"%1 is computed from now on: the values it holds are lost."_s.arg(name),
                 u"Keep them in a column of their own."_s);
    if (c.changed & ColumnFacet::Collation) { // what was unique need not be any more
        const auto uses = [&](const QList<IndexedColumn> &key) {
            return std::any_of(key.cbegin(), key.cend(), [&](const IndexedColumn &k) {
                return foldedName(k.column, nameCaseOf(m_diff.target))
                    == foldedName(c.to.name, nameCaseOf(m_diff.target));
            });
        };
        for (const UniqueConstraint &u : to->uniques) {
            if (uses(u.columns))
                askForDuplicates(c.table, u.columns, {}, "H22", u"The collation of %1"_s.arg(c.to.name));
        }
        for (const Index &i : to->indexes) {
            if (i.unique && uses(i.columns))
                askForDuplicates(c.table, i.columns, i.where, "H22", u"The collation of %1"_s.arg(c.to.name));
        }
        if (to->primaryKey && uses(to->primaryKey->columns))
            askForDuplicates(c.table, to->primaryKey->columns, {}, "H23", u"The collation of %1"_s.arg(c.to.name));
    }
}

/// SQLite takes nothing else as the number of a row, and gives a NULL one of its own.
void HazardRules::keyBecomesNumber(const Table &now, const Table &to, const QString &column)
{
    if (column.isEmpty() || to.rowIdAlias().isEmpty() || now.rowIdAlias() == column)
        return;
    addAsked("H23", Severity::Stop, m_probes.refusedBy(now, column, u"INTEGER"_s),
             u"The primary key %1 of %2 must be a whole number."_s.arg(to.rowIdAlias(), to.name.display()),
             u"Keep another type than INTEGER, or put the rows right first."_s, true);
}

void HazardRules::of(const change::ChangePrimaryKey &c)
{
    const Table *t = now(c.table);
    const Table *to = m_target.table(c.table);
    if (!t || !to)
        return;
    if (c.from && c.from->autoIncrement && !(c.to && c.to->autoIncrement))
        add("H12", Severity::Danger,
            u"%1 forgets the highest key it ever gave out: keys of deleted rows are given out again."_s.arg(
                c.table.display()),
            u"Keep AUTOINCREMENT."_s);
    if (!c.to) {
        add("H45", Severity::Warn, u"%1 has no primary key any more."_s.arg(c.table.display()));
        return;
    }
    const QString number = to->rowIdAlias();
    const QString numbered = number.isEmpty() ? QString() : columnNow(c.table, number);
    if (!numbered.isEmpty() && t->rowIdAlias() == numbered)
        return; // it is the rows' number before and after, as with AUTOINCREMENT: one each, never NULL
    const QString what = u"The primary key (%1)"_s.arg(c.to->columnNames().join(u", "_s));
    askForDuplicates(c.table, c.to->columns, {}, "H23", what);
    keysOfNewColumns(c.table, c.to->columns, "H23", what);
    keyBecomesNumber(*t, *to, numbered);
    QStringList required;
    for (const IndexedColumn &k : c.to->columns) {
        const Column *column = to->column(k.column);
        const QString old = columnNow(c.table, k.column);
        if (column && !old.isEmpty() && !isFilled(c.table, k.column)
            && (to->isRequired(*column) || (to->rowIdAlias() == column->name && t->rowIdAlias() != old)))
            required.append(old);
    }
    if (!required.isEmpty())
        addAsked("H23", Severity::Stop, m_probes.nulls(*t, required),
                 u"The primary key of %1 would be NULL."_s.arg(c.table.display()),
                 u"Give an expression that fills it."_s, true);
}

void HazardRules::of(const change::ChangeTableOptions &c)
{
    const Table *t = now(c.table);
    const Table *to = m_target.table(c.table);
    if (!t || !to)
        return;
    ofRights(c);
    if (c.strict && !c.strictBefore) {
        for (const Column &column : to->columns) {
            const QString old = columnNow(c.table, column.name);
            if (!old.isEmpty() && !column.isGenerated())
                addAsked("H28", Severity::Stop, m_probes.refusedBy(*t, old, column.declaredType),
                         u"Values in %1 of %2 are not of the type %3, which STRICT demands."_s.arg(
                             column.name, c.table.display(), column.declaredType),
                         u"Put them right first, or use the type ANY."_s, true);
        }
    }
    if (c.withoutRowId && !c.withoutRowIdBefore && to->primaryKey) {
        QStringList key;
        for (const QString &k : to->primaryKeyColumns()) {
            if (const QString old = columnNow(c.table, k); !old.isEmpty())
                key.append(old);
        }
        if (!key.isEmpty())
            addAsked("H28", Severity::Stop, m_probes.nulls(*t, key),
                     u"The key of %1 is NULL, which WITHOUT ROWID forbids."_s.arg(c.table.display()), {}, true);
    }
    if (c.withoutRowId != c.withoutRowIdBefore)
        add("H13", Severity::Danger,
            u"The rows of %1 lose the numbers that SQLite gave them (rowid)."_s.arg(c.table.display()));
}

void HazardRules::of(const change::AddUnique &c)
{
    if (isKeyNow(c.table, c.unique.columns, c.unique.nullsNotDistinct))
        return;
    const QString what = u"UNIQUE (%1)"_s.arg(c.unique.columnNames().join(u", "_s));
    askForDuplicates(c.table, c.unique.columns, {}, "H22", what);
    keysOfNewColumns(c.table, c.unique.columns, "H22", what);
}

void HazardRules::of(const change::AddIndex &c)
{
    if (!c.index.unique || isKeyNow(c.table, c.index.columns, c.index.nullsNotDistinct))
        return;
    const QString what = u"The unique index %1"_s.arg(c.index.name);
    askForDuplicates(c.table, c.index.columns, c.index.where, "H22", what);
    if (c.index.where.isEmpty())
        keysOfNewColumns(c.table, c.index.columns, "H22", what);
}

void HazardRules::of(const change::AddCheck &c)
{
    const Table *t = now(c.table);
    if (t && speaksOnlyOfWhatIsThere(c.table, c.check.expression))
        addAsked("H25", Severity::Stop, m_probes.failing(*t, expressionNow(c.table, c.check.expression)),
                 u"Rows of %1 do not pass CHECK (%2)."_s.arg(c.table.display(), c.check.expression),
                 u"Put the rows right first."_s, true);
}

void HazardRules::of(const change::AddForeignKey &c)
{
    const Table *target = m_target.table(c.foreignKey.target);
    ForeignKey key = c.foreignKey;
    const QString name = u"The foreign key (%1) of %2"_s.arg(c.foreignKey.columns.join(u", "_s), c.table.display());
    if (!target) {
        add("H24", Severity::Stop, u"%1 leads to %2, which is not there."_s.arg(name, c.foreignKey.target.display()));
        return;
    }
    const QStringList targetColumns =
        c.foreignKey.targetColumns.isEmpty() ? target->primaryKeyColumns() : c.foreignKey.targetColumns;
    if (!isUniqueKey(*target, targetColumns))
        add("H24", Severity::Stop,
            u"%1 leads to columns of %2 that are not unique: every change of either table would fail."_s.arg(
                name, target->name.display()),
            u"Make (%1) of %2 unique."_s.arg(targetColumns.join(u", "_s), target->name.display()));
    const Table *t = now(c.table);
    const Table *targetNow = now(target->name);
    if (t && !targetNow && key.columns.size() == 1 && !columnNow(c.table, key.columns.first()).isEmpty())
        addAsked("H24", Severity::Stop, m_probes.values(*t, columnNow(c.table, key.columns.first())),
                 u"%1: rows lead to %2, which is new and empty."_s.arg(name, target->name.display()),
                 u"Set them to NULL first, and again once %1 has its rows."_s.arg(target->name.display()));
    if (!t || !targetNow)
        return;
    for (QString &column : key.columns) {
        column = columnNow(c.table, column);
        if (column.isEmpty())
            return;
    }
    QStringList columns;
    for (const QString &column : targetColumns) {
        columns.append(columnNow(target->name, column));
        if (columns.last().isEmpty())
            return;
    }
    addAsked("H24", Severity::Stop, m_probes.orphans(*t, key, *targetNow, columns),
             u"%1: rows lead to no row of %2."_s.arg(name, target->name.display()),
             u"Delete them, or lead them to another row."_s);
}

void HazardRules::of(const change::DropIndex &c)
{
    const auto comesBack = [&](const Table *t) {
        return t && std::any_of(t->indexes.cbegin(), t->indexes.cend(), [&](const Index &i) {
                   return foldedName(i.name, nameCaseOf(m_diff.target))
                       == foldedName(c.index.name, nameCaseOf(m_diff.target));
               });
    };
    if (comesBack(m_target.table(c.table)))
        return;
    add("H46", Severity::Warn,
        u"The index %1 of %2 goes: what it made fast becomes slow."_s.arg(c.index.name, c.table.display()));
}

} // namespace core
