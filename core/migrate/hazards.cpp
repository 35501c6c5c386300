// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/hazards.h"

#include "core/base/overloaded.h"
#include "core/migrate/filledanew.h"
#include "core/migrate/hazardrules.h"
#include "core/schema/namecase.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "rename or drop": pairs of dropped and added that look alike.
void addAmbiguousRenames(QList<Hazard> &out, const SchemaDiff &diff, const PlanOptions &options,
                         const SchemaRules &rules)
{
    const QList<RenameSuggestion> suggestions = suggestRenames(diff, rules);
    for (const RenameSuggestion &s : suggestions) {
        if (isFilledAnew(s, diff.renames, options.fills, nameCaseOf(diff.target)))
            continue;
        Hazard h;
        h.finding.severity = Finding::Severity::Stop;
        h.finding.code = u"H04"_s;
        h.finding.message = s.isTable()
            ? u"The table %1 goes and %2 comes: if it is the same one, say that it is renamed, or its rows are lost."_s
                  .arg(s.from, s.to)
            : u"The column %1 of %2 goes and %3 comes: if it is the same one, say that it is renamed, or its values "
              u"are "
              "lost."_s.arg(s.from, s.table.display(), s.to);
        h.remedy = u"Rename %1 to %2."_s.arg(s.from, s.to);
        for (int i = 0; i < diff.changes.size(); ++i) {
            const auto *table = std::get_if<change::DropTable>(&diff.changes[i]);
            const auto *column = std::get_if<change::DropColumn>(&diff.changes[i]);
            if ((s.isTable() && table && table->table.name.name == s.from)
                || (!s.isTable() && column && column->column.name == s.from
                    && folded(column->table, nameCaseOf(diff.target))
                        == folded(diff.renames.tableAfter(s.table), nameCaseOf(diff.target))))
                h.change = i;
        }
        out.append(h);
    }
}

} // namespace

QList<Hazard> hazards(const SchemaDiff &diff, const Plan &plan, const PlanOptions &options, const Dialect &dialect)
{
    QList<Hazard> out;
    if (!dialect.schemaRules() || !dialect.probeSql())
        return out;
    HazardRules rules(diff, plan, options, dialect);
    for (int i = 0; i < diff.changes.size(); ++i)
        out += rules.of(i);
    addAmbiguousRenames(out, diff, options, *dialect.schemaRules());
    out += rules.ofTheWhole();
    return out;
}

std::optional<Finding> judged(const Hazard &hazard, qint64 rows)
{
    if (!hazard.probe)
        return hazard.finding;
    if (rows == 0)
        return std::nullopt;
    Finding f = hazard.finding;
    if (hazard.bySize) {
        constexpr qint64 few = 10'000;
        constexpr qint64 many = 1'000'000;
        f.severity = rows < few || hazard.gently ? Finding::Severity::Info
            : rows < many                        ? Finding::Severity::Warn
                                                 : Finding::Severity::Danger;
        f.message += u" About %1 rows."_s.arg(rows);
        return f;
    }
    f.message += rows == 1 ? u" 1 row."_s : u" %1 rows."_s.arg(rows);
    return f;
}

Hazard answered(const Hazard &hazard, Database &database)
{
    Hazard out = hazard;
    const auto value = hazard.question.isEmpty() ? Result<Value>(Value::null()) : database.queryValue(hazard.question);
    if (value && !value->isNull()) // what is not known is not said
        out.finding.message += u' ' + hazard.answer.arg(value->display());
    return out;
}

Result<QList<Finding>> findingsOf(const QList<Hazard> &hazards, Database &database, JobContext &context)
{
    QList<Finding> out;
    int done = 0;
    for (const Hazard &h : hazards) {
        if (context.isCancelled())
            return Error::cancelled();
        context.setProgress(done++, static_cast<int>(hazards.size()));
        if (!h.probe) {
            out.append(h.finding);
            continue;
        }
        const auto count = database.queryValue(h.probe->count.sql, h.probe->count.values);
        if (!count && count.error().kind != Error::Kind::Sql && count.error().kind != Error::Kind::Constraint)
            return count.error();
        if (!count) {
            Finding f = h.finding;
            f.message += u" The rows could not be counted: "_s + count.error().message;
            out.append(f);
        } else if (const auto f =
                       judged(answered(h, database), count->kind() == Value::Kind::Integer ? count->toInteger() : 0)) {
            out.append(*f);
        }
    }
    return out;
}

} // namespace core
