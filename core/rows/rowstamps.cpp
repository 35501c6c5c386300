// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowstamps.h"

#include "core/rows/civiltime.h"
#include "core/rows/plainname.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Samples = QHash<QString, QList<Value>>;

bool namesDeletionTime(const QString &name)
{
    static const QSet<QString> known{u"deletedat"_s,   u"deletedon"_s, u"deletiondate"_s, u"datedeleted"_s,
                                     u"deletedtime"_s, u"removedat"_s, u"removedon"_s,    u"archivedat"_s,
                                     u"archivedon"_s,  u"trashedat"_s, u"discardedat"_s,  u"deletedate"_s};
    return known.contains(name);
}

bool namesDeletionFlag(const QString &name)
{
    static const QSet<QString> known{u"deleted"_s,    u"isdeleted"_s,   u"removed"_s, u"isremoved"_s, u"archived"_s,
                                     u"isarchived"_s, u"softdeleted"_s, u"trashed"_s, u"istrashed"_s, u"discarded"_s};
    return known.contains(name);
}

bool namesUpdateTime(const QString &name)
{
    static const QSet<QString> known{u"updatedat"_s,      u"updatedon"_s,    u"modifiedat"_s,   u"modifiedon"_s,
                                     u"lastupdate"_s,     u"lastupdated"_s,  u"lastmodified"_s, u"lastupdatedat"_s,
                                     u"lastmodifiedat"_s, u"dateupdated"_s,  u"datemodified"_s, u"changedat"_s,
                                     u"updatetime"_s,     u"modifieddate"_s, u"updated"_s,      u"modified"_s};
    return known.contains(name);
}

std::optional<TimeNotation> notationOfText(const QString &text)
{
    static const QRegularExpression shape(
        u"\\A\\d{4}-\\d\\d-\\d\\d(?:([ T])\\d\\d:\\d\\d(?::\\d\\d(\\.\\d+)?)?( ?(?:Z|[+-]\\d\\d:?\\d\\d))?)?\\z"_s);
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    TimeNotation notation;
    notation.kind = TimeNotation::Kind::Text;
    notation.dateOnly = match.captured(1).isEmpty();
    if (!notation.dateOnly)
        notation.separator = match.captured(1).front();
    notation.fraction = !match.captured(2).isEmpty();
    // A stamp is in UTC, whatever zone others were written in.
    const QString zone = match.captured(3).trimmed();
    notation.zone = zone.isEmpty() || zone == u"Z"_s ? zone : zone.contains(u':') ? u"+00:00"_s : u"+0000"_s;
    return notation;
}

/// What every value that is not NULL agrees on; the last one's details.
std::optional<TimeNotation> notationOfValues(const Table &table, const Column &column, const Dialect &dialect,
                                             const QList<Value> &sample)
{
    std::optional<TimeNotation> found;
    bool integers = false;
    for (const Value &v : sample) {
        if (v.isNull())
            continue;
        if (v.kind() == Value::Kind::Integer) {
            integers = true;
            continue;
        }
        const auto notation = v.isEditableText() ? notationOfText(v.display()) : std::nullopt;
        if (!notation || integers)
            return std::nullopt;
        found = notation;
    }
    if (!integers || found)
        return integers ? std::nullopt : found;
    switch (guessFormat(table, column, dialect, sample).kind) {
    case ColumnFormat::Kind::UnixSeconds:
        return TimeNotation{TimeNotation::Kind::UnixSeconds, false, u' ', false, {}};
    case ColumnFormat::Kind::UnixMilliseconds:
        return TimeNotation{TimeNotation::Kind::UnixMilliseconds, false, u' ', false, {}};
    default:
        return std::nullopt;
    }
}

std::optional<TimeNotation> notationOfDefault(const Column &column)
{
    const QString said = column.defaultExpression.value_or(QString()).toLower().remove(u' ');
    using Kind = TimeNotation::Kind;
    const TimeNotation text{Kind::Text, false, u' ', false, {}};
    if (said.contains(u"unixepoch"_s) || said.contains(u"'%s'"_s))
        return TimeNotation{
            said.contains(u"*1000"_s) ? Kind::UnixMilliseconds : Kind::UnixSeconds, false, u' ', false, {}};
    if (said.contains(u"current_timestamp"_s) || said.contains(u"datetime("_s))
        return text;
    if (said.contains(u"current_date"_s) || said == u"(date('now'))"_s || said == u"date('now')"_s)
        return TimeNotation{Kind::Text, true, u' ', false, {}};
    if (said.contains(u"strftime('%y-%m-%dt%h:%m:"_s))
        return TimeNotation{Kind::Text, false, u'T', said.contains(u"%f"_s),
                            said.contains(u"z'"_s) ? u"Z"_s : QString()};
    return std::nullopt;
}

bool holdsTimes(const QString &name)
{
    return namesDeletionTime(name) || namesUpdateTime(name) || name.endsWith(u"at"_s) || name.endsWith(u"date"_s)
        || name.endsWith(u"time"_s) || name.endsWith(u"on"_s) || name == u"created"_s;
}

bool isBooleanColumn(const Table &table, const Column &column, const Dialect &dialect, const Samples &samples)
{
    const TypeFamily family = dialect.typeFamily(column.valueType());
    const QList<Value> sample = samples.value(column.name);
    const bool bits = std::all_of(sample.cbegin(), sample.cend(), [](const Value &v) {
        return v.isNull() || (v.kind() == Value::Kind::Integer && (v.toInteger() == 0 || v.toInteger() == 1));
    });
    return bits
        && (family == TypeFamily::Boolean || family == TypeFamily::Integer || family == TypeFamily::Numeric
            || guessFormat(table, column, dialect, sample).kind == ColumnFormat::Kind::Boolean);
}

Value notDeleted(const DeletionMark &mark)
{
    return mark.kind == DeletionMark::Kind::Time ? Value() : Value::integer(0);
}

} // namespace

std::optional<TimeNotation> timeNotationOf(const Table &table, const QString &name, const Dialect &dialect,
                                           const Samples &samples)
{
    const Column *column = table.column(name);
    if (!column)
        return std::nullopt;
    const QList<Value> own = samples.value(column->name);
    const bool known = std::any_of(own.cbegin(), own.cend(), [](const Value &v) { return !v.isNull(); });
    if (const auto notation = notationOfValues(table, *column, dialect, own); notation || known)
        return notation;
    if (const auto notation = notationOfDefault(*column))
        return notation;
    const TypeFamily family = dialect.typeFamily(column->valueType());
    for (const Column &other : table.columns) {
        // A sibling of another type is written another way.
        if (other.name == column->name || !holdsTimes(plainName(other.name))
            || dialect.typeFamily(other.valueType()) != family)
            continue;
        if (const auto notation = notationOfValues(table, other, dialect, samples.value(other.name)))
            return notation;
        if (const auto notation = notationOfDefault(other))
            return notation;
    }
    using Kind = TimeNotation::Kind;
    switch (family) {
    case TypeFamily::Integer:
        return TimeNotation{Kind::UnixSeconds, false, u' ', false, {}};
    case TypeFamily::Date:
        return TimeNotation{Kind::Text, true, u' ', false, {}};
    case TypeFamily::DateTime:
    case TypeFamily::Text:
        return TimeNotation{Kind::Text, false, u' ', false, {}};
    default:
        return std::nullopt;
    }
}

ColumnFormat guessFormatAmong(const Table &table, const Column &column, const Dialect &dialect, const QList<Value> &own,
                              const std::function<Samples()> &all)
{
    const ColumnFormat guessed = guessFormat(table, column, dialect, own);
    const bool onlyNulls =
        !own.isEmpty() && std::all_of(own.cbegin(), own.cend(), [](const Value &v) { return v.isNull(); });
    if (guessed.kind != ColumnFormat::Kind::Plain || !onlyNulls || !namesAMoment(column.name))
        return guessed;
    const auto notation = timeNotationOf(table, column.name, dialect, all());
    if (!notation)
        return guessed;
    switch (notation->kind) {
    case TimeNotation::Kind::UnixSeconds:
        return {ColumnFormat::Kind::UnixSeconds, {}};
    case TimeNotation::Kind::UnixMilliseconds:
        return {ColumnFormat::Kind::UnixMilliseconds, {}};
    case TimeNotation::Kind::Text:
        return {ColumnFormat::Kind::IsoDate, {}};
    }
    return guessed;
}

Value stampValue(const TimeNotation &notation, qint64 milliseconds)
{
    const qint64 fraction = ((milliseconds % 1000) + 1000) % 1000;
    const qint64 seconds = (milliseconds - fraction) / 1000;
    switch (notation.kind) {
    case TimeNotation::Kind::UnixSeconds:
        return Value::integer(seconds);
    case TimeNotation::Kind::UnixMilliseconds:
        return Value::integer(milliseconds);
    case TimeNotation::Kind::Text:
        break;
    }
    QString text = civil::toText(seconds, 0).value_or(QString());
    if (notation.dateOnly)
        return Value::text(text.first(qMin<qsizetype>(10, text.size())));
    text.replace(u' ', notation.separator);
    if (notation.fraction)
        text += u".%1"_s.arg(fraction, 3, 10, QChar(u'0'));
    return Value::text(text + notation.zone);
}

std::optional<DeletionMark> deletionMarkOf(const Table &table, const Dialect &dialect, const Samples &samples)
{
    for (const Column &column : table.columns) {
        if (column.isGenerated() || column.hidden || table.isRequired(column)
            || !namesDeletionTime(plainName(column.name)))
            continue;
        if (const auto notation = timeNotationOf(table, column.name, dialect, samples))
            return DeletionMark{DeletionMark::Kind::Time, column.name, *notation, true};
    }
    for (const Column &column : table.columns) {
        if (column.isGenerated() || column.hidden || !namesDeletionFlag(plainName(column.name)))
            continue;
        if (isBooleanColumn(table, column, dialect, samples))
            return DeletionMark{DeletionMark::Kind::Flag, column.name, {}, !table.isRequired(column)};
    }
    return std::nullopt;
}

bool isDeleted(const DeletionMark &mark, const Value &value)
{
    if (mark.kind == DeletionMark::Kind::Time || value.isNull())
        return !value.isNull();
    return value != Value::integer(0);
}

Value markValue(const DeletionMark &mark, bool deleted, const Value &base, qint64 milliseconds)
{
    if (isDeleted(mark, base) == deleted)
        return base;
    if (!deleted)
        return notDeleted(mark);
    return mark.kind == DeletionMark::Kind::Time ? stampValue(mark.notation, milliseconds) : Value::integer(1);
}

Result<EditOp> softDelete(const QualifiedName &table, const DeletionMark &mark, const RowKey &key, const Value &base,
                          qint64 milliseconds)
{
    if (isDeleted(mark, base))
        return Error::invalid(
            u"This row of table %1 counts as deleted already, by its column %2."_s.arg(table.display(), mark.column));
    return EditOp(SetCell{table, key, mark.column, base, NewValue(markValue(mark, true, base, milliseconds)), -1});
}

Result<EditOp> softRestore(const QualifiedName &table, const DeletionMark &mark, const RowKey &key, const Value &base)
{
    if (!isDeleted(mark, base))
        return Error::invalid(u"This row of table %1 does not count as deleted: its column %2 says so."_s.arg(
            table.display(), mark.column));
    return EditOp(SetCell{table, key, mark.column, base, NewValue(markValue(mark, false, base, 0)), -1});
}

Filter withoutDeleted(const Filter &filter, const DeletionMark &mark)
{
    using Join = FilterTerm::Join;
    QList<Condition> there;
    if (mark.kind == DeletionMark::Kind::Flag)
        there.append({mark.column, FilterOp::Equal, {Value::integer(0)}});
    if (mark.kind == DeletionMark::Kind::Time || mark.nullable)
        there.append({mark.column, FilterOp::IsNull, {}});

    // "a and b or c" is a list of alternatives: each is written once for each way of being there.
    QList<QList<FilterTerm>> alternatives;
    for (const FilterTerm &term : filter.terms) {
        if (!term.enabled)
            continue;
        if (alternatives.isEmpty() || term.join == Join::Or)
            alternatives.append(QList<FilterTerm>());
        alternatives.last().append(term);
    }
    if (alternatives.isEmpty())
        alternatives.append(QList<FilterTerm>());
    Filter out;
    for (const QList<FilterTerm> &terms : std::as_const(alternatives)) {
        for (const Condition &condition : there) {
            const auto first = out.terms.size();
            out.terms += terms;
            out.terms.append({Join::And, condition, true});
            for (qsizetype i = first; i < out.terms.size(); ++i)
                out.terms[i].join = i == first ? Join::Or : Join::And;
        }
    }
    out.terms.first().join = Join::And;
    return out;
}

std::optional<UpdateStamp> updateStampOf(const Table &table, const Dialect &dialect, const Samples &samples)
{
    for (const Column &column : table.columns) {
        if (column.isGenerated() || column.hidden || !namesUpdateTime(plainName(column.name)))
            continue;
        if (const auto notation = timeNotationOf(table, column.name, dialect, samples))
            return UpdateStamp{column.name, *notation};
    }
    return std::nullopt;
}

} // namespace core
