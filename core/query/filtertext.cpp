// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/filtertext.h"

#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Spelling {
    QStringView text;
    FilterOp op;
};

// Longer before shorter, where one begins like the other. The filterWords need a blank or the end after them.
constexpr std::array symbols{
    Spelling{u"==", FilterOp::Equal},          Spelling{u"!=", FilterOp::NotEqual},
    Spelling{u"<>", FilterOp::NotEqual},       Spelling{u"<=", FilterOp::LessOrEqual},
    Spelling{u">=", FilterOp::GreaterOrEqual}, Spelling{u"=", FilterOp::Equal},
    Spelling{u"≠", FilterOp::NotEqual},        Spelling{u"≤", FilterOp::LessOrEqual},
    Spelling{u"≥", FilterOp::GreaterOrEqual},  Spelling{u"<", FilterOp::Less},
    Spelling{u">", FilterOp::Greater},
};
constexpr std::array filterWords{
    Spelling{u"is not null", FilterOp::IsNotNull},
    Spelling{u"is null", FilterOp::IsNull},
    Spelling{u"starts with", FilterOp::StartsWith},
    Spelling{u"starts", FilterOp::StartsWith},
    Spelling{u"ends with", FilterOp::EndsWith},
    Spelling{u"ends", FilterOp::EndsWith},
    Spelling{u"contains", FilterOp::Contains},
    Spelling{u"between", FilterOp::Between},
    Spelling{u"in", FilterOp::In},
};

[[nodiscard]] QString allOperators()
{
    return u"=, ≠, <, ≤, >, ≥, contains, starts with, ends with, in, between, is null or is not null"_s;
}

/// How much of the text the filterWords take, blanks between them being any number; 0 when they do not stand there.
[[nodiscard]] qsizetype matchedWords(QStringView text, QStringView wanted)
{
    qsizetype at = 0;
    for (const QChar c : wanted) {
        if (c == u' ') {
            const qsizetype before = at;
            while (at < text.size() && text.at(at).isSpace())
                ++at;
            if (at == before)
                return 0;
        } else if (at < text.size() && text.at(at).toLower() == c) {
            ++at;
        } else {
            return 0;
        }
    }
    const bool ends = at == text.size() || text.at(at).isSpace() || text.at(at) == u'(' || text.at(at) == u'\'';
    return ends ? at : 0;
}

struct FoundOperator {
    FilterOp op = FilterOp::Equal;
    qsizetype length = 0; ///< 0: none stands there
};

[[nodiscard]] FoundOperator operatorAt(QStringView text)
{
    for (const Spelling &s : symbols) {
        if (text.startsWith(s.text))
            return {s.op, s.text.size()};
    }
    for (const Spelling &s : filterWords) {
        if (const qsizetype length = matchedWords(text, s.text); length > 0)
            return {s.op, length};
    }
    return {};
}

/// The quoted text at the start, quotes off, and how far it reaches; −1 when it does not end.
[[nodiscard]] std::pair<QString, qsizetype> unquotedStart(QStringView text, QChar close)
{
    QString inside;
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text.at(i) != close) {
            inside += text.at(i);
        } else if (close != u']' && i + 1 < text.size() && text.at(i + 1) == close) {
            inside += close;
            ++i;
        } else {
            return {inside, i + 1};
        }
    }
    return {inside, -1};
}

struct FoundColumn {
    QString column; ///< null: none
    qsizetype length = 0;
};

[[nodiscard]] QString columnNamed(const QStringList &columns, QStringView name)
{
    for (const QString &c : columns) {
        if (c == name)
            return c;
    }
    for (const QString &c : columns) {
        if (name.compare(c, Qt::CaseInsensitive) == 0)
            return c;
    }
    return {};
}

/// The column at the start of the text. Unquoted names may hold blanks: the longest one that is followed by an
/// operator wins.
[[nodiscard]] FoundColumn columnAt(QStringView text, const QStringList &columns)
{
    const QChar first = text.isEmpty() ? QChar() : text.front();
    if (first == u'"' || first == u'`' || first == u'[') {
        const auto [name, length] = unquotedStart(text, first == u'[' ? QChar(u']') : first);
        if (length > 0)
            return {columnNamed(columns, name), length};
    }
    FoundColumn best;
    for (const QString &c : columns) {
        if (c.isEmpty() || !text.startsWith(c, Qt::CaseInsensitive) || c.size() < best.length)
            continue;
        const QStringView rest = text.sliced(c.size());
        if (operatorAt(rest.trimmed()).length == 0)
            continue;
        const bool touches = !rest.isEmpty() && !rest.front().isSpace();
        if (touches && (rest.front().isLetterOrNumber() || rest.front() == u'_'))
            continue;
        if (c.size() > best.length || text.startsWith(c))
            best = {c, c.size()};
    }
    return best;
}

/// One operand: 'quoted' is text as it stands, anything else what the reader makes of it.
[[nodiscard]] Result<Value> operand(QStringView text, FilterOp op, const QString &column, const ValueReader &reader)
{
    if (text.startsWith(u'\'')) {
        const auto [inside, length] = unquotedStart(text, u'\'');
        if (length == text.size())
            return Value::text(inside);
    }
    const bool pattern = op == FilterOp::Contains || op == FilterOp::StartsWith || op == FilterOp::EndsWith;
    return pattern || !reader ? Value::text(text.toString()) : reader(text.toString(), column);
}

/// Cuts at commas outside quotes.
[[nodiscard]] QList<QStringView> listed(QStringView text)
{
    QList<QStringView> items;
    bool quoted = false;
    qsizetype start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        // A quote opens only at the start of an item, so that O'Brien needs none.
        if (text.at(i) == u'\'' && (quoted || text.sliced(start, i - start).trimmed().isEmpty()))
            quoted = !quoted;
        else if (text.at(i) == u'\'' && text.at(i - 1) == u'\'' && text.sliced(start).trimmed().startsWith(u'\''))
            quoted = true; // a doubled quote inside
        if (text.at(i) == u',' && !quoted) {
            items.append(text.sliced(start, i - start).trimmed());
            start = i + 1;
        }
    }
    items.append(text.sliced(start).trimmed());
    return items;
}

[[nodiscard]] Result<QList<Value>> between(QStringView text, const QString &column, const ValueReader &reader)
{
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == u'\'')
            quoted = !quoted;
        const bool blankBefore = i > 0 && text.at(i - 1).isSpace();
        if (quoted || !blankBefore || !text.sliced(i).startsWith(u"and", Qt::CaseInsensitive) || i + 3 >= text.size()
            || !text.at(i + 3).isSpace())
            continue;
        const auto low = operand(text.first(i).trimmed(), FilterOp::Between, column, reader);
        RC_TRY(low);
        const auto high = operand(text.sliced(i + 3).trimmed(), FilterOp::Between, column, reader);
        RC_TRY(high);
        return QList<Value>{*low, *high};
    }
    return Error::invalid(u"“between” needs two values with “and” between them: %1 between 1 and 9."_s.arg(column));
}

[[nodiscard]] QString written(const Value &value, FilterOp op)
{
    const QString text = value.display();
    if (value.isNumber())
        return text;
    const bool pattern = op == FilterOp::Contains || op == FilterOp::StartsWith || op == FilterOp::EndsWith;
    bool number = false;
    text.toDouble(&number);
    const bool plain = !text.isEmpty() && text == text.trimmed() && !text.startsWith(u'\'') && (pattern || !number)
        && op != FilterOp::In && op != FilterOp::Between;
    return plain ? text : u'\'' + QString(text).replace(u'\'', u"''"_s) + u'\'';
}

[[nodiscard]] QString writtenColumn(const QString &name)
{
    bool word = !name.isEmpty() && !name.front().isDigit();
    for (const QChar c : name)
        word = word && (c.isLetterOrNumber() || c == u'_');
    return word ? name : u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

Result<QList<Value>> parseOperands(FilterOp op, const QString &text, const QString &column, const ValueReader &reader)
{
    const QStringView rest = QStringView(text).trimmed();
    if (operandCount(op) == 0) {
        if (!rest.isEmpty())
            return Error::invalid(u"“%1” takes no value, but “%2” stands there."_s.arg(toText(op), rest));
        return QList<Value>{};
    }
    if (op == FilterOp::Between)
        return between(rest, column, reader);
    if (op == FilterOp::In) {
        const bool parentheses = rest.startsWith(u'(') && rest.endsWith(u')');
        const QStringView list = parentheses ? rest.sliced(1, rest.size() - 2).trimmed() : rest;
        QList<Value> values;
        if (list.isEmpty())
            return values;
        for (QStringView item : listed(list)) {
            const auto value = operand(item, op, column, reader);
            RC_TRY(value);
            values.append(*value);
        }
        return values;
    }
    const auto value = operand(rest, op, column, reader);
    RC_TRY(value);
    return QList<Value>{*value};
}

Result<Condition> parseCondition(const QString &text, const QStringList &columns, const ValueReader &reader)
{
    const QStringView all = QStringView(text).trimmed();
    const FoundColumn found = columnAt(all, columns);
    if (found.column.isNull()) {
        return Error::invalid(
            u"“%1” does not begin with a column and an operator; the columns are %2, the operators %3."_s.arg(
                all, columns.join(u", "_s), allOperators()));
    }
    const QStringView rest = all.sliced(found.length).trimmed();
    const FoundOperator found_op = operatorAt(rest);
    if (found_op.length == 0)
        return Error::invalid(
            u"After the column %1 an operator is needed, not “%2”: %3."_s.arg(found.column, rest, allOperators()));
    auto operands = parseOperands(found_op.op, rest.sliced(found_op.length).toString(), found.column, reader);
    RC_TRY(operands);
    const bool nothing = rest.sliced(found_op.length).trimmed().isEmpty();
    if (operandCount(found_op.op) != 0 && (nothing || operands->isEmpty()))
        return Error::invalid(u"“%1” needs a value after it; write '' for an empty text."_s.arg(toText(found_op.op)));
    return Condition{found.column, found_op.op, std::move(*operands)};
}

QString operandsText(const Condition &condition)
{
    QStringList parts;
    for (const Value &v : condition.operands)
        parts.append(written(v, condition.op));
    return parts.join(condition.op == FilterOp::Between ? u" and "_s : u", "_s);
}

QString toText(const Condition &condition)
{
    const QString operands = operandsText(condition);
    const QString start = writtenColumn(condition.column) + u' ' + toText(condition.op);
    return operands.isEmpty() ? start : QString(start + u' ' + operands);
}

} // namespace core
