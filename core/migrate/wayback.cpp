// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be saved for the way back, and how it comes back: all of it decided before anything is done.
#include "core/migrate/keptcolumns.h"
#include "core/migrate/notgivenback.h"
#include "core/migrate/repairtext.h"
#include "core/migrate/rowwitness.h"
#include "core/migrate/savedrows.h"
#include "core/migrate/tablekeys.h"
#include "core/schema/namecase.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isStored(const Column &column)
{
    return !column.isGenerated() && !column.hidden;
}

QStringList storedColumns(const Table &table)
{
    QStringList names;
    for (const Column &column : table.columns) {
        if (isStored(column))
            names.append(column.name);
    }
    return names;
}

QStringList typesOf(const Table &table, const QStringList &columns)
{
    QStringList types;
    for (const QString &name : columns)
        types.append(table.column(name)->declaredType);
    return types;
}

/// ANY means "as it is" in a strict table and "as a number if it can be" in any other.
QString affinityType(const Table &table, const Column &column)
{
    const bool any = table.strict && column.declaredType.compare("ANY"_L1, Qt::CaseInsensitive) == 0;
    return any ? QString() : column.declaredType;
}

class Deciding {
public:
    Deciding(const SchemaMigration &migration, const Dialect &dialect)
        : m_migration(migration)
        , m_dialect(dialect)
        , m_sql(dialect.planner()->savedSql())
        , m_kept(keptTables(migration, dialect))
        , m_names(migration.diff.before, dialect)
    {
        m_out.options.fills = migration.backOptions.fills;
        for (const Statement &repair : migration.planOptions.repairs) {
            const auto text = repairText(repair, dialect.lexRules());
            const Table *table = text ? migration.diff.before.table(m_names.meant(text->table)) : nullptr;
            if (table && !text->column.isEmpty())
                m_repaired.insert(columnKey(table->name, text->column, nameCaseOf(*table)));
        }
    }

    WayBackPlan run()
    {
        for (const Change &change : m_migration.diff.changes) {
            const auto *drop = std::get_if<change::DropTable>(&change);
            // Under the name it had: it may have made room for another one.
            if (const Table *table = drop ? tableBefore(m_migration, drop->table.name) : nullptr)
                dropped(*table);
        }
        findWhatStays();
        for (const KeptTable &table : std::as_const(m_kept)) {
            droppedColumns(table);
            convertedColumns(table);
            replacedColumns(table);
        }
        for (const auto &[column, sentence] : std::as_const(m_withoutKey)) {
            if (!m_referring.contains(column))
                cannot(sentence);
        }
        QList<Statement> fixes;
        for (int i = 0; i < m_migration.planOptions.repairs.size(); ++i) {
            if (const auto restore = repaired(i))
                fixes.prepend(*restore); // the last one first
        }
        // Values find their rows by the keys.
        m_out.options.restores = m_rows + m_keys + m_values + m_references + fixes;
        return m_out;
    }

private:
    [[nodiscard]] QString nextName() const { return u"saved_"_s + QString::number(m_out.parts.size() + 1); }

    void add(SavedPart part, const QString &sentence)
    {
        if (!m_out.saved.contains(sentence))
            m_out.saved.append(sentence);
        m_out.parts.append(std::move(part));
    }

    void count(const SavedSql::Shape &shape, bool comparesValues = true)
    {
        for (const QString &column : shape.columns)
            comparesValues = comparesValues
                && !m_repaired.contains(columnKey(shape.table, column, nameCaseOf(m_migration.diff.target)));
        m_out.options.accounts.append({m_sql.account(shape, comparesValues),
                                       u"%1 of %2"_s.arg(shape.columns.join(u", "_s), shape.table.display())});
    }

    void cannot(const QString &sentence) { m_out.cannotUndo.append(sentence); }

    void dropped(const Table &table)
    {
        if (table.kind == Table::Kind::Virtual) {
            cannot(u"The rows of the virtual table %1 do not come back: it is made anew, without them."_s.arg(
                table.name.display()));
            return;
        }
        if (!table.brokenBecause.isEmpty()) {
            cannot(u"The table %1 cannot be read, so its rows are not saved."_s.arg(table.name.display()));
            return;
        }
        if (goesWithAnother(table))
            return;
        SavedPart part;
        part.kind = SavedPart::Kind::Rows;
        const RowIdentity identity = m_dialect.identityOf(table);
        part.shape = {nextName(), table.name, {}, storedColumns(table), {}, {}};
        part.shape.types = typesOf(table, part.shape.columns);
        if (identity.kind == RowIdentity::Kind::RowId && m_dialect.planner()->keepsRowNumbers())
            part.shape.key = identity.columns;
        part.source = m_sql.stored(part.shape, {});
        m_rows.append(m_sql.restoreRows(part.shape, false));
        add(std::move(part), u"All rows of %1."_s.arg(table.name.display()));
    }

    /// A partition's rows are those of its table, which goes, too.
    [[nodiscard]] bool goesWithAnother(const Table &table) const
    {
        const QualifiedName &whole = table.facts.partitionOf;
        return table.facts.isPartition()
            && std::any_of(m_migration.diff.changes.cbegin(), m_migration.diff.changes.cend(), [&](const Change &c) {
                   const auto *drop = std::get_if<change::DropTable>(&c);
                   const Table *gone = drop ? tableBefore(m_migration, drop->table.name) : nullptr;
                   return gone
                       && folded(gone->name, nameCaseOf(m_migration.diff.target))
                       == folded(whole, nameCaseOf(m_migration.diff.target));
               });
    }

    [[nodiscard]] static QString withoutKey(const KeptTable &table, const QString &what)
    {
        return u"%1 in %2 does not come back: no key of the table stays that tells its rows apart."_s.arg(
            what, table.before->name.display());
    }

    /// Without a key that stays nothing can be put back where it was.
    [[nodiscard]] bool hasKey(const KeptTable &table, const QString &what)
    {
        if (table.keyBefore.isEmpty()) {
            cannot(withoutKey(table, what));
            return false;
        }
        m_out.byRowNumber = m_out.byRowNumber || table.byRowNumber;
        return true;
    }

    /// Whether what the key was is the row's number from now on, and the key again on the way back.
    [[nodiscard]] bool numbersStay(const KeptTable &table) const
    {
        const RowIdentity after = m_dialect.identityOf(*table.after);
        return m_dialect.planner()->keepsRowNumbers() && after.kind == RowIdentity::Kind::RowId
            && table.after->rowIdAlias().isEmpty() && !table.before->column(after.columns.first());
    }

    void droppedColumns(const KeptTable &table)
    {
        QStringList names;
        for (const Column &column : table.before->columns) {
            const QString after = m_migration.diff.renames.columnAfter(table.before->name, column.name);
            if (!isStored(column) || table.after->column(after))
                continue;
            if (column.name == table.before->rowIdAlias() && numbersStay(table)) {
                m_out.saved.append(u"The numbers of %1 in %2, which the rows keep as their own."_s.arg(
                    column.name, table.before->name.display()));
                m_out.byRowNumber = true;
                continue;
            }
            names.append(column.name);
        }
        if (names.isEmpty() || !hasKey(table, names.join(u", "_s)))
            return;
        SavedPart part;
        part.kind = SavedPart::Kind::Columns;
        part.shape = {nextName(), table.before->name, table.keyBefore, names, {}, {}};
        part.shape.types = typesOf(*table.before, names);
        part.shape.keyConverted = table.keyConverted;
        addWitness(part.shape, table, m_repaired, m_sql);
        part.source = m_sql.stored(part.shape, {});
        for (int i = 0; i < names.size(); ++i)
            fill(*table.before, names.at(i), part.shape, i);
        if (table.keyConverted)
            m_values.append(m_sql.restoreValues(part.shape, false)); // of rows that were not found by what the key was
        count(part.shape);
        const QString sentence = u"The values of %1 in %2."_s.arg(names.join(u", "_s), table.before->name.display())
            + byKeyAlone(part.shape);
        add(std::move(part), sentence);
    }

    /// The column comes back with the rows' copies: there it may be required and unique from the start. Rows that were
    /// not there then get what they would get otherwise.
    void fill(const Table &table, const QString &name, const SavedSql::Shape &shape, int index)
    {
        QString otherwise = table.column(name)->defaultExpression.value_or(u"NULL"_s);
        QList<Fill> &fills = m_out.options.fills;
        const auto it = std::find_if(fills.begin(), fills.end(), [&](const Fill &f) {
            return folded(f.table, nameCaseOf(m_migration.diff.target))
                == folded(table.name, nameCaseOf(m_migration.diff.target))
                && foldedName(f.column, nameCaseOf(m_migration.diff.target))
                == foldedName(name, nameCaseOf(m_migration.diff.target));
        });
        if (it != fills.end()) {
            it->expression = m_sql.savedValue(shape, index, it->expression);
            return;
        }
        if (otherwise != u"NULL"_s)
            otherwise = m_sql.defaultOf(*table.column(name));
        fills.append({table.name, name, m_sql.savedValue(shape, index, otherwise)});
    }

    /// What becomes another and does not come back.
    void findWhatStays()
    {
        for (const KeptTable &table : m_kept) {
            for (const KeptTable::KeptColumn &c : table.columns) {
                const bool isKey = table.keyBefore.contains(c.before);
                if (c.intended && (table.keyBefore.isEmpty() || (isKey && convertedKeys(table) > 1)))
                    m_staying.insert(columnKey(table.before->name, c.before, nameCaseOf(m_migration.diff.target)));
            }
        }
    }

    /// Whether it refers to something that stays what it became: then the keys would not hold.
    [[nodiscard]] bool refersToWhatStays(const Table &table, const QString &column) const
    {
        return std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKey &k) {
            const qsizetype at = k.columns.indexOf(column);
            return at >= 0
                && m_staying.contains(
                    columnKey(k.target, k.targetColumns.value(at), nameCaseOf(m_migration.diff.target)));
        });
    }

    /// What refers to these values goes along with them, also in rows that came since.
    void references(const KeptTable &table, const SavedSql::Shape &shape)
    {
        for (const KeptTable &from : m_kept) {
            for (const ForeignKey &k : from.before->foreignKeys) {
                const qsizetype at = k.targetColumns.indexOf(shape.columns.first());
                if (k.target != table.before->name || at < 0 || !becomes(from, k.columns.value(at)) || k.inherited)
                    continue;
                QList<std::pair<QString, QString>> columns;
                for (qsizetype i = 0; i < k.columns.size(); ++i)
                    columns.append({k.columns[i], k.targetColumns.value(i)});
                const Statement restore = m_sql.restoreReferences(shape, *from.before, columns);
                if (restore.sql.isEmpty())
                    continue;
                m_references.append(restore);
                m_referring.insert(
                    columnKey(from.before->name, k.columns.value(at), nameCaseOf(m_migration.diff.target)));
                m_out.saved.append(u"What %1 in %2 refers to."_s.arg(k.columns.value(at), from.before->name.display()));
            }
        }
    }

    [[nodiscard]] static bool becomes(const KeptTable &table, const QString &column)
    {
        return std::any_of(table.columns.cbegin(), table.columns.cend(),
                           [&](const KeptTable::KeptColumn &c) { return c.before == column && c.intended; });
    }

    void convertedColumns(const KeptTable &table)
    {
        for (const KeptTable::KeptColumn &column : table.columns) {
            if (!column.intended)
                continue;
            if (table.keyBefore.isEmpty()) {
                m_withoutKey.append({columnKey(table.before->name, column.before, nameCaseOf(m_migration.diff.target)),
                                     withoutKey(table, column.before)});
                continue;
            }
            if (refersToWhatStays(*table.before, column.before)) {
                cannot(u"%1 in %2 does not come back: what it refers to does not."_s.arg(column.before,
                                                                                         table.before->name.display()));
                continue;
            }
            if (!hasKey(table, column.before))
                continue;
            const Column &from = *table.before->column(column.before);
            const Column &to = *table.after->column(column.after);
            SavedPart part;
            part.kind = SavedPart::Kind::Values;
            part.shape = {nextName(),
                          table.before->name,
                          table.keyBefore,
                          {column.before},
                          {affinityType(*table.before, from)},
                          {affinityType(*table.after, to)}};
            part.shape.types = {from.declaredType};
            addWitness(part.shape, table, m_repaired, m_sql);
            part.source = converted(table, column, to, part.shape.witness);
            const bool isKey = table.keyBefore.contains(column.before);
            if (isKey && convertedKeys(table) > 1) {
                cannot(u"%1 in %2 does not come back where it becomes another: more than one column of its key does."_s
                           .arg(column.before, table.before->name.display()));
                continue;
            }
            if (isKey)
                part.kind = SavedPart::Kind::Keys;
            (isKey ? m_keys : m_values).append(m_sql.restoreValues(part.shape, true));
            references(table, part.shape);
            count(part.shape);
            const QString sentence = u"Values of %1 in %2 that do not come back by themselves."_s.arg(
                                         column.before, table.before->name.display())
                + byKeyAlone(part.shape);
            add(std::move(part), sentence);
        }
    }

    [[nodiscard]] static qsizetype convertedKeys(const KeptTable &table)
    {
        return std::count_if(table.columns.cbegin(), table.columns.cend(), [&](const KeptTable::KeptColumn &c) {
            return c.intended && table.keyBefore.contains(c.before);
        });
    }

    [[nodiscard]] QString converted(const KeptTable &table, const KeptTable::KeptColumn &column, const Column &to,
                                    const QStringList &witness) const
    {
        const auto isIt = [&](const QualifiedName &name, const QString &other) {
            return folded(name, nameCaseOf(m_migration.diff.target))
                == folded(table.after->name, nameCaseOf(m_migration.diff.target))
                && foldedName(other, nameCaseOf(m_migration.diff.target))
                == foldedName(column.after, nameCaseOf(m_migration.diff.target));
        };
        QString castTo;
        for (const auto &[name, other] : m_migration.planOptions.casts) {
            if (isIt(name, other))
                castTo = to.declaredType;
        }
        QString fill;
        for (const Fill &f : m_migration.planOptions.fills) {
            if (isIt(f.table, f.column))
                fill = f.expression;
        }
        QStringList keys;
        for (const QString &key : table.keyBefore)
            keys.append(table.byRowNumber ? key : m_migration.diff.renames.columnAfter(table.before->name, key));
        QStringList later;
        for (const QString &name : witness)
            later.append(m_migration.diff.renames.columnAfter(table.before->name, name));
        return m_sql.becoming(oldRows(m_migration, *table.before, *table.after, m_dialect), keys, column.after,
                              to.declaredType, castTo, fill, later);
    }

    void replacedColumns(const KeptTable &table)
    {
        for (const Column &column : table.before->columns) {
            const Column *to =
                table.after->column(m_migration.diff.renames.columnAfter(table.before->name, column.name));
            if (!to || !isStored(column) || !to->isGenerated() || !hasKey(table, column.name))
                continue;
            SavedPart part;
            part.kind = SavedPart::Kind::Replaced;
            part.shape = {nextName(), table.before->name, table.keyBefore, {column.name}, {}, {}};
            part.shape.types = {column.declaredType};
            addWitness(part.shape, table, m_repaired, m_sql);
            part.source = m_sql.stored(part.shape, {});
            m_values.append(m_sql.restoreValues(part.shape, false));
            count(part.shape);
            const QString sentence = u"The values of %1 in %2, which is computed from now on."_s.arg(
                                         column.name, table.before->name.display())
                + byKeyAlone(part.shape);
            add(std::move(part), sentence);
        }
    }

    [[nodiscard]] std::optional<Statement> repaired(int index)
    {
        const Statement &repair = m_migration.planOptions.repairs.at(index);
        const auto text = repairText(repair, m_dialect.lexRules());
        const Table *table = text ? m_migration.diff.before.table(m_names.meant(text->table)) : nullptr;
        if (!table || !repair.parameters.isEmpty()) {
            cannot(u"What this does is not taken back: %1."_s.arg(repair.purpose));
            return std::nullopt;
        }
        const RowIdentity identity = m_dialect.identityOf(*table);
        const bool isNumber = identity.kind == RowIdentity::Kind::RowId;
        if (!identity.isEditable() || (isNumber && !m_dialect.planner()->keepsRowNumbers())) {
            cannot(u"What this does is not taken back, because nothing tells the rows of %1 apart: %2."_s.arg(
                table->name.display(), repair.purpose));
            return std::nullopt;
        }
        m_out.byRowNumber = m_out.byRowNumber || isNumber;
        SavedPart part;
        part.repair = index;
        if (text->verb == StatementKind::Verb::Delete) {
            part.kind = SavedPart::Kind::Deleted;
            part.shape = {nextName(), table->name, identity.columns, storedColumns(*table), {}, {}};
            part.shape.types = typesOf(*table, part.shape.columns);
            if (const KeptTable *kept = keptTable(*table)) {
                SavedSql::Shape without = part.shape; // a row under the same key that came since has other values
                without.columns.clear();
                addWitness(without, *kept, m_repaired, m_sql);
                part.shape.witness = without.witness;
            }
            part.source = m_sql.stored(part.shape, text->condition);
            const Statement restore = m_sql.restoreRows(part.shape, true);
            count(part.shape, false);
            add(std::move(part), u"Rows of %1 that are deleted to put things right."_s.arg(table->name.display()));
            return restore;
        }
        const Column *column = table->column(text->column);
        if (!column)
            return std::nullopt;
        const QString type = affinityType(*table, *column);
        part.kind = SavedPart::Kind::Updated;
        part.shape = {nextName(), table->name, identity.columns, {column->name}, {type}, {type}};
        part.shape.types = {column->declaredType};
        if (const KeptTable *kept = keptTable(*table))
            addWitness(part.shape, *kept, m_repaired, m_sql);
        part.source = m_sql.changed(part.shape, text->expression, text->condition);
        const Statement restore = m_sql.restoreValues(part.shape, !isConverted(*table, column->name));
        count(part.shape, false);
        const QString sentence =
            u"Values of %1 in %2 that are changed to put things right."_s.arg(column->name, table->name.display())
            + byKeyAlone(part.shape);
        add(std::move(part), sentence);
        return restore;
    }

    [[nodiscard]] const KeptTable *keptTable(const Table &table) const
    {
        const auto it =
            std::find_if(m_kept.cbegin(), m_kept.cend(), [&](const KeptTable &kept) { return kept.before == &table; });
        return it == m_kept.cend() ? nullptr : &*it;
    }

    /// Then what the fix made of a value is not what stands there when everything else is back.
    [[nodiscard]] bool isConverted(const Table &table, const QString &column) const
    {
        return std::any_of(m_kept.cbegin(), m_kept.cend(), [&](const KeptTable &kept) {
            return kept.before == &table
                && std::any_of(kept.columns.cbegin(), kept.columns.cend(),
                               [&](const KeptTable::KeptColumn &c) { return c.before == column && c.intended; });
        });
    }

    const SchemaMigration &m_migration;
    const Dialect &m_dialect;
    const SavedSql &m_sql;
    const QList<KeptTable> m_kept;
    const WrittenNames m_names;
    QList<Statement> m_rows;
    QList<Statement> m_keys;
    QList<Statement> m_values;
    QList<Statement> m_references;
    QSet<QString> m_referring; ///< "table column", folded, of what comes back with what it refers to
    QSet<QString> m_staying; ///< likewise, of what does not come back
    QList<std::pair<QString, QString>> m_withoutKey; ///< likewise, with what is to be said where nothing else helps
    QSet<QString> m_repaired; ///< "table column", folded, of what fixes change
    WayBackPlan m_out;
};

} // namespace

WayBackPlan wayBackPlan(const SchemaMigration &migration, const Dialect &dialect)
{
    WayBackPlan plan = Deciding(migration, dialect).run();
    plan.cannotUndo += notGivenBack(migration);
    if (migration.noInverse.isEmpty())
        return plan;
    const auto back = planBack(migration, migration.diff.target, plan, {}, dialect); // with values it may be otherwise
    if (!back)
        plan.cannotUndo.prepend(back.error().message);
    return plan;
}

Result<SchemaMigration> planBack(const SchemaMigration &migration, const Schema &now, const WayBackPlan &plan,
                                 const QString &savedFile, const Dialect &dialect)
{
    DiffOptions options;
    options.renames = migration.diff.renames.reversed();
    options.scope = migration.diffOptions.scope;
    options.columnOrder = migration.diffOptions.columnOrder;
    PlanOptions back = plan.options;
    back.savedFile = plan.parts.isEmpty() ? QString() : savedFile;
    back.title = u"Take back: "_s + migration.plan.script.title;
    return planReturn(now, migration.diff.before, options, back, dialect);
}

} // namespace core
