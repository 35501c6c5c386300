// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filtertext.h"

#include "core/base/overloaded.h"
#include "core/query/filtertext.h"
#include "core/rows/columnvalue.h"
#include "core/query/relatedfilter.h"
#include "ui/style/celltext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;
using core::FilterOp;
using core::Value;

/// As the format shows it; else as it is written for reading back.
QString written(const Value &value, FilterOp op, const core::ColumnFormat &format)
{
    if (value.isNumber()) {
        if (const auto text = core::formatted(value, format))
            return *text;
    }
    static const QRegularExpression number(u"^[+-]?\\d+(\\.\\d+)?$"_s);
    if (value.kind() == Value::Kind::Typed && number.match(value.display()).hasMatch())
        return value.display(); // in a column of such a type it is read as one
    return core::operandsText({{}, op, {value}});
}

} // namespace

core::Result<core::Condition> conditionOf(const FilterColumn &column, FilterOp op, const QStringList &texts,
                                          const core::Dialect &dialect)
{
    const auto reader = [&](const QString &part, const QString &) {
        const auto value = core::parsed(part, column.format);
        return value ? *value : dialect.valueFromText(part, column.column.valueType());
    };
    const bool takesNone = core::operandCount(op) == 0;
    if (op == FilterOp::Between) {
        core::Condition range{column.column.name, op, {}};
        for (const QString &end : {texts.value(0), texts.value(1)}) {
            if (end.trimmed().isEmpty())
                return Error::invalid(u"“between” needs two values, from and to; write '' for an empty text."_s);
            const auto value = core::parseOperands(FilterOp::Equal, end, column.column.name, reader);
            RC_TRY(value);
            range.operands += *value;
        }
        return range;
    }
    auto operands = core::parseOperands(op, takesNone ? QString() : texts.value(0), column.column.name, reader);
    if (!operands)
        return operands.error();
    if (operands->isEmpty() && !takesNone)
        return Error::invalid(u"“%1” needs at least one value."_s.arg(core::toText(op)));
    return core::Condition{column.column.name, op, std::move(*operands)};
}

QStringList operandTexts(const core::Condition &condition, const core::ColumnFormat &format)
{
    const bool isRange = condition.op == FilterOp::Between;
    QStringList parts;
    for (const Value &v : condition.operands)
        parts.append(written(v, isRange ? FilterOp::Equal : condition.op, format));
    return isRange ? parts : QStringList{parts.join(u", "_s)};
}

QString termText(const core::FilterTerm &term, const QList<FilterColumn> &columns)
{
    return std::visit(core::Overloaded{
                          [&](const core::Condition &c) {
                              const auto found =
                                  std::find_if(columns.begin(), columns.end(), [&](const FilterColumn &column) {
                                      return column.column.name == c.column;
                                  });
                              const core::ColumnFormat format =
                                  found == columns.end() ? core::ColumnFormat{} : found->format;
                              QString text = c.column + u' ' + core::toText(c.op);
                              if (!c.operands.isEmpty())
                                  text += u' ' + operandTexts(c, format).join(u" and "_s);
                              return visibleText(text, 60);
                          },
                          [](const core::RelatedCondition &c) { return visibleText(core::toText(c), 60); },
                          [](const core::RawCondition &c) { return visibleText(c.sql, 60); },
                      },
                      term.condition);
}

QString misfit(const core::Filter &filter, const QList<FilterColumn> &columns, const core::Dialect &dialect)
{
    for (const core::FilterTerm &term : filter.terms) {
        const auto *condition = term.enabled ? std::get_if<core::Condition>(&term.condition) : nullptr;
        if (!condition)
            continue;
        for (const FilterColumn &column : columns) {
            if (column.column.name != condition->column)
                continue;
            if (const QString why = core::misfit(*condition, column.column, column.format, dialect); !why.isEmpty())
                return why;
        }
    }
    return {};
}

} // namespace ui
