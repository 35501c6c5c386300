// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filtertext.h"

#include "core/base/overloaded.h"
#include "ui/grid/celltext.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;
using core::FilterOp;
using core::Value;

struct Part {
    QString text;
    bool quoted = false;
};

/// Commas part; quotes (doubled inside) hold together.
QList<Part> partsOf(const QString &text)
{
    QList<Part> parts;
    Part part;
    bool inside = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (inside && c == u'\'' && i + 1 < text.size() && text[i + 1] == u'\'') {
            part.text += c;
            ++i;
        } else if (c == u'\'' && (inside || part.text.trimmed().isEmpty())) {
            if (!inside)
                part.text.clear();
            inside = !inside;
            part.quoted = true;
        } else if (c == u',' && !inside) {
            parts.append(part);
            part = {};
        } else if (!part.quoted || inside) {
            part.text += c;
        }
    }
    parts.append(part);
    for (Part &p : parts) {
        if (!p.quoted)
            p.text = p.text.trimmed();
    }
    parts.removeIf([](const Part &p) { return !p.quoted && p.text.isEmpty(); });
    return parts;
}

bool comparesText(FilterOp op)
{
    return op == FilterOp::Contains || op == FilterOp::StartsWith || op == FilterOp::EndsWith;
}

Value valueOf(const FilterColumn &column, const QString &text, const core::Dialect &dialect)
{
    if (const auto value = core::parsed(text, column.format))
        return *value;
    return dialect.valueFromText(text, column.column.declaredType);
}

QString shown(const Value &value, const core::ColumnFormat &format)
{
    return core::formatted(value, format).value_or(value.display());
}

} // namespace

core::Result<core::Condition> conditionOf(const FilterColumn &column, FilterOp op, const QString &text,
                                          const core::Dialect &dialect)
{
    core::Condition condition{column.column.name, op, {}};
    const int wanted = core::operandCount(op);
    if (wanted == 0)
        return condition;
    if (comparesText(op)) {
        if (text.isEmpty())
            return Error::invalid(u"“%1” needs some text to look for."_s.arg(core::toText(op)));
        condition.operands = {Value::text(text)};
        return condition;
    }
    if (wanted == 1) {
        condition.operands = {text.isEmpty() ? Value::text({}) : valueOf(column, text, dialect)};
        return condition;
    }
    for (const Part &part : partsOf(text))
        condition.operands.append(part.quoted ? Value::text(part.text) : valueOf(column, part.text, dialect));
    if (wanted > 0 && condition.operands.size() != wanted)
        return Error::invalid(
            u"“%1” needs %2 values with a comma between them."_s.arg(core::toText(op), QString::number(wanted)));
    if (condition.operands.isEmpty())
        return Error::invalid(u"“%1” needs at least one value."_s.arg(core::toText(op)));
    return condition;
}

QString operandText(const core::Condition &condition, const core::ColumnFormat &format)
{
    const int wanted = core::operandCount(condition.op);
    if (wanted == 1)
        return condition.operands.isEmpty() ? QString() : shown(condition.operands[0], format);
    QStringList parts;
    for (const Value &v : condition.operands) {
        QString text = shown(v, format);
        const bool quote = text.isEmpty() || text.contains(u',') || text.contains(u'\'') || text.trimmed() != text;
        parts.append(quote ? QString(u'\'' + text.replace("'"_L1, "''"_L1) + u'\'') : text);
    }
    return parts.join(", "_L1);
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
                              if (!c.operands.isEmpty()) {
                                  const QString operands = operandText(c, format);
                                  text += u' ' + (operands.isEmpty() ? u"''"_s : operands);
                              }
                              return visibleText(text, 60);
                          },
                          [](const core::RawCondition &c) { return visibleText(c.sql, 60); },
                      },
                      term.condition);
}

} // namespace ui
