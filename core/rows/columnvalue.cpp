// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/columnvalue.h"

#include "core/base/wholenumber.h"
#include "core/dialect/relationsql.h"

#include <QRegularExpression>

#include <cmath>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

using FormatKind = ColumnFormat::Kind;

constexpr int quotedCharacters = 40;
constexpr qsizetype uuidBytes = 16;
constexpr qsizetype longestChecked = 1 << 20; ///< bytes of a text whose notation is looked at: this is asked often

[[nodiscard]] QString named(const Value &value)
{
    if (value.kind() == Value::Kind::Blob)
        return u"A blob"_s;
    QString text = value.display();
    if (text.isEmpty())
        return u"Empty text"_s;
    if (text.size() > quotedCharacters)
        text = text.left(quotedCharacters - 1) + u'…';
    return u"“%1”"_s.arg(text);
}

[[nodiscard]] std::optional<Value> numberIn(const QString &text)
{
    static const QRegularExpression whole(u"\\A[+-]?[0-9]+\\z"_s);
    static const QRegularExpression decimal(u"\\A[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z"_s);
    const QString word = text.trimmed();
    bool fits = false;
    if (whole.match(word).hasMatch()) {
        const qint64 number = word.toLongLong(&fits);
        return fits ? std::optional(Value::integer(number)) : std::nullopt; // as a real it would lose digits
    }
    if (!decimal.match(word).hasMatch())
        return std::nullopt;
    const double number = word.toDouble(&fits);
    if (!fits || !std::isfinite(number))
        return std::nullopt;
    const auto exact = wholeNumberIn(word);
    return exact && losesDigits(*exact, number) ? Value::integer(*exact) : Value::real(number);
}

/// A number that is kept as text since it would lose digits as a number.
[[nodiscard]] bool isTooLarge(const Value &value)
{
    static const QRegularExpression whole(u"\\A\\s*[+-]?[0-9]+\\s*\\z"_s);
    return value.kind() == Value::Kind::Text && whole.match(value.display(quotedCharacters * 4)).hasMatch();
}

/// A decimal number apart from its spelling: 1.50, 01.5 and 15e-1 are one.
struct Decimal {
    bool negative = false;
    QString digits; ///< without zeros at either end; empty for zero
    qint64 exponent = 0; ///< of the last digit
    friend bool operator==(const Decimal &, const Decimal &) = default;
};
[[nodiscard]] std::optional<Decimal> decimalIn(const QString &text)
{
    static const QRegularExpression shape(u"\\A\\s*([+-]?)([0-9]*)(?:\\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,6}))?\\s*\\z"_s);
    const QRegularExpressionMatch match = shape.match(text);
    Decimal decimal;
    decimal.digits = match.captured(2) + match.captured(3);
    if (!match.hasMatch() || decimal.digits.isEmpty())
        return std::nullopt;
    decimal.exponent = match.captured(4).toLongLong() - match.captured(3).size();
    for (; decimal.digits.endsWith(u'0'); ++decimal.exponent)
        decimal.digits.chop(1);
    while (decimal.digits.startsWith(u'0'))
        decimal.digits.remove(0, 1);
    if (decimal.digits.isEmpty())
        return Decimal();
    decimal.negative = match.captured(1) == u'-';
    return decimal;
}

/// What the declared type asks for and the value is not: "no number". Empty when it asks for nothing else.
[[nodiscard]] QString unlikeType(const Value &value, TypeFamily family)
{
    const bool numeric = family == TypeFamily::Integer || family == TypeFamily::Real || family == TypeFamily::Numeric;
    if (numeric && isTooLarge(value))
        return u"beyond the 64 bits of an integer, and kept as text"_s;
    switch (family) {
    case TypeFamily::Integer:
        if (value.kind() == Value::Kind::Typed)
            return {};
        if (!value.isNumber())
            return u"no number"_s;
        return value.kind() == Value::Kind::Real && value.toReal() != std::trunc(value.toReal()) ? u"no whole number"_s
                                                                                                 : QString();
    case TypeFamily::Real:
    case TypeFamily::Numeric:
        return value.isNumber() || value.kind() == Value::Kind::Typed ? QString() : u"no number"_s;
    case TypeFamily::Boolean:
        return value.isNumber() || value.kind() == Value::Kind::Typed ? QString() : u"neither true nor false"_s;
    default:
        return {};
    }
}

/// Another number, since the column keeps fewer digits.
[[nodiscard]] QString keptOtherwise(const Value &value, const Value &stored)
{
    const auto meant = decimalIn(value.display());
    return !meant || meant == decimalIn(stored.display()) ? QString() : u"kept as %1"_s.arg(stored.display());
}

[[nodiscard]] QString unlikeFormat(const Value &value, const ColumnFormat &format)
{
    const bool text = value.kind() == Value::Kind::Text || value.kind() == Value::Kind::Typed;
    const auto isNot = [&](const QString &what) {
        const bool fine = text && (value.bytes().size() > longestChecked || parsed(value.display(), format));
        return fine ? QString() : what;
    };
    switch (format.kind) {
    case FormatKind::Boolean:
        return formatted(value, format) ? QString() : u"neither true nor false"_s;
    case FormatKind::UnixSeconds:
    case FormatKind::UnixMilliseconds:
        return value.isNumber() ? QString() : u"no time as the column keeps it"_s;
    case FormatKind::Enumeration:
        return format.values.contains(value.display()) ? QString() : u"none of %1"_s.arg(format.values.join(", "_L1));
    case FormatKind::IsoDate:
        return isNot(u"no date"_s);
    case FormatKind::Json:
        return value.isNumber() ? QString() : isNot(u"no JSON"_s);
    case FormatKind::Uuid:
        if (value.kind() == Value::Kind::Blob)
            return value.bytes().size() == uuidBytes ? QString() : u"no UUID: those have 16 bytes"_s;
        return isNot(u"no UUID"_s);
    case FormatKind::Hex:
    case FormatKind::Plain:
        return {};
    }
    return {};
}

} // namespace

Value valueTyped(const QString &text, const Column &column, const Dialect &dialect, const Value &base)
{
    if (base.isNumber() && dialect.typeFamily(column.valueType()) == TypeFamily::Unknown) {
        if (const std::optional<Value> number = numberIn(text))
            return *number;
    }
    return dialect.valueFromText(text, column.valueType());
}

QString rounding(const QString &typed, const Value &value)
{
    if (value.kind() != Value::Kind::Real)
        return {};
    const QString kept = value.display();
    const auto meant = decimalIn(typed);
    return !meant || meant == decimalIn(kept) ? QString() : u"kept as %1"_s.arg(kept);
}

QString misfit(const Value &value, const Column &column, const ColumnFormat &format, const Dialect &dialect)
{
    if (value.isNull())
        return {};
    QString why = unlikeFormat(value, format);
    if (why.isEmpty())
        why = unlikeType(value, dialect.typeFamily(column.valueType()));
    if (why.isEmpty() && value.kind() == Value::Kind::Typed)
        why = keptOtherwise(value, dialect.relationSql().storedForm(column, value));
    return why.isEmpty() ? QString() : u"%1 is %2"_s.arg(named(value), why);
}

QString misfit(const Condition &condition, const Column &column, const ColumnFormat &format, const Dialect &dialect)
{
    switch (condition.op) {
    case FilterOp::Contains:
    case FilterOp::StartsWith:
    case FilterOp::EndsWith:
    case FilterOp::IsNull:
    case FilterOp::IsNotNull:
        return {}; // about the text of whatever is there
    case FilterOp::Equal:
    case FilterOp::NotEqual:
    case FilterOp::Less:
    case FilterOp::LessOrEqual:
    case FilterOp::Greater:
    case FilterOp::GreaterOrEqual:
    case FilterOp::In:
    case FilterOp::Between:
        break;
    }
    // A bound between two values is none of them.
    const bool exact = condition.op == FilterOp::Equal || condition.op == FilterOp::In;
    for (const Value &operand : condition.operands) {
        const bool number = operand.isNumber() && !exact;
        const QString why = number ? QString() : misfit(operand, column, format, dialect);
        if (why.isEmpty())
            continue;
        return column.declaredType.isEmpty()
            ? why
            : u"%1, and %2 is declared %3"_s.arg(why, column.name, column.declaredType);
    }
    return {};
}

} // namespace core
