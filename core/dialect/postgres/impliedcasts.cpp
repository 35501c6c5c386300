// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/impliedcasts.h"

#include "core/dialect/postgres/operandtypes.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using OperandKind = PgOperand::Kind;

bool isPgEquality(const QString &op)
{
    return op == "="_L1 || op == "<>"_L1 || op == "is distinct from"_L1 || op == "is not distinct from"_L1;
}

bool isPgOrder(const QString &op)
{
    return isPgEquality(op) || op == "<"_L1 || op == ">"_L1 || op == "<="_L1 || op == ">="_L1;
}

bool isPgArithmetic(const QString &op)
{
    static const QSet<QString> all{u"+"_s, u"-"_s, u"*"_s, u"/"_s, u"%"_s, u"^"_s};
    return all.contains(op);
}

/// Of texts only.
bool isPgTextOperator(const QString &op)
{
    static const QSet<QString> all{u"~~"_s, u"~~*"_s, u"!~~"_s, u"!~~*"_s, u"~"_s, u"~*"_s, u"!~"_s, u"!~*"_s, u"||"_s};
    return all.contains(op);
}

void settlePgTextCast(PgOperand &x, const QString &op, const PgOperand &other)
{
    if (!isPgTextCast(x.cast) || isPgOtherType(x.type) || x.kind == OperandKind::Number)
        return;
    if (x.type == "unknown"_L1 && !isPgTextOperator(op))
        return; // it may be a number, which is compared otherwise
    const bool isFixed = x.type.section(u'(', 0, 0) == "character"_L1;
    const bool isKnown = isPgTextType(x.type);
    const bool bothCast = isPgTextCast(other.cast) && !isPgOtherType(other.type);
    const bool besideText = isPgOrder(op) && other.kind == OperandKind::Literal && x.type.isEmpty();
    if (isKnown || besideText || isPgTextOperator(op)
        || (!isFixed && isPgEquality(op) && (other.onlyLiterals || bothCast)))
        x.cast.clear();
}

/// The server casts both sides to the wider type. What is left is one that the operands do not imply.
void settlePgNumberCasts(PgOperand &a, const QString &op, PgOperand &b)
{
    const auto isCast = [](const PgOperand &x) { return pgNumberRank(x.cast) >= 0 && !hasPgLength(x.cast); };
    if (!isCast(a) && !isCast(b))
        return;
    const int said = pgWiderRank(pgNumberRank(a.typeAfter()), pgNumberRank(b.typeAfter()));
    const int meant = pgWiderRank(pgNumberRank(a.type), pgNumberRank(b.type));
    const auto isLiteral = [](const PgOperand &x) { return x.kind == OperandKind::Number; };
    if (said >= 0 && said == meant) {
        for (PgOperand *x : {&a, &b}) {
            if (isCast(*x) && pgNumberRank(x->cast) == said)
                x->cast.clear();
        }
        return;
    }
    if (isLiteral(a) && isLiteral(b)) {
        for (PgOperand *x : {&a, &b}) {
            if (x->cast.isEmpty() && said >= 0 && !(isPgIntegerRank(said) && isPgOrder(op)))
                x->cast = pgTypeOfRank(said);
        }
        return;
    }
    for (auto [x, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        const int rank = pgNumberRank(x->cast);
        // Where all is known, the other side says it; else a literal is cast to what it stands beside.
        if (isLiteral(*x) && isCast(*x) && (said < 0 || rank == said)) {
            if (said >= 0 && other->cast.isEmpty() && !isPgIntegerRank(said))
                other->cast = pgTypeOfRank(said);
            x->cast.clear();
        } else if (isCast(*x) && x->kind == OperandKind::Column && x->type.isEmpty() && !isPgIntegerRank(rank)
                   && rank != pgNumberRank(u"real"_s) && other->cast.isEmpty()
                   && (other->type.isEmpty() ? !isLiteral(*other) && !other->onlyLiterals
                                             : pgNumberRank(other->type) == rank)) {
            x->cast.clear();
        }
    }
    if (said >= 0 && !isPgIntegerRank(said)) {
        for (PgOperand *x : {&a, &b}) {
            if (!isLiteral(*x) && x->cast.isEmpty() && pgNumberRank(x->type) >= 0 && pgNumberRank(x->type) != said)
                x->cast = pgTypeOfRank(said);
        }
    }
}

void settlePgDateCast(PgOperand &x, const QString &op, const PgOperand &other)
{
    const bool isImplied = x.type == "date"_L1
        && (op == "at time zone"_L1 ? x.cast == "timestamp with time zone"_L1 : x.cast == other.type);
    if (x.cast.startsWith("timestamp"_L1) && isImplied)
        x.cast.clear();
}

QString pgTypeOfOperation(const PgOperand &a, const QString &op, const PgOperand &b)
{
    if (isPgOrder(op) || op.contains(u'~'))
        return u"boolean"_s;
    if (op == "->>"_L1 || op == "#>>"_L1)
        return u"text"_s;
    const auto isText = [](const PgOperand &x) { return isPgTextType(x.typeAfter()) || isPgTextCast(x.cast); };
    if (op == "||"_L1)
        return isText(a) || isText(b) ? u"text"_s : QString();
    return isPgArithmetic(op) ? pgTypeOfRank(pgWiderRank(pgNumberRank(a.typeAfter()), pgNumberRank(b.typeAfter())))
                              : QString();
}

bool takesPgText(const QString &function)
{
    static const QSet<QString> all{u"lower"_s,
                                   u"upper"_s,
                                   u"length"_s,
                                   u"char_length"_s,
                                   u"character_length"_s,
                                   u"octet_length"_s,
                                   u"btrim"_s,
                                   u"ltrim"_s,
                                   u"rtrim"_s,
                                   u"substring"_s,
                                   u"substr"_s,
                                   u"replace"_s,
                                   u"regexp_replace"_s,
                                   u"regexp_match"_s,
                                   u"regexp_matches"_s,
                                   u"starts_with"_s,
                                   u"left"_s,
                                   u"right"_s,
                                   u"split_part"_s,
                                   u"md5"_s,
                                   u"initcap"_s,
                                   u"reverse"_s,
                                   u"translate"_s,
                                   u"lpad"_s,
                                   u"rpad"_s,
                                   u"to_tsvector"_s,
                                   u"to_tsquery"_s,
                                   u"plainto_tsquery"_s,
                                   u"websearch_to_tsquery"_s,
                                   u"similarity"_s,
                                   u"word_similarity"_s,
                                   u"strpos"_s,
                                   u"position"_s,
                                   u"ascii"_s,
                                   u"nullif"_s,
                                   u"coalesce"_s,
                                   u"string_agg"_s,
                                   u"unaccent"_s,
                                   u"immutable_unaccent"_s,
                                   u"to_date"_s,
                                   u"to_timestamp"_s,
                                   u"to_number"_s,
                                   u"overlay"_s,
                                   u"repeat"_s,
                                   u"quote_ident"_s,
                                   u"bit_length"_s,
                                   u"string_to_array"_s};
    return all.contains(function);
}

bool takesPgDouble(const QString &function)
{
    static const QSet<QString> all{u"power"_s, u"pow"_s,   u"sqrt"_s,    u"cbrt"_s,   u"ln"_s,      u"log"_s,
                                   u"exp"_s,   u"sin"_s,   u"cos"_s,     u"tan"_s,    u"asin"_s,    u"acos"_s,
                                   u"atan"_s,  u"atan2"_s, u"floor"_s,   u"ceil"_s,   u"ceiling"_s, u"round"_s,
                                   u"trunc"_s, u"sign"_s,  u"degrees"_s, u"radians"_s};
    return all.contains(function);
}

bool isPgImpliedArgument(const QString &function, const PgOperand &x, const QList<PgOperand> &all)
{
    static const QSet<QString> ofMoments{u"date_trunc"_s, u"date_part"_s, u"to_char"_s, u"age"_s};
    const int rank = pgNumberRank(x.cast);
    if (isPgTextCast(x.cast))
        return isPgTextType(x.type) || x.type.section(u'(', 0, 0) == "character"_L1
            || (takesPgText(function) && !isPgOtherType(x.type));
    if (x.cast == "timestamp with time zone"_L1)
        return ofMoments.contains(function) && (x.type.isEmpty() || x.type == "date"_L1);
    if (rank < 0 || hasPgLength(x.cast))
        return false;
    const int own = pgNumberRank(x.type);
    if (x.kind == OperandKind::Number)
        return rank > own || own < 0;
    const bool isUnknown = x.type.isEmpty() && x.kind == OperandKind::Column;
    if (takesPgDouble(function) && rank == pgNumberRank(u"double precision"_s) && (isPgIntegerRank(own) || isUnknown))
        return true;
    static const QSet<QString> ofNumerics{u"round"_s, u"trunc"_s, u"mod"_s, u"div"_s, u"log"_s};
    if (all.size() == 2 && ofNumerics.contains(function) && rank == pgNumberRank(u"numeric"_s) && isPgIntegerRank(own))
        return true;
    static const QSet<QString> ofAlike{u"coalesce"_s, u"greatest"_s, u"least"_s, u"nullif"_s, u"mod"_s};
    return ofAlike.contains(function) && rank > own && (own >= 0 || isUnknown)
        && std::any_of(all.cbegin(), all.cend(), [&](const PgOperand &o) { return pgNumberRank(o.type) == rank; });
}

} // namespace

QString PgOperand::said() const
{
    return cast.isEmpty() ? text : QString(u"cast("_s + text + u" as "_s + cast + u')');
}

PgOperand pgCastTo(const PgOperand &operand, const QString &type)
{
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$"_s);
    const QString wanted = type == "character varying"_L1 ? u"text"_s : type;
    if (operand.kind == OperandKind::Literal && operand.cast.isEmpty()) {
        const QString inner = operand.text.sliced(1, operand.text.size() - 2);
        if (isPgNumberType(type) && number.match(inner).hasMatch()) {
            PgOperand out{inner, OperandKind::Number, {}, type.section(u'(', 0, 0)};
            out.cast = hasPgLength(type) ? type : QString();
            return out;
        }
        PgOperand out = operand;
        const bool isCut = hasPgLength(type) && type != "bit(1)"_L1; // "bit" is how the server says any length
        if (type.endsWith("[]"_L1) || type == "json"_L1 || type == "jsonb"_L1)
            out.text = u'\'' + pgNormalArrayText(inner) + u'\'';
        out.cast = isCut ? type : QString();
        if (out.cast.isEmpty() && isPgTextType(type))
            out.type = u"text"_s;
        return out;
    }
    if (operand.text == "null"_L1)
        return operand;
    if (operand.kind == OperandKind::Array && operand.onlyLiterals) {
        const QString item = type.chopped(type.endsWith("[]"_L1) ? 2 : 0);
        if (operand.type.isEmpty() || isPgNumberType(item))
            return operand;
        QList<PgOperand> items; // the server casts these
        for (const QString &part : operand.parts)
            items.append({part, OperandKind::Number, {}, u"numeric"_s, item});
        return pgArrayNode(items);
    }
    if (operand.kind == OperandKind::Array && isPgTextType(type.chopped(type.endsWith("[]"_L1) ? 2 : 0))
        && !hasPgLength(type))
        return operand;
    PgOperand out = operand;
    const bool chained = isPgTextCast(operand.cast) && isPgTextCast(wanted);
    if (!operand.cast.isEmpty() && !chained)
        out = {operand.said(), OperandKind::Other, {}, operand.cast};
    if (out.type == type || (wanted == "text"_L1 && isPgTextType(out.type)))
        out.cast.clear();
    else
        out.cast = wanted;
    out.onlyLiterals = false;
    return out;
}

PgOperand pgOperation(PgOperand a, const QString &op, PgOperand b)
{
    const auto asArray = [](PgOperand &x, const PgOperand &other) {
        if (x.kind == OperandKind::Literal && (other.type.endsWith("[]"_L1) || other.type.startsWith("json"_L1)))
            x.text = u'\'' + pgNormalArrayText(x.text.sliced(1, x.text.size() - 2)) + u'\'';
    };
    asArray(a, b);
    const bool takesNoText = op.startsWith(u'#') || op == "@>"_L1 || op == "<@"_L1 || op == "&&"_L1;
    asArray(b, takesNoText ? PgOperand{{}, OperandKind::Other, {}, u"text[]"_s} : a);
    if (isPgArithmetic(op) || isPgOrder(op))
        settlePgNumberCasts(a, op, b);
    for (const auto &[x, other] : {std::pair(&a, PgOperand(b)), std::pair(&b, PgOperand(a))}) {
        settlePgTextCast(*x, op, other);
        settlePgDateCast(*x, op, other);
    }
    PgOperand out{u'(' + a.said() + u' ' + op + u' ' + b.said() + u')'};
    out.type = pgTypeOfOperation(a, op, b);
    return out;
}

QStringList pgArguments(const QString &function, const QList<PgOperand> &arguments)
{
    QStringList out;
    for (const PgOperand &x : arguments)
        out.append(isPgImpliedArgument(function, x, arguments) ? x.text : x.said());
    return out;
}

QString pgFunctionType(const QString &function, const QList<PgOperand> &arguments)
{
    static const QHash<QString, QString> types{{u"lower"_s, u"text"_s},
                                               {u"upper"_s, u"text"_s},
                                               {u"btrim"_s, u"text"_s},
                                               {u"ltrim"_s, u"text"_s},
                                               {u"rtrim"_s, u"text"_s},
                                               {u"replace"_s, u"text"_s},
                                               {u"regexp_replace"_s, u"text"_s},
                                               {u"left"_s, u"text"_s},
                                               {u"right"_s, u"text"_s},
                                               {u"split_part"_s, u"text"_s},
                                               {u"md5"_s, u"text"_s},
                                               {u"initcap"_s, u"text"_s},
                                               {u"concat"_s, u"text"_s},
                                               {u"concat_ws"_s, u"text"_s},
                                               {u"to_char"_s, u"text"_s},
                                               {u"string_agg"_s, u"text"_s},
                                               {u"length"_s, u"integer"_s},
                                               {u"char_length"_s, u"integer"_s},
                                               {u"octet_length"_s, u"integer"_s},
                                               {u"cardinality"_s, u"integer"_s},
                                               {u"array_length"_s, u"integer"_s},
                                               {u"num_nonnulls"_s, u"integer"_s},
                                               {u"num_nulls"_s, u"integer"_s},
                                               {u"count"_s, u"bigint"_s},
                                               {u"row_number"_s, u"bigint"_s},
                                               {u"extract"_s, u"numeric"_s},
                                               {u"now"_s, u"timestamp with time zone"_s},
                                               {u"date_part"_s, u"double precision"_s}};
    static const QSet<QString> ofTheirs{u"coalesce"_s, u"nullif"_s, u"abs"_s, u"min"_s, u"max"_s};
    if (ofTheirs.contains(function) && !arguments.isEmpty()) {
        const QString type = arguments.first().typeAfter();
        return isPgNumberType(type) || isPgTextType(type) ? type.section(u'(', 0, 0) : QString();
    }
    return types.value(function);
}

QString pgArrayItem(const PgOperand &item)
{
    const bool isText = isPgTextCast(item.cast) && isPgTextType(item.type);
    const bool isNumber = item.kind == OperandKind::Number && isPgNumberType(item.cast) && !hasPgLength(item.cast);
    return isText || isNumber ? item.text : item.said();
}

PgOperand pgArrayNode(const QList<PgOperand> &items)
{
    QStringList texts;
    bool literals = true;
    for (const PgOperand &item : items) {
        texts.append(pgArrayItem(item));
        literals = literals
            && (item.kind == PgOperand::Kind::Literal || item.kind == PgOperand::Kind::Number
                || (item.kind == PgOperand::Kind::Array && item.onlyLiterals));
    }
    const bool numbers = std::all_of(items.cbegin(), items.cend(), [](const PgOperand &item) {
        return item.kind == OperandKind::Number && item.text != "null"_L1;
    });
    PgOperand out{u"array["_s + texts.join(u", "_s) + u']', PgOperand::Kind::Array};
    out.onlyLiterals = literals;
    if (numbers && !items.isEmpty()) {
        out.parts = texts;
        out.type = u"numeric[]"_s;
    }
    return out;
}

PgOperand pgAnyNode(const QString &word, const QList<PgOperand> &items)
{
    const PgOperand array = pgArrayNode(items);
    PgOperand out{word + u'(' + array.text + u')'};
    out.onlyLiterals = array.onlyLiterals;
    return out;
}

QString pgNormalArrayText(const QString &text)
{
    const bool braces = text.startsWith(u'{') && text.endsWith(u'}');
    if (!braces && !(text.startsWith(u'[') && text.endsWith(u']')))
        return text;
    QString out;
    qsizetype quoted = -1; // where the quote began in `out`
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted >= 0 && c == u'\\' && i + 1 < text.size()) {
            out += c;
            out += text[++i];
        } else if (c == u'"' && quoted < 0) {
            quoted = out.size();
            out += c;
        } else if (c == u'"') {
            const QString inner = out.sliced(quoted + 1);
            const bool plain = !inner.isEmpty() && inner.compare("null"_L1, Qt::CaseInsensitive) != 0
                && std::all_of(inner.cbegin(), inner.cend(),
                               [](QChar x) { return x.isLetterOrNumber() || x == u'_' || x == u'-'; });
            out = plain ? QString(out.left(quoted) + inner) : QString(out + c);
            quoted = -1;
        } else if (quoted >= 0 || !c.isSpace()) {
            out += c;
        }
    }
    // As the server writes booleans within an array.
    static const QRegularExpression yes(u"(?<=[{,])true(?=[},])"_s);
    static const QRegularExpression no(u"(?<=[{,])false(?=[},])"_s);
    return braces ? out.replace(yes, u"t"_s).replace(no, u"f"_s) : out;
}

} // namespace core
