// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/columnlimits.h"

#include "core/rows/checkbounds.h"
#include "core/schema/namecase.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

[[nodiscard]] bool isAlone(const QStringList &columns, const QString &name, NameCase nameCase)
{
    return columns.size() == 1 && namesEqual(columns.constFirst(), name, nameCase);
}

[[nodiscard]] bool isUnique(const Table &table, const Column &column)
{
    if (isAlone(table.primaryKeyColumns(), column.name, nameCaseOf(table)))
        return true;
    const bool constraint = std::any_of(table.uniques.cbegin(), table.uniques.cend(), [&](const UniqueConstraint &u) {
        return isAlone(u.columnNames(), column.name, nameCaseOf(table));
    });
    return constraint || std::any_of(table.indexes.cbegin(), table.indexes.cend(), [&](const Index &index) {
               return index.unique && index.where.isEmpty()
                   && isAlone(index.columnNames(), column.name, nameCaseOf(table));
           });
}

[[nodiscard]] std::optional<qint64> declaredLength(const Column &column, TypeFamily family)
{
    static const QRegularExpression number(u"\\(\\s*(\\d{1,9})\\s*\\)\\s*\\z"_s);
    const QRegularExpressionMatch match = number.match(column.valueType());
    return family == TypeFamily::Text && match.hasMatch() ? std::optional(match.captured(1).toLongLong())
                                                          : std::nullopt;
}

/// Negative, zero, positive; exact, as SQL compares an integer with a real.
[[nodiscard]] int compared(const Value &a, const Value &b)
{
    if (a.kind() == Value::Kind::Integer && b.kind() == Value::Kind::Integer)
        return a.toInteger() < b.toInteger() ? -1 : a.toInteger() > b.toInteger() ? 1 : 0;
    const auto number = [](const Value &v) {
        return v.kind() == Value::Kind::Integer ? static_cast<long double>(v.toInteger())
                                                : static_cast<long double>(v.toReal());
    };
    return number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : 0;
}

[[nodiscard]] QString rangeText(const ColumnLimits &limits)
{
    const auto &least = limits.least;
    const auto &most = limits.most;
    if (least && most && least->included && most->included)
        return u"%1 to %2"_s.arg(least->number.display(), most->number.display());
    QStringList parts;
    if (least)
        parts.append((least->included ? u"≥ "_s : u"> "_s) + least->number.display());
    if (most)
        parts.append((most->included ? u"≤ "_s : u"< "_s) + most->number.display());
    return parts.join(u", "_s);
}

[[nodiscard]] QString lengthText(const ColumnLimits &limits)
{
    const auto &least = limits.leastLength;
    const auto &most = limits.mostLength;
    const auto characters = [](qint64 n) { return u"%1 %2"_s.arg(n).arg(n == 1 ? u"character"_s : u"characters"_s); };
    if (least && most)
        return *least == *most ? characters(*least) : u"%1 to %2"_s.arg(*least).arg(characters(*most));
    if (most)
        return u"at most "_s + characters(*most);
    return least ? u"at least "_s + characters(*least) : QString();
}

[[nodiscard]] QString listText(const QList<Value> &values)
{
    constexpr qsizetype mostNamed = 8;
    QStringList words;
    for (const Value &value : values.first(qMin(values.size(), mostNamed)))
        words.append(value.display());
    return words.join(u", "_s) + (values.size() > mostNamed ? u", …"_s : QString());
}

[[nodiscard]] QString outsideRange(const Value &value, const ColumnLimits &limits)
{
    const auto fits = [&](const ColumnLimits::Bound &bound, int direction) {
        const int order = compared(value, bound.number) * direction;
        return order > 0 || (order == 0 && bound.included);
    };
    if ((!limits.least || fits(*limits.least, 1)) && (!limits.most || fits(*limits.most, -1)))
        return {};
    return u"The table allows %1 here."_s.arg(rangeText(limits));
}

[[nodiscard]] QString outsideLength(const Value &value, const ColumnLimits &limits)
{
    if (!limits.leastLength && !limits.mostLength)
        return {};
    const bool text = value.isEditableText();
    if (!text && value.kind() != Value::Kind::Blob)
        return {};
    const qint64 length = text ? characterCount(value.display()) : value.bytes().size();
    if (length >= limits.leastLength.value_or(0) && length <= limits.mostLength.value_or(length))
        return {};
    return u"The table allows %1 here; this has %2."_s.arg(lengthText(limits)).arg(length);
}

/// Where value and list are of one kind, so that no affinity can come in between.
[[nodiscard]] QString outsideList(const Value &value, const ColumnLimits &limits)
{
    const bool number = value.isNumber();
    const bool text = value.kind() == Value::Kind::Text;
    const bool alike = std::all_of(limits.allowed.cbegin(), limits.allowed.cend(), [&](const Value &allowed) {
        return number ? allowed.isNumber() : text && allowed.kind() == Value::Kind::Text;
    });
    if (limits.allowed.isEmpty() || !alike)
        return {};
    const bool found = std::any_of(limits.allowed.cbegin(), limits.allowed.cend(), [&](const Value &allowed) {
        return number ? compared(allowed, value) == 0 : allowed == value;
    });
    return found ? QString() : u"The table allows only %1 here."_s.arg(listText(limits.allowed));
}

[[nodiscard]] bool looksLikeNumber(const Value &value)
{
    bool number = false;
    if (value.kind() == Value::Kind::Text)
        std::ignore = value.bytes().trimmed().toDouble(&number);
    return number;
}

/// What a STRICT table says, after it has tried to turn the value into its type.
[[nodiscard]] QString unlikeStrictType(const Value &value, const QString &type)
{
    using Kind = Value::Kind;
    const Kind kind = value.kind();
    if (type.isEmpty() || type == "ANY"_L1)
        return {};
    bool fits = false;
    if (type == "BLOB"_L1)
        fits = kind == Kind::Blob;
    else if (type == "TEXT"_L1)
        fits = kind != Kind::Blob;
    else if (type == "REAL"_L1)
        fits = value.isNumber() || looksLikeNumber(value);
    else
        fits = kind == Kind::Integer || (kind == Kind::Real && value.toReal() == std::trunc(value.toReal()));
    return fits ? QString() : u"The table is STRICT: it takes only %1 here."_s.arg(type);
}

} // namespace

qint64 characterCount(QStringView text)
{
    return std::count_if(text.begin(), text.end(), [](QChar c) { return !c.isLowSurrogate(); });
}

ColumnLimits limitsOf(const Table &table, const Column &column, const Dialect &dialect)
{
    ColumnLimits limits = checkedLimits(table, column, dialect);
    limits.declaredLength = declaredLength(column, dialect.typeFamily(column.valueType()));
    limits.required = limits.required || table.isRequired(column);
    limits.key = containsName(table.primaryKeyColumns(), column.name, nameCaseOf(table));
    limits.unique = isUnique(table, column);
    limits.system.value = &dialect;
    limits.type.value = column.valueType();
    if (table.strict)
        limits.strictType = column.declaredType.toUpper();
    return limits;
}

QStringList limitFacts(const ColumnLimits &limits)
{
    QStringList facts;
    for (const QString &fact : {lengthText(limits), rangeText(limits)}) {
        if (!fact.isEmpty())
            facts.append(fact);
    }
    if (limits.unique && !limits.key)
        facts.append(u"unique"_s);
    return facts;
}

QString refusal(const Value &value, const ColumnLimits &limits, TypeFamily family)
{
    if (value.isNull()) // passes every CHECK
        return limits.required ? u"This must have a value: the column is NOT NULL."_s : QString();
    QString why = unlikeStrictType(value, limits.strictType);
    if (why.isEmpty())
        why = outsideLength(value, limits);
    // A column of texts compares numbers as texts.
    if (why.isEmpty() && value.isNumber() && family != TypeFamily::Text)
        why = outsideRange(value, limits);
    if (why.isEmpty())
        why = outsideList(value, limits);
    if (why.isEmpty() && limits.system.value)
        why = limits.system.value->whyTypeRefuses(value, limits.type.value);
    return why;
}

std::optional<qint64> longestText(const ColumnLimits &limits)
{
    if (!limits.mostLength)
        return limits.declaredLength;
    return std::min(*limits.mostLength, limits.declaredLength.value_or(*limits.mostLength));
}

} // namespace core
