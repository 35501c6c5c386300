// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresrelationsql.h"
#include "core/dialect/postgres/postgrestypes.h"

#include <QRegularExpression>

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A decimal number as sign, digits and how many of them stand behind the point.
struct PgDecimal {
    bool negative = false;
    QByteArray digits;
    qsizetype scale = 0;
};

[[nodiscard]] std::optional<PgDecimal> pgDecimal(const QString &text)
{
    static const QRegularExpression shape(u"\\A\\s*([+-]?)([0-9]*)(?:\\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?\\s*\\z"_s);
    const QRegularExpressionMatch match = shape.match(text);
    PgDecimal number;
    number.digits = (match.captured(2) + match.captured(3)).toLatin1();
    if (!match.hasMatch() || number.digits.isEmpty())
        return std::nullopt;
    number.negative = match.captured(1) == u'-';
    number.scale = match.captured(3).size() - match.captured(4).toInt();
    if (number.scale < 0) {
        number.digits.append(QByteArray(-number.scale, '0'));
        number.scale = 0;
    }
    return number;
}

/// Half away from zero, as numeric rounds.
void pgRound(PgDecimal &number, qsizetype scale)
{
    if (scale >= number.scale) {
        number.digits.append(QByteArray(scale - number.scale, '0'));
        number.scale = scale;
        return;
    }
    number.digits = number.digits.rightJustified(number.scale + 1, '0');
    const qsizetype kept = number.digits.size() - (number.scale - scale);
    const bool up = number.digits.at(kept) >= '5';
    number.digits.truncate(kept);
    number.scale = scale;
    if (!up)
        return;
    number.digits.prepend('0');
    for (qsizetype i = number.digits.size() - 1; i >= 0; --i) {
        if (number.digits.at(i) != '9') {
            number.digits[i] = static_cast<char>(number.digits.at(i) + 1);
            return;
        }
        number.digits[i] = '0';
    }
}

[[nodiscard]] QByteArray pgWritten(const PgDecimal &number)
{
    QByteArray digits = number.digits.rightJustified(number.scale + 1, '0');
    qsizetype zeros = 0;
    while (zeros < digits.size() - number.scale - 1 && digits.at(zeros) == '0')
        ++zeros;
    digits.remove(0, zeros);
    const bool isZero = digits.count('0') == digits.size();
    if (number.scale > 0)
        digits.insert(digits.size() - number.scale, '.');
    return number.negative && !isZero ? QByteArray('-' + digits) : digits;
}

[[nodiscard]] Value pgStoredNumber(const QString &declaredType, const Value &value)
{
    const PostgresType type = postgresType(declaredType);
    auto number = pgDecimal(value.display());
    if (!number)
        return value;
    if (!type.modifiers.isEmpty())
        pgRound(*number, std::max(0, type.modifiers.value(1).toInt()));
    return Value::typed(pgWritten(*number), declaredType);
}

[[nodiscard]] Value pgStoredInteger(const QString &declaredType, const Value &value)
{
    if (value.kind() == Value::Kind::Integer)
        return value;
    auto number = pgDecimal(value.display());
    if (!number)
        return value;
    if (value.isNumber() || value.kind() == Value::Kind::Typed)
        pgRound(*number, 0);
    return postgresValueFromText(QString::fromLatin1(pgWritten(*number)), declaredType);
}

[[nodiscard]] QString pgTooLong(const PostgresType &type, const QString &declaredType, const Value &value)
{
    if (!value.isEditableText())
        return {};
    QString text = value.display();
    while (text.endsWith(u' ')) // what is too long by blanks alone is cut without a word
        text.chop(1);
    const auto length = std::count_if(text.cbegin(), text.cend(), [](QChar c) { return !c.isLowSurrogate(); });
    const int most = type.modifiers.isEmpty() ? 1 : type.modifiers.constFirst().toInt();
    if (length <= most)
        return {};
    return u"The column is %1, which takes at most %2; this has %3."_s.arg(
        declaredType, most == 1 ? u"1 character"_s : u"%1 characters"_s.arg(most), QString::number(length));
}

[[nodiscard]] QString pgOutOfRange(const PostgresType &type, const Value &value)
{
    if (value.kind() != Value::Kind::Integer || type.name == "bigint"_L1)
        return {};
    const qint64 most = type.name == "smallint"_L1 ? 32767 : 2147483647;
    if (value.toInteger() >= -most - 1 && value.toInteger() <= most)
        return {};
    return u"The column is %1, which takes numbers from %2 to %3."_s.arg(type.name, QString::number(-most - 1),
                                                                         QString::number(most));
}

[[nodiscard]] QString pgTooManyDigits(const PostgresType &type, const QString &declaredType, const Value &value)
{
    const int most = type.modifiers.value(0).toInt();
    const int scale = type.modifiers.value(1, u"0"_s).toInt();
    auto number = pgDecimal(value.display());
    if (!number || most <= 0 || scale < 0)
        return {};
    pgRound(*number, scale);
    qsizetype zeros = 0;
    while (zeros < number->digits.size() && number->digits.at(zeros) == '0')
        ++zeros;
    const qsizetype digits = number->digits.size() - zeros;
    if (digits <= most)
        return {};
    return scale > most ? u"The number is too large for %1."_s.arg(declaredType)
                        : u"The column is %1, which takes at most %2 before the point; this has %3."_s.arg(
                            declaredType, most - scale == 1 ? u"1 digit"_s : u"%1 digits"_s.arg(most - scale),
                            QString::number(digits - scale));
}

} // namespace

QString postgresWhyTypeRefuses(const Value &value, const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    if (value.isNull() || type.isArray)
        return {};
    if (type.name == "character"_L1 || (type.name == "character varying"_L1 && !type.modifiers.isEmpty()))
        return pgTooLong(type, declaredType, value);
    if (isPostgresInteger(declaredType))
        return pgOutOfRange(type, value);
    return type.name == "numeric"_L1 ? pgTooManyDigits(type, declaredType, value) : QString();
}

Value postgresStoredForm(const QString &declaredType, const Value &value)
{
    const PostgresType type = postgresType(declaredType);
    if (value.isNull() || type.isArray || declaredType.isEmpty())
        return value;
    if (isPostgresInteger(declaredType))
        return pgStoredInteger(declaredType, value);
    if (type.name == "numeric"_L1)
        return pgStoredNumber(declaredType, value);
    if (value.kind() == Value::Kind::Blob)
        return value;
    const QString text = value.display();
    if (type.name == "double precision"_L1)
        return value.kind() == Value::Kind::Real ? value : postgresValueFromText(text, declaredType);
    if (type.name == "text"_L1 || type.name == "character varying"_L1 || type.name == "name"_L1)
        return value.kind() == Value::Kind::Text ? value : Value::text(text);
    if (type.name == "character"_L1)
        return Value::typed(text.leftJustified(type.modifiers.value(0, u"1"_s).toInt()).toUtf8(), declaredType);
    if (type.name == "uuid"_L1)
        return Value::typed(text.trimmed().toLower().toUtf8(), declaredType);
    return postgresValueFromText(text, declaredType);
}

Value postgresEqualForm(const QString &declaredType, const Value &value)
{
    const Value stored = postgresStoredForm(declaredType, value);
    const PostgresType type = postgresType(declaredType);
    if (stored.isNull() || type.isArray)
        return stored;
    if (type.name == "numeric"_L1) {
        QByteArray digits = stored.kind() == Value::Kind::Typed ? stored.bytes() : QByteArray();
        if (!digits.contains('.'))
            return stored;
        while (digits.endsWith('0'))
            digits.chop(1);
        if (digits.endsWith('.'))
            digits.chop(1);
        return Value::typed(digits, declaredType);
    }
    if (stored.kind() == Value::Kind::Real && stored.toReal() == 0.0)
        return Value::real(0.0);
    if (type.name == "character"_L1 || type.name == "bpchar"_L1) {
        QByteArray text = stored.bytes();
        while (text.endsWith(' '))
            text.chop(1);
        return Value::typed(text, declaredType);
    }
    if (type.name == "citext"_L1)
        return Value::typed(stored.display().toLower().toUtf8(), declaredType);
    return stored;
}

} // namespace core
