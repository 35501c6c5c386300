// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/orderedjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace core {

namespace {

QByteArray scalarText(const QJsonValue &value)
{
    // QJsonDocument writes arrays and objects only: the brackets are taken off again.
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.sliced(1, wrapped.size() - 2);
}

} // namespace

OrderedJson::OrderedJson(const QJsonValue &scalar)
    : m_scalar(scalarText(scalar))
{
}

OrderedJson::OrderedJson(const QString &text)
    : OrderedJson(QJsonValue(text))
{
}

OrderedJson::OrderedJson(Kind kind)
    : m_kind(kind)
{
}

OrderedJson OrderedJson::object(QList<std::pair<QString, OrderedJson>> members)
{
    OrderedJson made(Kind::Object);
    made.m_members = std::move(members);
    return made;
}

OrderedJson OrderedJson::array(QList<OrderedJson> items)
{
    OrderedJson made(Kind::Array);
    for (const OrderedJson &item : items)
        made.m_members.append({QString(), item});
    return made;
}

OrderedJson OrderedJson::array(const QStringList &texts)
{
    OrderedJson made(Kind::Array);
    for (const QString &text : texts)
        made.m_members.append({QString(), OrderedJson(text)});
    return made;
}

OrderedJson OrderedJson::of(const QJsonValue &value, const QStringList &order)
{
    if (value.isArray()) {
        OrderedJson made(Kind::Array);
        for (const QJsonValue &item : value.toArray())
            made.m_members.append({QString(), of(item, order)});
        return made;
    }
    if (!value.isObject())
        return value;
    const QJsonObject members = value.toObject();
    OrderedJson made(Kind::Object);
    for (const QString &key : order) {
        if (members.contains(key))
            made.put(key, of(members.value(key), order));
    }
    for (auto it = members.begin(); it != members.end(); ++it) {
        if (!order.contains(it.key()))
            made.put(it.key(), of(it.value(), order));
    }
    return made;
}

void OrderedJson::put(const QString &key, const OrderedJson &value)
{
    m_members.append({key, value});
}

QByteArray OrderedJson::text() const
{
    QByteArray out;
    write(out, 0);
    return out;
}

void OrderedJson::write(QByteArray &out, int depth) const
{
    if (m_kind == Kind::Scalar) {
        out += m_scalar;
        return;
    }
    const bool isObject = m_kind == Kind::Object;
    out += isObject ? '{' : '[';
    const QByteArray indent(2 * (depth + 1), ' ');
    for (qsizetype i = 0; i < m_members.size(); ++i) {
        out += i == 0 ? "\n" : ",\n";
        out += indent;
        if (isObject)
            out += scalarText(m_members.at(i).first) + ": ";
        m_members.at(i).second.write(out, depth + 1);
    }
    if (!m_members.isEmpty())
        out += '\n' + QByteArray(2 * depth, ' ');
    out += isObject ? '}' : ']';
}

} // namespace core
