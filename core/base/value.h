// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <cstdint>
#include <variant>

namespace core {

/// One cell, exactly as the database stores it. Never becomes a QVariant between database and editor.
///
/// Null | Integer (int64) | Real (double) | Text | Blob | Typed (text with the name of its type: what PostgreSQL has
/// beyond the others, e.g. numeric or interval).
/// Text is bytes: normally UTF-8, but what a file holds may be anything, NULs and broken sequences included.
/// Equality is identity of what is stored: 1 ≠ 1.0, 0.0 ≠ −0.0, NaN = the same NaN, text by bytes.
/// Plain value; implicitly shared bytes; any thread.
class Value {
public:
    enum class Kind : std::uint8_t { Null, Integer, Real, Text, Blob, Typed };

    Value() = default; ///< NULL
    [[nodiscard]] static Value null() { return {}; }
    [[nodiscard]] static Value integer(std::int64_t v) { return Value(Storage(v)); }
    [[nodiscard]] static Value real(double v) { return Value(Storage(v)); }
    [[nodiscard]] static Value text(const QString &v) { return Value(Storage(TextBytes{v.toUtf8()})); }
    [[nodiscard]] static Value textBytes(QByteArray v) { return Value(Storage(TextBytes{std::move(v)})); }
    [[nodiscard]] static Value blob(QByteArray v) { return Value(Storage(BlobBytes{std::move(v)})); }
    [[nodiscard]] static Value typed(QByteArray text, QString type)
    {
        return Value(Storage(TypedText{std::move(text), std::move(type)}));
    }

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(m_storage.index()); }
    [[nodiscard]] bool isNull() const { return kind() == Kind::Null; }
    [[nodiscard]] bool isNumber() const { return kind() == Kind::Integer || kind() == Kind::Real; }

    /// Asking for another kind than kind() is a bug: asserted, and answered with zero or nothing.
    [[nodiscard]] std::int64_t toInteger() const;
    [[nodiscard]] double toReal() const;
    /// The bytes of Text, Blob or Typed.
    [[nodiscard]] QByteArray bytes() const;
    [[nodiscard]] QString typeName() const; ///< of Typed

    /// Text or Typed that is valid UTF-8 without NULs, so that a text editor can hold it without loss.
    [[nodiscard]] bool isEditableText() const;

    /// For people: NULL as an empty string, numbers by their shortest exact spelling, text with broken
    /// bytes as U+FFFD, blobs as hex (`limit` bytes at most; −1 for all). Not reversible; see literals in core/sql.
    [[nodiscard]] QString display(int limit = -1) const;

    friend bool operator==(const Value &a, const Value &b);

private:
    struct TextBytes {
        QByteArray bytes;
        friend bool operator==(const TextBytes &, const TextBytes &) = default;
    };
    struct BlobBytes {
        QByteArray bytes;
        friend bool operator==(const BlobBytes &, const BlobBytes &) = default;
    };
    struct TypedText {
        QByteArray text;
        QString type;
        friend bool operator==(const TypedText &, const TypedText &) = default;
    };
    using Storage = std::variant<std::monostate, std::int64_t, double, TextBytes, BlobBytes, TypedText>;
    explicit Value(Storage storage)
        : m_storage(std::move(storage))
    {
    }
    Storage m_storage;

    friend size_t qHash(const Value &v, size_t seed) noexcept;
};

[[nodiscard]] size_t qHash(const Value &v, size_t seed = 0) noexcept;

/// The shortest decimal spelling that reads back as the same double; "inf", "-inf", "nan" for the others;
/// always with a point or an exponent, so that it is not taken for an integer.
[[nodiscard]] QString shortestReal(double v);

} // namespace core
