// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QHash>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QHash<QString, QString> &pgTypeAliases()
{
    static const QHash<QString, QString> aliases{
        {u"int"_s, u"integer"_s},
        {u"int4"_s, u"integer"_s},
        {u"int8"_s, u"bigint"_s},
        {u"int2"_s, u"smallint"_s},
        {u"serial"_s, u"integer"_s},
        {u"serial4"_s, u"integer"_s},
        {u"bigserial"_s, u"bigint"_s},
        {u"serial8"_s, u"bigint"_s},
        {u"smallserial"_s, u"smallint"_s},
        {u"serial2"_s, u"smallint"_s},
        {u"float8"_s, u"double precision"_s},
        {u"float4"_s, u"real"_s},
        {u"float"_s, u"double precision"_s},
        {u"double"_s, u"double precision"_s},
        {u"bool"_s, u"boolean"_s},
        {u"varchar"_s, u"character varying"_s},
        {u"char varying"_s, u"character varying"_s},
        {u"nchar"_s, u"character"_s},
        {u"char"_s, u"character"_s},
        {u"bpchar"_s, u"character"_s},
        {u"decimal"_s, u"numeric"_s},
        {u"dec"_s, u"numeric"_s},
        {u"varbit"_s, u"bit varying"_s},
        {u"timestamp"_s, u"timestamp without time zone"_s},
        {u"timestamptz"_s, u"timestamp with time zone"_s},
        {u"time"_s, u"time without time zone"_s},
        {u"timetz"_s, u"time with time zone"_s},
    };
    return aliases;
}

struct PgTypeText {
    QStringList words;
    QStringList modifiers;
    bool array = false;
};

PgTypeText pgTypeParts(const QString &declaredType)
{
    PgTypeText out;
    const QList<Token> tokens = lex(declaredType, postgresLexRules());
    bool inModifiers = false;
    bool joins = false; // the next word belongs to the one before
    for (const Token &t : tokens) {
        const QString text = t.in(declaredType).toString();
        if (!t.isSignificant())
            continue;
        if (text == "("_L1)
            inModifiers = true;
        else if (text == ")"_L1)
            inModifiers = false;
        else if (text.contains(u'['))
            out.array = true;
        else if (text == "."_L1)
            joins = true;
        else if (inModifiers && text != ","_L1)
            out.modifiers.append(text.toLower());
        else if (!inModifiers && !out.array && text != "]"_L1) {
            // "char" is a type of its own, and not char.
            const QString name = text == "\"char\""_L1 ? text : postgresFoldedName(text);
            if (joins && !out.words.isEmpty())
                out.words.last() = out.words.last() == "public"_L1 || out.words.last() == "pg_catalog"_L1
                    ? name
                    : QString(out.words.last() + u'.' + name);
            else
                out.words.append(name);
            joins = false;
        }
    }
    if (out.words.size() > 1 && out.words.last() == "array"_L1) {
        out.array = true;
        out.words.removeLast();
    }
    return out;
}

/// float(24) and less is real; numeric(5) has no digits after the point; a single character or bit is the usual one.
void settlePgModifiers(const QString &written, QString &name, QStringList &modifiers)
{
    if (written == "float"_L1 && !modifiers.isEmpty()) {
        name = modifiers.first().toInt() <= 24 ? u"real"_s : u"double precision"_s;
        modifiers.clear();
    }
    if (name == "numeric"_L1 && modifiers.size() == 1)
        modifiers.append(u"0"_s);
    if (modifiers.isEmpty() && (name == "bit"_L1 || (name == "character"_L1 && written != "bpchar"_L1)))
        modifiers.append(u"1"_s);
}

} // namespace

QString postgresFoldedName(QStringView token)
{
    return token.startsWith(u'"') ? unquoted(token) : foldedName(token.toString());
}

bool isPostgresSerial(const QString &declaredType)
{
    const QString type = declaredType.trimmed().toLower();
    return type == "serial"_L1 || type == "bigserial"_L1 || type == "smallserial"_L1 || type == "serial4"_L1
        || type == "serial8"_L1 || type == "serial2"_L1;
}

QString postgresNormalType(const QString &declaredType)
{
    PgTypeText type = pgTypeParts(declaredType);
    // timestamp(3) with time zone: the zone stands after the digits.
    QString name = type.words.join(u' ');
    const QString written = type.words.value(0);
    const QString plain = pgTypeAliases().value(name, pgTypeAliases().value(written + u' ' + type.words.value(1)));
    if (!plain.isEmpty())
        name = plain;
    settlePgModifiers(written, name, type.modifiers);
    QString modifiers = type.modifiers.isEmpty() ? QString() : QString(u'(' + type.modifiers.join(u',') + u')');
    const qsizetype zone = name.indexOf(u" with"_s);
    if (zone > 0 && (name.startsWith("time"_L1)))
        name = name.left(zone) + modifiers + name.mid(zone);
    else
        name += modifiers;
    return type.array ? QString(name + u"[]"_s) : name;
}

} // namespace core
