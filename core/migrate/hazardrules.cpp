// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/hazardrules.h"

#include "core/base/overloaded.h"
#include "core/dialect/savedsql.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

HazardRules::HazardRules(const SchemaDiff &diff, const Plan &plan, const PlanOptions &options, const Dialect &dialect)
    : m_diff(diff)
    , m_plan(plan)
    , m_options(options)
    , m_rules(*dialect.schemaRules())
    , m_probes(*dialect.probeSql())
    , m_dialect(dialect)
    , m_back(diff.renames.reversed())
    , m_before(diff.before)
    , m_target(diff.target)
{
}

QList<Hazard> HazardRules::of(int change)
{
    m_out.clear();
    m_change = change;
    const auto dropped = [this](const QString &what, const QualifiedName &table) {
        add("H45", Severity::Warn, u"%1 of %2 is no longer checked."_s.arg(what, table.display()));
    };
    std::visit(Overloaded{
                   [](const change::CreateTable &) {},
                   [](const change::CreateView &) {},
                   [](const change::CreateTrigger &) {},
                   [](const change::ChangeComment &) {},
                   [](const change::RenameObject &) {},
                   [&](const change::DropView &c) {
                       if (const View *again = m_target.view(c.view.name))
                           ofRights(c.view, *again);
                       else
                           add("H44", Severity::Warn,
                               u"The view %1 goes: what reads it will fail."_s.arg(c.view.name.display()));
                   },
                   [&](const change::DropTrigger &c) {
                       add("H40", Severity::Info,
                           u"The trigger %1 goes or changes, as the target says."_s.arg(c.trigger.name));
                   },
                   [&](const change::ReorderColumns &c) {
                       add("H50", Severity::Info, u"The columns of %1 come in another order."_s.arg(c.table.display()));
                   },
                   [&](const change::DropUnique &c) {
                       dropped(u"UNIQUE (%1)"_s.arg(c.unique.columnNames().join(u", "_s)), c.table);
                   },
                   [&](const change::DropCheck &c) { dropped(u"CHECK (%1)"_s.arg(c.check.expression), c.table); },
                   [&](const change::DropForeignKey &c) {
                       dropped(u"The foreign key (%1)"_s.arg(c.foreignKey.columns.join(u", "_s)), c.table);
                   },
                   [this](const auto &c) { of(c); },
               },
               m_diff.changes[change]);
    locks(change);
    return m_out;
}

/// Of tables that are there, and have rows.
void HazardRules::locks(int change)
{
    const auto way = m_plan.ways.constFind(change);
    const bool hasWay = way != m_plan.ways.cend();
    const bool gently = hasWay && m_options.takes(*way);
    const QList<LockEffect> effects = m_probes.locks(m_diff, change, gently);
    for (const LockEffect &e : effects) {
        const Table *t = now(e.table);
        const auto rows = t ? m_probes.estimatedRows(*t) : std::nullopt;
        if (!rows)
            continue;
        Hazard &h = add(e.code.toLatin1().constData(), Severity::Warn, e.message, e.remedy);
        h.probe = rows;
        h.bySize = true;
        h.subject = e.subject;
        h.gently = gently && e.canBeSpared;
        if (hasWay && e.canBeSpared)
            h.way = *way;
    }
}

QList<Hazard> HazardRules::ofTheWhole()
{
    m_out.clear();
    m_change = -1;
    rebuilds();
    silentTriggers();
    brokenObjects();
    leftovers();
    lookalikes();
    triggersThatBreak();
    keysThatLeadNowhere();
    typesThatStrictRefuses();
    resultsOfViews();
    notices();
    return m_out;
}

Hazard &HazardRules::add(const char *code, Severity severity, const QString &message, const QString &remedy)
{
    Hazard h;
    h.finding.code = QString::fromLatin1(code);
    h.finding.severity = severity;
    h.finding.message = message;
    h.change = m_change;
    h.remedy = remedy;
    m_out.append(h);
    return m_out.last();
}

void HazardRules::addAsked(const char *code, Severity severity, const std::optional<Probe> &probe,
                           const QString &message, const QString &remedy, bool certain)
{
    if (!probe)
        return;
    Hazard &h = add(code, severity, message, remedy);
    h.probe = probe;
    h.finding.certain = certain;
    h.finding.rowsOf = QStringList{probe->table.name};
}

const Table *HazardRules::now(const QualifiedName &after) const
{
    const Table *t = m_before.table(m_back.tableAfter(after));
    return t && t->kind == Table::Kind::Ordinary ? t : nullptr;
}

QString HazardRules::columnNow(const QualifiedName &tableAfter, const QString &after) const
{
    const Table *t = now(tableAfter);
    const Column *c = t ? t->column(m_back.columnAfter(tableAfter, after)) : nullptr;
    return c ? c->name : QString();
}

std::optional<QList<IndexedColumn>> HazardRules::keyNow(const QualifiedName &tableAfter,
                                                        const QList<IndexedColumn> &key) const
{
    const Table *to = m_target.table(tableAfter);
    QList<IndexedColumn> out;
    for (IndexedColumn c : key) {
        if (c.isExpression()) {
            if (!speaksOnlyOfWhatIsThere(tableAfter, c.expression))
                return std::nullopt;
            c.expression = expressionNow(tableAfter, c.expression);
        } else {
            const Column *column = to ? to->column(c.column) : nullptr;
            if (c.collation.isEmpty() && column)
                c.collation = column->collation.isEmpty() ? u"BINARY"_s : column->collation;
            const Fill *fill = fillOf(tableAfter, c.column);
            c.column = columnNow(tableAfter, c.column);
            if (c.column.isEmpty() && !fill)
                return std::nullopt;
            if (c.column.isEmpty()) // new, and what the rows get can be asked for as it is computed
                c.expression = expressionNow(tableAfter, fill->expression);
        }
        out.append(c);
    }
    return out;
}

QString HazardRules::expressionNow(const QualifiedName &tableAfter, const QString &sql) const
{
    const Table *to = m_target.table(tableAfter);
    return to && !sql.isEmpty() ? m_rules.renamedExpression(sql, *to, m_back) : sql;
}

/// New columns have no values that could be asked for, nor have those of another type where types are kept to.
bool HazardRules::speaksOnlyOfWhatIsThere(const QualifiedName &tableAfter, const QString &sql) const
{
    const Table *to = m_target.table(tableAfter);
    if (!to || !now(tableAfter))
        return false;
    const QStringList words = normalizedTokens(sql, m_dialect.lexRules());
    const bool typesAreKeptTo = !m_probes.keepsWhatDoesNotFit();
    return std::none_of(to->columns.cbegin(), to->columns.cend(), [&](const Column &c) {
        const Column *old = now(tableAfter)->column(columnNow(tableAfter, c.name));
        const bool other =
            old && typesAreKeptTo && m_rules.normalType(old->declaredType) != m_rules.normalType(c.declaredType);
        return (!old || other) && words.contains(normalizedName(c.name, m_dialect.lexRules()));
    });
}

const Fill *HazardRules::fillOf(const QualifiedName &table, const QString &column) const
{
    for (const Fill &f : m_options.fills) {
        if (folded(f.table, nameCaseOf(m_target.schema())) == folded(table, nameCaseOf(m_target.schema()))
            && namesEqual(f.column, column, nameCaseOf(m_target.schema())))
            return &f;
    }
    return nullptr;
}

bool HazardRules::isFilled(const QualifiedName &table, const QString &column) const
{
    return fillOf(table, column) != nullptr;
}

void HazardRules::askForDuplicates(const QualifiedName &table, const QList<IndexedColumn> &key, const QString &where,
                                   const char *code, const QString &what)
{
    const Table *t = now(table);
    const auto columns = t ? keyNow(table, key) : std::nullopt;
    if (!columns || (!where.isEmpty() && !speaksOnlyOfWhatIsThere(table, where)))
        return;
    // What comes back was unique when it went; before it is there nobody can ask, and the key itself looks at it.
    const bool comesBack = !m_options.savedFile.isEmpty() && !m_dialect.planner()->savedSql().isAttached();
    if (comesBack
        && std::any_of(key.cbegin(), key.cend(), [&](const IndexedColumn &k) { return isFilled(table, k.column); }))
        return;
    const SharedKey shared{*columns, expressionNow(table, where)};
    addAsked(code, Severity::Stop, m_probes.duplicates(*t, shared.columns, shared.where),
             u"%1 on %2: rows share a key that must be unique."_s.arg(what, table.display()),
             u"Merge, renumber or delete the rows that share it."_s, true);
    m_out.last().shared = shared;
}

/// Whether these very columns are a key already, perhaps under other names: then no rows can share one.
bool HazardRules::isKeyNow(const QualifiedName &table, const QList<IndexedColumn> &key, bool nullsNotDistinct) const
{
    const Table *t = now(table);
    const Table *to = m_target.table(table);
    if (!t || !to || nullsNotDistinct)
        return false;
    QStringList names;
    for (const IndexedColumn &part : key) {
        const Column *after = part.isExpression() ? nullptr : to->column(part.column);
        const Column *before = after ? t->column(columnNow(table, part.column)) : nullptr;
        const bool isSame = before
            && m_rules.normalType(before->declaredType) == m_rules.normalType(after->declaredType)
            && before->collation == after->collation && part.collation.isEmpty() && part.operatorClass.isEmpty()
            && !isFilled(table, part.column);
        if (!isSame)
            return false;
        names.append(before->name);
    }
    return isUniqueKey(*t, names);
}

/// What becomes of tables that are made anew.
void HazardRules::rebuilds()
{
    for (const QString &name : m_plan.rebuilt) {
        const Table *t = now({{}, name});
        const Table *to = m_target.table({{}, name});
        if (!t || !to)
            continue;
        const auto hides = [&](const QString &n) { return t->column(n) || to->column(n); };
        if (!t->withoutRowId && !to->withoutRowId && to->rowIdAlias().isEmpty() && hides(u"rowid"_s)
            && hides(u"_rowid_"_s) && hides(u"oid"_s))
            add("H13", Severity::Danger,
                u"The rows of %1 get other row numbers, because its columns hide SQLite's own."_s.arg(name));
        add("H29", Severity::Info, u"%1 is made anew, because SQLite cannot make this change in place."_s.arg(name));
    }
    for (const Table &t : m_diff.target.tables) {
        for (const ForeignKey &k : t.foreignKeys) {
            const Table *target = m_target.table(k.target);
            const Table *before = target ? now(target->name) : nullptr;
            const QStringList columns =
                k.targetColumns.isEmpty() && target ? target->primaryKeyColumns() : k.targetColumns;
            QStringList old;
            for (const QString &c : columns)
                old.append(before ? columnNow(target->name, c) : QString());
            if (before && !isUniqueKey(*target, columns) && isUniqueKey(*before, old))
                add("H46", Severity::Stop,
                    u"The foreign key (%1) of %2 needs (%3) of %4 to be unique, which it no longer is."_s.arg(
                        k.columns.join(u", "_s), t.name.display(), columns.join(u", "_s), target->name.display()));
        }
    }
}

/// SQLite keeps a trigger on UPDATE OF a column that is gone, and never fires it.
void HazardRules::silentTriggers()
{
    for (const Table &t : m_diff.target.tables) {
        for (const Trigger &g : t.triggers) {
            for (const QString &c : g.updateOf) {
                if (!t.column(c))
                    add("H30", Severity::Danger,
                        u"The trigger %1 waits for changes of %2, which %3 has not: it would never fire."_s.arg(
                            g.name, c, t.name.display()));
            }
        }
    }
}

void HazardRules::brokenObjects()
{
    for (const View &v : m_diff.before.views) {
        if (!v.brokenBecause.isEmpty())
            add("H41", Severity::Warn,
                u"The view %1 cannot be read (%2), before this change as after it."_s.arg(v.name.display(),
                                                                                          v.brokenBecause));
    }
}

/// What the planner says itself.
void HazardRules::notices()
{
    for (const PlanNotice &n : m_plan.notices) {
        const bool fails = n.weight == PlanNotice::Weight::Fails;
        Hazard &h = add(n.code.toLatin1().constData(),
                        fails                                      ? Severity::Stop
                            : n.weight == PlanNotice::Weight::Warn ? Severity::Warn
                                                                   : Severity::Danger,
                        n.message, n.remedy);
        h.change = n.change;
        h.finding.certain = fails;
    }
}

void HazardRules::leftovers()
{
    for (const Table &t : m_diff.before.tables) {
        if (t.name.name.startsWith("__new_"_L1) || t.name.name.startsWith("__old_push_"_L1))
            add("H53", Severity::Warn,
                u"The table %1 looks like what a migration left behind when it failed."_s.arg(t.name.display()));
    }
}

} // namespace core
