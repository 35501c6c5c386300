// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace core {

/// JSON to be written with its keys in the order they were put in (QJsonObject sorts them), laid out as drizzle-kit
/// does: two blanks a level, no line break at the end. A plain value.
class OrderedJson {
public:
    OrderedJson(const QJsonValue &scalar); // NOLINT: implicit on purpose, so that lists of members read well
    OrderedJson(const QString &text); // NOLINT
    [[nodiscard]] static OrderedJson object(QList<std::pair<QString, OrderedJson>> members = {});
    [[nodiscard]] static OrderedJson array(QList<OrderedJson> items);
    [[nodiscard]] static OrderedJson array(const QStringList &texts);
    /// Whatever it is; the keys of objects are those of `order` first, in that order.
    [[nodiscard]] static OrderedJson of(const QJsonValue &value, const QStringList &order = {});

    void put(const QString &key, const OrderedJson &value); ///< at the end of an object
    [[nodiscard]] QByteArray text() const;

private:
    enum class Kind { Scalar, Object, Array };
    explicit OrderedJson(Kind kind);
    void write(QByteArray &out, int depth) const;

    Kind m_kind = Kind::Scalar;
    QByteArray m_scalar;
    QList<std::pair<QString, OrderedJson>> m_members; ///< of an array: without keys
};

} // namespace core
