// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cellvalue.h"

#include "core/rows/columnvalue.h"
#include "ui/style/celltext.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;
using core::Value;
using Format = core::ColumnFormat::Kind;

bool changesInEditor(QChar c)
{
    // A text document takes these for its own marks.
    return c == QChar::LineSeparator || c == QChar::ParagraphSeparator || c == QChar(0xFDD0) || c == QChar(0xFDD1)
        || c == QChar::ObjectReplacementCharacter;
}

core::Result<EditText> editTextOfString(QString text)
{
    EditText result;
    if (text.contains(u'\r') || text.contains(u'\n')) {
        QString unix = text;
        unix.replace("\r\n"_L1, "\n"_L1);
        QString dos = unix;
        dos.replace("\n"_L1, "\r\n"_L1);
        result.crlf = text.contains(u'\r');
        if (unix.contains(u'\r') || (result.crlf && dos != text)
            || std::any_of(text.begin(), text.end(), changesInEditor)) {
            return Error::invalid(u"This text mixes several kinds of line breaks; an editor would make them one kind. "
                                  "Change it with an UPDATE, or set a new value."_s);
        }
        text = unix;
    }
    result.text = text;
    return result;
}

bool isNumeric(core::TypeFamily family)
{
    using core::TypeFamily;
    return family == TypeFamily::Integer || family == TypeFamily::Real || family == TypeFamily::Numeric
        || family == TypeFamily::Boolean;
}

core::Result<Value> formattedValue(const QString &text, const core::Column &column, const core::ColumnFormat &format,
                                   const core::Dialect &dialect, const Value &base)
{
    if (const auto value = core::parsed(text, format))
        return *value;
    const Value plain = core::valueTyped(text, column, dialect, base);
    switch (format.kind) {
    case Format::Boolean:
        if (plain.isNumber())
            return plain;
        return Error::invalid(u"“%1” is neither true nor false."_s.arg(text));
    case Format::UnixSeconds:
    case Format::UnixMilliseconds:
        if (plain.isNumber())
            return plain;
        return Error::invalid(u"“%1” is no time. Write it as 2026-10-30 17:45:00, or as the raw number."_s.arg(text));
    case Format::Enumeration:
        return Error::invalid(u"“%1” is not one of %2."_s.arg(text, format.values.join(", "_L1)));
    case Format::Plain:
    case Format::IsoDate:
    case Format::Json:
    case Format::Uuid:
    case Format::Hex:
        return plain;
    }
    return plain;
}

} // namespace

core::Result<EditText> editTextOf(const Value &value, const core::ColumnFormat &format, bool raw)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return EditText{};
    case Value::Kind::Integer:
    case Value::Kind::Real:
        if (!raw) {
            const auto text = core::formatted(value, format);
            if (text && core::parsed(*text, format) == value)
                return EditText{*text};
        }
        return EditText{value.display()};
    case Value::Kind::Blob:
        return Error::invalid(
            u"This cell holds a blob of %1; it cannot be edited as text."_s.arg(sizeText(value.bytes().size())));
    case Value::Kind::Text:
    case Value::Kind::Typed:
        if (!value.isEditableText()) {
            return Error::invalid(u"This text holds bytes that are not UTF-8, or a NUL character; editing it as text "
                                  "would change them."_s);
        }
        return editTextOfString(value.display());
    }
    return EditText{};
}

core::Result<Value> valueOfText(const EditText &text, const core::Column &column, const core::ColumnFormat &format,
                                const core::Dialect &dialect, bool raw, const Value &base)
{
    const auto before = editTextOf(base, format, raw);
    if (before && before->text == text.text)
        return base;
    QString typed = text.text;
    if (text.crlf)
        typed.replace("\n"_L1, "\r\n"_L1);
    const core::TypeFamily family = dialect.typeFamily(column.valueType());
    const bool time = format.kind == Format::UnixSeconds || format.kind == Format::UnixMilliseconds;
    if (typed.isEmpty() && (isNumeric(family) || (!raw && (time || format.kind == Format::Boolean)))) {
        if (!column.notNull)
            return Value::null();
        return Error::invalid(u"%1 cannot be empty: it is a number and NOT NULL."_s.arg(column.name));
    }
    if (!raw && format.kind != Format::Plain)
        return formattedValue(typed, column, format, dialect, base);
    // Where the column does not care, a text stays one.
    if (base.kind() == Value::Kind::Text && family == core::TypeFamily::Unknown)
        return Value::text(typed);
    return core::valueTyped(typed, column, dialect, base);
}

} // namespace ui
