// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/datacheck.h"

#include "core/dialect/probesql.h"
#include "core/rows/stopwhen.h"

#include <QElapsedTimer>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostValues = 2000; ///< different ones of a column, when two columns are compared
constexpr int overlapPatience = 3000; // milliseconds

HazardAnswer unknown(const Hazard &hazard, const QString &because)
{
    HazardAnswer answer;
    answer.kind = HazardAnswer::Kind::Unknown;
    answer.finding = hazard.finding;
    answer.finding->message += u" How many rows it is about is not known, so the worst is assumed: "_s + because;
    return answer;
}

Result<HazardAnswer> ask(const Hazard &hazard, Database &database, JobContext &context, int milliseconds)
{
    if (!hazard.probe)
        return HazardAnswer{HazardAnswer::Kind::Certain, 0, hazard.finding};
    QElapsedTimer timer;
    timer.start();
    const StopWhen late(database, [&timer, milliseconds] { return timer.elapsed() > milliseconds; });
    const auto count = database.queryValue(hazard.probe->count.sql, hazard.probe->count.values);
    if (context.isCancelled())
        return Error::cancelled();
    if (late.hasStopped())
        return unknown(hazard, u"counting them took longer than %1 seconds."_s.arg(milliseconds / 1000));
    if (!count && (count.error().kind == Error::Kind::Io || count.error().kind == Error::Kind::ConnectionLost))
        return count.error();
    if (!count)
        return unknown(hazard, count.error().message);
    const qint64 rows = count->kind() == Value::Kind::Integer ? count->toInteger() : 0;
    return HazardAnswer{HazardAnswer::Kind::Counted, rows, judged(answered(hazard, database), rows)};
}

/// As text that is the same only for the same value: kind and bytes.
Result<QSet<Value>> valuesOf(Database &database, const QualifiedName &table, const QString &column,
                             const Dialect &dialect)
{
    const auto rows = database.query(dialect.probeSql()->differentValues(table, column, mostValues));
    RC_TRY(rows);
    QSet<Value> values;
    for (const Row &row : *rows)
        values.insert(row.front());
    return values;
}

} // namespace

Result<QList<HazardAnswer>> askData(const SchemaMigration &migration, Database &database, const Dialect &dialect,
                                    JobContext &context, int milliseconds)
{
    const QList<Statement> &repairs = migration.planOptions.repairs;
    QList<HazardAnswer> answers;
    for (const Hazard &hazard : migration.hazards) {
        if (context.isCancelled())
            return Error::cancelled();
        const auto helps = [&](const Statement &repair) {
            return hazard.probe && dialect.probeSql() && dialect.probeSql()->putsRight(repair, *hazard.probe);
        };
        if (std::any_of(repairs.cbegin(), repairs.cend(), helps)) {
            answers.append({HazardAnswer::Kind::PutRight, 0, std::nullopt});
            continue;
        }
        const auto answer = ask(hazard, database, context, milliseconds);
        RC_TRY(answer);
        answers.append(*answer);
        context.report(static_cast<int>(answers.size()), static_cast<int>(migration.hazards.size()), u"Ask the data"_s);
    }
    return answers;
}

QList<Finding> findingsIn(const QList<HazardAnswer> &answers)
{
    QList<Finding> findings;
    for (const HazardAnswer &answer : answers) {
        if (answer.finding)
            findings.append(*answer.finding);
    }
    return findings;
}

QList<Finding> blocking(const QList<Finding> &findings, const QStringList &allowed)
{
    QList<Finding> out;
    for (const Finding &finding : findings) {
        const bool grave = finding.severity == Finding::Severity::Stop || finding.severity == Finding::Severity::Danger;
        if (grave && (finding.certain || !allowed.contains(finding.code, Qt::CaseInsensitive)))
            out.append(finding);
    }
    return out;
}

std::optional<double> valueOverlap(Database &here, const QualifiedName &table, const QString &column, Database &there,
                                   const QualifiedName &otherTable, const QString &otherColumn, const Dialect &dialect)
{
    QElapsedTimer timer;
    timer.start();
    const auto late = [&timer] { return timer.elapsed() > overlapPatience; };
    const StopWhen lateHere(here, late);
    const StopWhen lateThere(there, late);
    const auto ours = valuesOf(here, table, column, dialect);
    const auto theirs = valuesOf(there, otherTable, otherColumn, dialect);
    if (!ours || !theirs || ours->isEmpty() || theirs->isEmpty())
        return std::nullopt;
    qsizetype shared = 0;
    for (const Value &value : *ours)
        shared += theirs->contains(value) ? 1 : 0;
    return double(shared) / double(std::min(ours->size(), theirs->size()));
}

} // namespace core
