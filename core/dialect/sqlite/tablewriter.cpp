// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/ddlwriter.h"

#include "core/dialect/sqlite/ddlparts.h"
#include "core/dialect/sqlite/words.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString named(const QString &name)
{
    return name.isEmpty() ? QString() : QString(u"CONSTRAINT "_s + sqliteIdentifier(name) + u' ');
}

QString onConflict(ConflictClause conflict)
{
    switch (conflict) {
    case ConflictClause::None:
        return {};
    case ConflictClause::Rollback:
        return u" ON CONFLICT ROLLBACK"_s;
    case ConflictClause::Abort:
        return u" ON CONFLICT ABORT"_s;
    case ConflictClause::Fail:
        return u" ON CONFLICT FAIL"_s;
    case ConflictClause::Ignore:
        return u" ON CONFLICT IGNORE"_s;
    case ConflictClause::Replace:
        return u" ON CONFLICT REPLACE"_s;
    }
    Q_UNREACHABLE();
}

QString references(const ForeignKey &key)
{
    QString s = u"REFERENCES "_s + sqliteIdentifier(key.target.name);
    if (!key.targetColumns.isEmpty())
        s += u" ("_s + sqliteNameList(key.targetColumns) + u')';
    if (!key.match.isEmpty())
        s += u" MATCH "_s + sqliteIdentifier(key.match);
    const QString onDelete = key.onDelete ? QString(u" ON DELETE "_s + toText(*key.onDelete)) : QString();
    const QString onUpdate = key.onUpdate ? QString(u" ON UPDATE "_s + toText(*key.onUpdate)) : QString();
    s += key.onUpdateFirst ? QString(onUpdate + onDelete) : QString(onDelete + onUpdate);
    if (key.deferral != ForeignKey::Deferral::None)
        s += key.deferral == ForeignKey::Deferral::Deferrable ? u" DEFERRABLE"_s : u" NOT DEFERRABLE"_s;
    if (key.initially != ForeignKey::Initially::None)
        s += key.initially == ForeignKey::Initially::Deferred ? u" INITIALLY DEFERRED"_s : u" INITIALLY IMMEDIATE"_s;
    return s;
}

QString generated(const Column &c)
{
    QString s = (c.generatedAlways ? u"GENERATED ALWAYS AS ("_s : u"AS ("_s) + c.generatedExpression + u')';
    if (c.generation == Column::Generation::Stored)
        s += u" STORED"_s;
    else if (c.generationKindWritten)
        s += u" VIRTUAL"_s;
    return s;
}

/// Hands out a table's constraints of one kind that are written in one place (a column, or the table), one by one.
template <typename T> class Turns {
public:
    Turns(const QList<T> &all, const QString &place)
    {
        for (const T &item : all) {
            if (item.column == place)
                m_waiting.append(&item);
        }
    }
    const T *take() { return m_waiting.isEmpty() ? nullptr : m_waiting.takeFirst(); }

private:
    QList<const T *> m_waiting;
};

/// Writes the clauses of one column: those spelled out in their order, then what they forgot.
class ColumnWriter {
public:
    ColumnWriter(const Table &table, const Column &column)
        : m_table(table)
        , m_column(column)
        , m_uniques(table.uniques, column.name)
        , m_checks(table.checks, column.name)
        , m_keys(table.foreignKeys, column.name)
    {
    }

    QString write()
    {
        m_out = sqliteIdentifier(m_column.name);
        if (!m_column.declaredType.isEmpty())
            m_out += u' ' + m_column.declaredType;
        for (const ColumnClause clause : m_column.clauses)
            add(one(clause));
        for (const ColumnClause clause :
             {ColumnClause::PrimaryKey, ColumnClause::NotNull, ColumnClause::Unique, ColumnClause::Default,
              ColumnClause::Collate, ColumnClause::Check, ColumnClause::References, ColumnClause::Generated}) {
            while (add(one(clause))) { }
        }
        return m_out;
    }

private:
    bool add(const QString &clause)
    {
        if (!clause.isEmpty())
            m_out += u' ' + clause;
        return !clause.isEmpty();
    }

    /// The next clause of that kind; empty when there is none (left).
    QString one(ColumnClause clause)
    {
        switch (clause) {
        case ColumnClause::NotNull:
            return once(clause, m_column.notNull)
                ? QString(named(m_column.notNullName) + u"NOT NULL"_s + onConflict(m_column.notNullConflict))
                : QString();
        case ColumnClause::Null:
            return u"NULL"_s;
        case ColumnClause::Default:
            return once(clause, m_column.defaultExpression.has_value())
                ? QString(named(m_column.defaultName) + u"DEFAULT "_s + *m_column.defaultExpression)
                : QString();
        case ColumnClause::Collate:
            return once(clause, !m_column.collation.isEmpty())
                ? QString(u"COLLATE "_s + sqliteIdentifier(m_column.collation))
                : QString();
        case ColumnClause::PrimaryKey:
            return primaryKey();
        case ColumnClause::Unique: {
            const UniqueConstraint *u = m_uniques.take();
            return u ? QString(named(u->name) + u"UNIQUE"_s + onConflict(u->conflict)) : QString();
        }
        case ColumnClause::Check: {
            const CheckConstraint *c = m_checks.take();
            return c ? QString(named(c->name) + u"CHECK ("_s + c->expression + u')') : QString();
        }
        case ColumnClause::References: {
            const ForeignKey *k = m_keys.take();
            return k ? QString(named(k->name) + references(*k)) : QString();
        }
        case ColumnClause::Generated:
            return once(clause, m_column.isGenerated()) ? generated(m_column) : QString();
        }
        Q_UNREACHABLE();
    }

    QString primaryKey()
    {
        const auto &key = m_table.primaryKey;
        if (!once(ColumnClause::PrimaryKey, key && !key->column.isEmpty() && key->column == m_column.name))
            return {};
        return named(key->name) + u"PRIMARY KEY"_s + sqliteOrder(key->columns.first().order)
            + onConflict(key->conflict) + (key->autoIncrement ? u" AUTOINCREMENT"_s : QString());
    }

    bool once(ColumnClause clause, bool there)
    {
        if (!there || m_done.contains(clause))
            return false;
        m_done.append(clause);
        return true;
    }

    const Table &m_table;
    const Column &m_column;
    Turns<UniqueConstraint> m_uniques;
    Turns<CheckConstraint> m_checks;
    Turns<ForeignKey> m_keys;
    QList<ColumnClause> m_done;
    QString m_out;
};

QStringList tableConstraints(const Table &table)
{
    Turns<UniqueConstraint> uniques(table.uniques, {});
    Turns<CheckConstraint> checks(table.checks, {});
    Turns<ForeignKey> keys(table.foreignKeys, {});
    bool keyDone = !table.primaryKey || !table.primaryKey->column.isEmpty();
    const auto one = [&](TableClause clause) -> QString {
        switch (clause) {
        case TableClause::PrimaryKey: {
            if (std::exchange(keyDone, true))
                return {};
            const PrimaryKey &k = *table.primaryKey;
            return named(k.name) + u"PRIMARY KEY ("_s + sqliteIndexedColumns(k.columns)
                + (k.autoIncrement ? u" AUTOINCREMENT)"_s : u")"_s) + onConflict(k.conflict);
        }
        case TableClause::Unique: {
            const UniqueConstraint *u = uniques.take();
            return u ? QString(named(u->name) + u"UNIQUE ("_s + sqliteIndexedColumns(u->columns) + u')'
                               + onConflict(u->conflict))
                     : QString();
        }
        case TableClause::Check: {
            const CheckConstraint *c = checks.take();
            return c ? QString(named(c->name) + u"CHECK ("_s + c->expression + u')') : QString();
        }
        case TableClause::ForeignKey: {
            const ForeignKey *k = keys.take();
            return k ? QString(named(k->name) + u"FOREIGN KEY ("_s + sqliteNameList(k->columns) + u") "_s
                               + references(*k))
                     : QString();
        }
        }
        Q_UNREACHABLE();
    };
    QStringList out;
    for (const TableClause clause : table.clauses)
        out.append(one(clause));
    for (const TableClause clause :
         {TableClause::PrimaryKey, TableClause::Unique, TableClause::Check, TableClause::ForeignKey}) {
        for (QString s = one(clause); !s.isEmpty(); s = one(clause))
            out.append(s);
    }
    out.removeAll(QString());
    return out;
}

} // namespace

QString sqliteColumnDefinition(const Table &table, const Column &column)
{
    return ColumnWriter(table, column).write();
}

QString sqliteCreateTable(const Table &table)
{
    if (table.kind == Table::Kind::Virtual) {
        const QString arguments = table.moduleArguments.join(u", "_s);
        return u"CREATE VIRTUAL TABLE "_s + sqliteQualified(table.name) + u" USING "_s + sqliteIdentifier(table.module)
            + (arguments.isEmpty() ? QString() : QString(u'(' + arguments + u')'));
    }
    QStringList lines;
    for (const Column &c : table.columns)
        lines.append(ColumnWriter(table, c).write());
    lines += tableConstraints(table);
    QStringList options;
    if (table.strict)
        options.append(u"STRICT"_s);
    if (table.withoutRowId)
        options.insert(table.strictFirst ? options.size() : 0, u"WITHOUT ROWID"_s);
    return u"CREATE TABLE "_s + sqliteQualified(table.name) + u" (\n    "_s + lines.join(u",\n    "_s) + u"\n)"_s
        + (options.isEmpty() ? QString() : QString(u' ' + options.join(u", "_s)));
}

} // namespace core
