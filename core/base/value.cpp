// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/value.h"

#include "core/base/overloaded.h"

#include <QStringDecoder>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace core {

std::int64_t Value::toInteger() const
{
    Q_ASSERT(kind() == Kind::Integer);
    const auto *v = std::get_if<std::int64_t>(&m_storage);
    return v ? *v : 0;
}

double Value::toReal() const
{
    Q_ASSERT(kind() == Kind::Real);
    const auto *v = std::get_if<double>(&m_storage);
    return v ? *v : 0.0;
}

QByteArray Value::bytes() const
{
    if (const auto *t = std::get_if<TextBytes>(&m_storage))
        return t->bytes;
    if (const auto *b = std::get_if<BlobBytes>(&m_storage))
        return b->bytes;
    if (const auto *t = std::get_if<TypedText>(&m_storage))
        return t->text;
    Q_ASSERT_X(false, "Value::bytes", "not text and not a blob");
    return {};
}

QString Value::typeName() const
{
    const auto *t = std::get_if<TypedText>(&m_storage);
    return t ? t->type : QString();
}

bool Value::isEditableText() const
{
    if (kind() != Kind::Text && kind() != Kind::Typed)
        return false;
    const QByteArray b = bytes();
    if (b.contains('\0'))
        return false;
    // ConvertInitialBom: without it Qt swallows a leading BOM, and the text would not come back as it was.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    const QString s = decoder(b);
    return !decoder.hasError() && s.toUtf8() == b;
}

QString Value::display(int limit) const
{
    const auto cut = [limit](const QByteArray &b) { return limit >= 0 && b.size() > limit ? b.first(limit) : b; };
    const auto decoded = [&](const QByteArray &b) {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
        return QString(decoder(cut(b)));
    };
    return std::visit(Overloaded{
                          [](std::monostate) { return QString(); },
                          [](std::int64_t v) { return QString::number(v); },
                          [](double v) { return shortestReal(v); },
                          [&](const TextBytes &t) { return decoded(t.bytes); },
                          [&](const BlobBytes &b) { return QString::fromLatin1(cut(b.bytes).toHex()); },
                          [&](const TypedText &t) { return decoded(t.text); },
                      },
                      m_storage);
}

bool operator==(const Value &a, const Value &b)
{
    // Doubles by their bits: −0.0 is not 0.0, and a NaN is itself.
    if (a.kind() == Value::Kind::Real && b.kind() == Value::Kind::Real)
        return std::bit_cast<std::uint64_t>(a.toReal()) == std::bit_cast<std::uint64_t>(b.toReal());
    return a.m_storage == b.m_storage;
}

size_t qHash(const Value &v, size_t seed) noexcept
{
    const auto kind = static_cast<int>(v.kind());
    return std::visit(
        Overloaded{
            [&](std::monostate) { return qHashMulti(seed, kind); },
            [&](std::int64_t i) { return qHashMulti(seed, kind, i); },
            [&](double d) { return qHashMulti(seed, kind, std::bit_cast<std::uint64_t>(d)); },
            [&](const Value::TextBytes &t) { return qHashMulti(seed, kind, t.bytes); },
            [&](const Value::BlobBytes &b) { return qHashMulti(seed, kind, b.bytes); },
            [&](const Value::TypedText &t) { return qHashMulti(seed, kind, t.text, t.type); },
        },
        v.m_storage);
}

QString shortestReal(double v)
{
    if (std::isnan(v))
        return QStringLiteral("nan");
    if (std::isinf(v))
        return v > 0 ? QStringLiteral("inf") : QStringLiteral("-inf");
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v).ptr;
    QString s = QString::fromLatin1(buffer.data(), end - buffer.data());
    if (!s.contains(QLatin1Char('.')) && !s.contains(QLatin1Char('e')))
        s += QLatin1String(".0");
    return s;
}

} // namespace core
