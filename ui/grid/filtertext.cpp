// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filtertext.h"

#include "core/base/overloaded.h"
#include "core/query/filtertext.h"
#include "ui/grid/celltext.h"

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
    return core::operandsText({{}, op, {value}});
}

} // namespace

core::Result<core::Condition> conditionOf(const FilterColumn &column, FilterOp op, const QString &text,
                                          const core::Dialect &dialect)
{
    const auto reader = [&](const QString &part, const QString &) {
        const auto value = core::parsed(part, column.format);
        return value ? *value : dialect.valueFromText(part, column.column.declaredType);
    };
    const bool takesNone = core::operandCount(op) == 0;
    auto operands = core::parseOperands(op, takesNone ? QString() : text, column.column.name, reader);
    if (!operands)
        return operands.error();
    if (operands->isEmpty() && !takesNone)
        return Error::invalid(u"“%1” needs at least one value."_s.arg(core::toText(op)));
    return core::Condition{column.column.name, op, std::move(*operands)};
}

QString operandText(const core::Condition &condition, const core::ColumnFormat &format)
{
    QStringList parts;
    for (const Value &v : condition.operands)
        parts.append(written(v, condition.op == FilterOp::Between ? FilterOp::Equal : condition.op, format));
    return parts.join(condition.op == FilterOp::Between ? u" and "_s : u", "_s);
}

QString termText(const core::FilterTerm &term, const QList<FilterColumn> &columns)
{
    return std::visit(core::Overloaded{
                          [&](const core::Condition &c) {
                              const auto found
                                  = std::find_if(columns.begin(), columns.end(), [&](const FilterColumn &column) {
                                        return column.column.name == c.column;
                                    });
                              const core::ColumnFormat format = found == columns.end() ? core::ColumnFormat{}
                                                                                       : found->format;
                              QString text = c.column + u' ' + core::toText(c.op);
                              if (!c.operands.isEmpty())
                                  text += u' ' + operandText(c, format);
                              return visibleText(text, 60);
                          },
                          [](const core::RawCondition &c) { return visibleText(c.sql, 60); },
                      },
                      term.condition);
}

} // namespace ui
