// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transfer/clipboard.h"

#include <QDataStream>
#include <QIODevice>

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr quint32 exactMagic = 0x52434331; // "RCC1": the last digit is the version

QString doubleQuoted(const QString &text)
{
    return u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
}

bool hasAny(const QString &text, QLatin1StringView characters)
{
    for (const QChar c : text) {
        if (characters.contains(c))
            return true;
    }
    return false;
}

QString tsvText(const QString &text)
{
    return text.isEmpty() || text.startsWith(u'"') || hasAny(text, "\t\r\n"_L1) ? doubleQuoted(text) : text;
}

QString csvText(const QString &text)
{
    return text.isEmpty() || hasAny(text, ",\"\r\n"_L1) ? doubleQuoted(text) : text;
}

QString separated(const CellBlock &block, HeaderLine header, QChar separator, QLatin1StringView lineEnd,
                  QString (*textCell)(const QString &))
{
    QStringList lines;
    if (header == HeaderLine::Yes) {
        QStringList cells;
        for (const QString &name : block.columns)
            cells.append(textCell(name));
        lines.append(cells.join(separator));
    }
    for (const QList<Value> &row : block.rows) {
        QStringList cells;
        for (const Value &value : row)
            cells.append(value.isNull() ? QString() : textCell(value.display()));
        lines.append(cells.join(separator));
    }
    return lines.join(lineEnd);
}

QString jsonText(const QString &text)
{
    QString out = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            (out += u'\\') += c;
        else if (c == u'\n')
            out += "\\n"_L1;
        else if (c == u'\r')
            out += "\\r"_L1;
        else if (c == u'\t')
            out += "\\t"_L1;
        else if (c.unicode() < 0x20)
            out += u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out + u'"';
}

QString jsonValue(const Value &value)
{
    if (value.isNull())
        return u"null"_s;
    const bool isJsonNumber =
        value.kind() == Value::Kind::Integer || (value.kind() == Value::Kind::Real && std::isfinite(value.toReal()));
    return isJsonNumber ? value.display() : jsonText(value.display());
}

void writeExact(QDataStream &out, const Value &value)
{
    out << static_cast<quint8>(value.kind());
    switch (value.kind()) {
    case Value::Kind::Null:
        break;
    case Value::Kind::Integer:
        out << qint64(value.toInteger());
        break;
    case Value::Kind::Real:
        out << value.toReal();
        break;
    case Value::Kind::Text:
    case Value::Kind::Blob:
        out << value.bytes();
        break;
    case Value::Kind::Typed:
        out << value.bytes() << value.typeName();
        break;
    }
}

QByteArray readBytes(QDataStream &in)
{
    QByteArray bytes;
    in >> bytes;
    return bytes.isNull() ? QByteArray("") : bytes;
}

std::optional<Value> readExact(QDataStream &in)
{
    quint8 kind = 0;
    in >> kind;
    switch (static_cast<Value::Kind>(kind)) {
    case Value::Kind::Null:
        return Value();
    case Value::Kind::Integer: {
        qint64 v = 0;
        in >> v;
        return Value::integer(v);
    }
    case Value::Kind::Real: {
        double v = 0;
        in >> v;
        return Value::real(v);
    }
    case Value::Kind::Text:
        return Value::textBytes(readBytes(in));
    case Value::Kind::Blob:
        return Value::blob(readBytes(in));
    case Value::Kind::Typed: {
        const QByteArray text = readBytes(in);
        QString type;
        in >> type;
        return Value::typed(text, type);
    }
    }
    return std::nullopt;
}

} // namespace

QString toTsv(const CellBlock &block, HeaderLine header)
{
    return separated(block, header, u'\t', "\n"_L1, tsvText);
}

QString toCsv(const CellBlock &block, HeaderLine header)
{
    const QString text = separated(block, header, u',', "\r\n"_L1, csvText);
    return block.rows.isEmpty() && header == HeaderLine::No ? text : QString(text + u"\r\n"_s);
}

QString toJson(const CellBlock &block)
{
    QStringList rows;
    for (const QList<Value> &row : block.rows) {
        QStringList cells;
        for (qsizetype i = 0; i < row.size(); ++i)
            cells.append(jsonText(block.columns.value(i)) + u": "_s + jsonValue(row.at(i)));
        rows.append(u"  {"_s + cells.join(u", "_s) + u'}');
    }
    return rows.isEmpty() ? u"[]\n"_s : QString(u"[\n"_s + rows.join(u",\n"_s) + u"\n]\n"_s);
}

QString toInserts(const CellBlock &block, const QualifiedName &table, const Dialect &dialect)
{
    QStringList columns;
    for (const QString &name : block.columns)
        columns.append(dialect.identifier(name));
    const QString start =
        u"INSERT INTO "_s + dialect.qualified(table) + u" ("_s + columns.join(u", "_s) + u") VALUES ("_s;
    QString out;
    for (const QList<Value> &row : block.rows) {
        QStringList values;
        for (const Value &value : row)
            values.append(dialect.literal(value));
        out += start + values.join(u", "_s) + u");\n"_s;
    }
    return out;
}

QByteArray toExact(const CellBlock &block)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << exactMagic << block.columns << qint64(block.rows.size());
    for (const QList<Value> &row : block.rows) {
        for (const Value &value : row)
            writeExact(out, value);
    }
    return bytes;
}

std::optional<CellBlock> fromExact(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    qint64 rows = 0;
    CellBlock block;
    in >> magic;
    if (magic != exactMagic)
        return std::nullopt;
    in >> block.columns >> rows;
    if (in.status() != QDataStream::Ok || rows < 0 || (rows > 0 && block.columns.isEmpty()))
        return std::nullopt;
    for (qint64 r = 0; r < rows; ++r) {
        QList<Value> row;
        for (qsizetype c = 0; c < block.columns.size(); ++c) {
            const auto value = readExact(in);
            if (!value || in.status() != QDataStream::Ok)
                return std::nullopt;
            row.append(*value);
        }
        block.rows.append(row);
    }
    return in.atEnd() ? std::optional(block) : std::nullopt;
}

} // namespace core
