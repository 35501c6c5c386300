// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/valueeditor.h"

#include "core/rows/arraytext.h"
#include "core/rows/storedtime.h"
#include "ui/row/arrayeditor.h"
#include "ui/row/blobeditor.h"
#include "ui/row/choiceeditors.h"
#include "ui/row/jsoneditor.h"
#include "ui/row/texteditors.h"
#include "ui/row/timeeditor.h"
#include "ui/row/uuideditor.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype longValue = 80;
constexpr qsizetype uuidBytes = 16;

/// Line breaks that a text edit would give back as others.
bool hasOddLineBreaks(const QString &text)
{
    static const QString odd = u"\u2028\u2029\ufdd0\ufdd1"_s;
    for (const QChar c : odd) {
        if (text.contains(c))
            return true;
    }
    const qsizetype both = text.count("\r\n"_L1);
    return text.count(u'\r') != both || (both > 0 && text.count(u'\n') != both);
}

} // namespace

QString cannotEditBecause(const core::Value &value)
{
    using Kind = core::Value::Kind;
    if (value.kind() == Kind::Blob)
        return ValueEditor::tr("Bytes cannot be typed; load a file, or set another value from the menu.");
    if (value.kind() != Kind::Text && value.kind() != Kind::Typed)
        return {};
    if (!value.isEditableText())
        return ValueEditor::tr(
            "Holds bytes that are not text; typing would lose them. The menu can replace the whole.");
    if (hasOddLineBreaks(value.display()))
        return ValueEditor::tr("Mixes kinds of line breaks; typing would even them out.");
    return {};
}

ValueEditor::Kind ValueEditor::kindFor(const Field &field, const FieldState &state)
{
    using Format = core::ColumnFormat::Kind;
    const auto *value = std::get_if<core::Value>(&state.value);
    const bool empty = !value || value->isNull();
    const bool blob = value && value->kind() == core::Value::Kind::Blob;
    if (blob && field.format.kind == Format::Uuid && value->bytes().size() == uuidBytes)
        return Kind::Uuid;
    if (blob || (empty && field.family == core::TypeFamily::Blob && field.format.kind != Format::Uuid && !field.asText))
        return Kind::Blob;
    if (state.cutSize)
        return Kind::Text;
    if (core::isArrayType(field.column.valueType()) && !field.asText
        && (empty || (value->isEditableText() && core::arrayElements(value->display()))))
        return Kind::Array;
    if (core::isTimeFormat(field.format.kind) && (empty || core::readTime(*value, field.format.kind)))
        return Kind::Time;
    if (field.format.kind == Format::Uuid && (empty || (value->isEditableText() && value->bytes().size() <= longValue)))
        return Kind::Uuid;
    if (field.format.kind == Format::Boolean && (empty || core::formatted(*value, field.format)))
        return Kind::Boolean;
    if (field.format.kind == Format::Enumeration && (empty || cannotEditBecause(*value).isEmpty()))
        return Kind::Enumeration;
    const bool text = value && (value->kind() == core::Value::Kind::Text || value->kind() == core::Value::Kind::Typed);
    if (field.format.kind == Format::Json && (empty || text))
        return Kind::Json;
    if (text && (value->bytes().size() > longValue || value->bytes().contains('\n') || value->bytes().contains('\r')))
        return Kind::Text;
    return Kind::Line;
}

ValueEditor *ValueEditor::make(Kind kind, const Field &field, const core::Dialect &dialect, QWidget *parent)
{
    switch (kind) {
    case Kind::Line:
        return new LineEditor(field, dialect, parent);
    case Kind::Text:
        return new TextEditor(field, dialect, parent);
    case Kind::Json:
        return new JsonEditor(field, dialect, parent);
    case Kind::Time:
        return new TimeEditor(field, dialect, parent);
    case Kind::Uuid:
        return new UuidEditor(field, dialect, parent);
    case Kind::Boolean:
        return new BooleanEditor(field, parent);
    case Kind::Enumeration:
        return new EnumerationEditor(field, dialect, parent);
    case Kind::Blob:
        return new BlobEditor(field, parent);
    case Kind::Array:
        return new ArrayEditor(field, dialect, parent);
    }
    return nullptr;
}

} // namespace ui

#include "moc_valueeditor.cpp"
