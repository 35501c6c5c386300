// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/queryjson.h"

#include "core/query/relatedfilter.h"

#include <QJsonObject>

#include <bit>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Condition;
using core::FilterTerm;
using core::Value;

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

/// Numbers as text: JSON's would round 64-bit integers, and knows no infinity.
QJsonObject toJson(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return {};
    case Value::Kind::Integer:
        return {{u"integer"_s, QString::number(value.toInteger())}};
    case Value::Kind::Real:
        return {{u"real"_s, QString::number(std::bit_cast<quint64>(value.toReal()), 16)}};
    case Value::Kind::Text:
        return {{u"text"_s, hex(value.bytes())}};
    case Value::Kind::Blob:
        return {{u"blob"_s, hex(value.bytes())}};
    case Value::Kind::Typed:
        return {{u"typed"_s, hex(value.bytes())}, {u"type"_s, value.typeName()}};
    }
    return {};
}

Value valueFromJson(const QJsonObject &object)
{
    const auto bytes = [&](QLatin1StringView key) { return QByteArray::fromHex(object.value(key).toString().toLatin1()); };
    if (object.contains("integer"_L1))
        return Value::integer(object.value("integer"_L1).toString().toLongLong());
    if (object.contains("real"_L1))
        return Value::real(std::bit_cast<double>(object.value("real"_L1).toString().toULongLong(nullptr, 16)));
    if (object.contains("text"_L1))
        return Value::textBytes(bytes("text"_L1));
    if (object.contains("blob"_L1))
        return Value::blob(bytes("blob"_L1));
    if (object.contains("typed"_L1))
        return Value::typed(bytes("typed"_L1), object.value("type"_L1).toString());
    return Value::null();
}

std::optional<core::FilterOp> opFromText(const QString &text)
{
    for (int i = 0; i <= static_cast<int>(core::FilterOp::IsNotNull); ++i) {
        const auto op = static_cast<core::FilterOp>(i);
        if (core::toText(op) == text)
            return op;
    }
    return std::nullopt;
}

std::optional<FilterTerm> termFromJson(const QJsonObject &object, const RelatedReader &related)
{
    FilterTerm term;
    term.join = object.value("or"_L1).toBool() ? FilterTerm::Join::Or : FilterTerm::Join::And;
    term.enabled = !object.value("off"_L1).toBool();
    if (object.contains("sql"_L1)) {
        term.condition = core::RawCondition{object.value("sql"_L1).toString()};
        return term;
    }
    if (object.contains("related"_L1)) {
        auto read = related ? related(object.value("related"_L1).toString())
                            : core::Result<core::RelatedCondition>(core::Error::invalid({}));
        if (!read)
            return std::nullopt;
        term.condition = std::move(*read);
        return term;
    }
    Condition condition;
    condition.column = object.value("column"_L1).toString();
    const auto op = opFromText(object.value("op"_L1).toString());
    const QJsonArray operands = object.value("operands"_L1).toArray();
    for (const QJsonValue &operand : operands)
        condition.operands.append(valueFromJson(operand.toObject()));
    if (condition.column.isEmpty() || !op
        || (core::operandCount(*op) >= 0 && condition.operands.size() != core::operandCount(*op)))
        return std::nullopt;
    condition.op = *op;
    term.condition = condition;
    return term;
}

} // namespace

QJsonArray toJson(const QList<core::SortKey> &sort)
{
    QJsonArray array;
    for (const core::SortKey &key : sort) {
        QJsonObject object{{u"column"_s, key.column}, {u"descending"_s, key.descending}};
        if (key.label)
            object.insert(u"byName"_s, true);
        array.append(object);
    }
    return array;
}

QList<core::SortKey> sortFromJson(const QJsonArray &array, const LabelFinder &label)
{
    QList<core::SortKey> sort;
    for (const QJsonValue &value : array) {
        const QString column = value.toObject().value("column"_L1).toString();
        if (column.isEmpty())
            continue;
        sort.append({column, value.toObject().value("descending"_L1).toBool()});
        if (label && value.toObject().value("byName"_L1).toBool())
            sort.last().label = label(column);
    }
    return sort;
}

QJsonArray toJson(const core::Filter &filter)
{
    QJsonArray array;
    for (const FilterTerm &term : filter.terms) {
        QJsonObject object;
        if (const auto *raw = std::get_if<core::RawCondition>(&term.condition)) {
            object.insert(u"sql"_s, raw->sql);
        } else if (const auto *through = std::get_if<core::RelatedCondition>(&term.condition)) {
            object.insert(u"related"_s, core::toText(*through));
        } else {
            const Condition &condition = std::get<Condition>(term.condition);
            QJsonArray operands;
            for (const Value &operand : condition.operands)
                operands.append(toJson(operand));
            object = {{u"column"_s, condition.column}, {u"op"_s, core::toText(condition.op)}, {u"operands"_s, operands}};
        }
        if (term.join == FilterTerm::Join::Or)
            object.insert(u"or"_s, true);
        if (!term.enabled)
            object.insert(u"off"_s, true);
        array.append(object);
    }
    return array;
}

core::Filter filterFromJson(const QJsonArray &array, const RelatedReader &related)
{
    core::Filter filter;
    for (const QJsonValue &value : array) {
        if (const auto term = termFromJson(value.toObject(), related))
            filter.terms.append(*term);
    }
    return filter;
}

} // namespace ui
