// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/typescriptnames.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isLowerCase(QChar c)
{
    return c.toLower() == c && c.toUpper() != c;
}

bool isUpperCase(QChar c)
{
    return c.toUpper() == c && c.toLower() != c;
}

/// "InvoiceLine" → "Invoice-Line", "XMLText" → "XML-Text".
QString withSeams(const QString &name)
{
    QString out;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const bool begins = i > 0 && isLowerCase(name[i - 1]) && isUpperCase(name[i]);
        const bool lastOfCapitals = i > 1 && i + 1 < name.size() && isUpperCase(name[i - 1]) && isUpperCase(name[i])
            && isLowerCase(name[i + 1]);
        if (begins || lastOfCapitals)
            out += u'-';
        out += name[i];
    }
    return out;
}

QString replaced(const QString &text, const QRegularExpression &pattern, const auto &by)
{
    QString out;
    qsizetype at = 0;
    for (auto i = pattern.globalMatch(text); i.hasNext();) {
        const auto match = i.next();
        out += text.mid(at, match.capturedStart() - at) + by(match);
        at = match.capturedEnd();
    }
    return out + text.mid(at);
}

bool endsWithAny(const QString &name, std::initializer_list<QLatin1String> ends)
{
    return std::any_of(ends.begin(), ends.end(), [&](QLatin1String end) { return name.endsWith(end); });
}

} // namespace

QString camelCased(const QString &name)
{
    static const QRegularExpression leading(u"^[_.\\- ]+"_s);
    static const QRegularExpression separated(u"[_.\\- ]+([\\p{L}\\p{N}_]|$)"_s,
                                              QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression numbered(u"[0-9]+([\\p{L}\\p{N}_]|$)"_s,
                                             QRegularExpression::UseUnicodePropertiesOption);
    QString text = withSeams(name.trimmed());
    text.remove(leading);
    text = replaced(text.toLower(), separated, [](const auto &match) { return match.captured(1).toUpper(); });
    return replaced(text, numbered, [](const auto &match) { return match.captured(0).toUpper(); });
}

QString drizzleCamelCased(const QString &name)
{
    static const QRegularExpression words(u"[0-9a-z]+|[A-Z]+(?![a-z])|[A-Z][0-9a-z]+"_s);
    QString text = name;
    text.remove(u'\'').remove(QChar(0x2019));
    QString out;
    for (auto i = words.globalMatch(text); i.hasNext();) {
        const QString word = i.next().captured(0);
        out += out.isEmpty() ? word.toLower() : QString(word.left(1).toUpper() + word.mid(1));
    }
    return out;
}

QString singularOf(const QString &name)
{
    if (name.size() < 4 || endsWithAny(name, {"ss"_L1, "us"_L1, "is"_L1}))
        return name;
    if (name.endsWith("ies"_L1))
        return name.chopped(3) + u'y';
    if (endsWithAny(name, {"sses"_L1, "xes"_L1, "ches"_L1, "shes"_L1, "zes"_L1}))
        return name.chopped(2);
    return name.endsWith(u's') ? name.chopped(1) : name;
}

QString pluralOf(const QString &name)
{
    if (name.isEmpty() || singularOf(name) != name)
        return name;
    static const QRegularExpression consonantY(u"[^aeiou]y$"_s);
    if (consonantY.match(name).hasMatch())
        return name.chopped(1) + u"ies"_s;
    if (endsWithAny(name, {"s"_L1, "x"_L1, "ch"_L1, "sh"_L1, "z"_L1}))
        return name + u"es"_s;
    return name + u's';
}

bool isTypescriptIdentifier(const QString &name)
{
    static const QRegularExpression plain(u"^[A-Za-z_$][A-Za-z0-9_$]*$"_s);
    return plain.match(name).hasMatch();
}

QString typescriptKey(const QString &name)
{
    return isTypescriptIdentifier(name) ? name : typescriptText(name);
}

QString typescriptText(const QString &text)
{
    QString out = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += QString(u'\\') + c;
        else if (c == u'\n')
            out += u"\\n"_s;
        else if (c == u'\r')
            out += u"\\r"_s;
        else if (c == u'\t')
            out += u"\\t"_s;
        else if (c.unicode() < 0x20 || c.unicode() == 0x2028 || c.unicode() == 0x2029)
            out += u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out + u'"';
}

QString sqlTemplate(const QString &sql)
{
    QString out = sql;
    out.replace(u'\\', u"\\\\"_s).replace(u'`', u"\\`"_s).replace(u"${"_s, u"\\${"_s);
    return u"sql`"_s + out + u'`';
}

TypescriptNames::TypescriptNames(const QSet<QString> &taken)
    : m_taken(taken)
{
    for (const char *word :
         {"await",   "break",  "case",     "catch",   "class",   "const",      "continue",   "debugger",
          "default", "delete", "do",       "else",    "enum",    "export",     "extends",    "false",
          "finally", "for",    "function", "if",      "import",  "in",         "instanceof", "interface",
          "let",     "new",    "null",     "package", "private", "protected",  "public",     "return",
          "static",  "super",  "switch",   "this",    "throw",   "true",       "try",        "typeof",
          "var",     "void",   "while",    "with",    "yield",   "implements", "arguments",  "eval"})
        m_taken.insert(QString::fromLatin1(word));
}

QString TypescriptNames::take(const QString &name, const QString &suffix)
{
    static const QRegularExpression foreign(u"[^A-Za-z0-9_$]"_s);
    QString base = name;
    base.replace(foreign, u"_"_s);
    if (base.isEmpty() || base.at(0).isDigit())
        base.prepend(u'_');
    if (m_taken.contains(base))
        base += suffix;
    QString out = base;
    for (int n = 2; m_taken.contains(out); ++n)
        out = base + QString::number(n);
    m_taken.insert(out);
    return out;
}

} // namespace core
