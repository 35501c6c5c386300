// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/celllook.h"

#include "ui/style/celltext.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Cell = core::RowsModel::Cell;
using Kind = core::Value::Kind;

constexpr int shownBlobBytes = 16;
constexpr int shownTextBytes = 2000; // more than fits a cell, however narrow the letters

QString blobText(const Cell &cell)
{
    const QByteArray bytes = cell.value.bytes();
    const qint64 size = cell.cutSize.value_or(bytes.size());
    if (size == 0)
        return u"empty blob"_s;
    const QString hex = cell.value.display(shownBlobBytes);
    return size > shownBlobBytes ? QString(hex + u"… "_s + sizeText(size)) : hex;
}

void lookOfEditState(const Cell &cell, CellLook &look)
{
    if (cell.rowEdit == core::RowsModel::Deleted) {
        look.back = Tone::DeletedBack;
        look.tone = Tone::DeletedText;
        look.struck = true;
    } else if (cell.rowEdit == core::RowsModel::Inserted) {
        look.back = Tone::InsertedBack;
    } else if (cell.edit == core::RowsModel::Modified) {
        look.back = Tone::ModifiedBack;
        look.mark = Tone::ModifiedMark;
    }
}

/// The model's text is made for tables of text; a text as it is stored still has in it what must be shown as escapes.
QString shownText(const core::RowsModel &model, const Cell &cell, int column)
{
    using Format = core::ColumnFormat::Kind;
    const Format format = model.formatAt(column).kind;
    const bool asStored = cell.value.kind() == Kind::Text && format != Format::IsoDate && format != Format::Hex;
    return asStored ? cell.value.display(shownTextBytes) : model.displayText(cell, column);
}

void lookOfText(const core::RowsModel &model, const Cell &cell, int column, CellLook &look)
{
    const QString text = shownText(model, cell, column);
    if (text.isEmpty()) {
        look.text = u"''"_s;
        look.tone = Tone::TextFaint;
    } else {
        look.text = visibleText(text);
        if (isOnlyBlanks(text))
            look.tone = Tone::TextFaint;
    }
    if (cell.cutSize)
        look.text += u" "_s + sizeText(*cell.cutSize);
}

} // namespace

QString defaultText(const core::Table &table, const core::Column &column)
{
    if (column.isGenerated())
        return u"generated"_s;
    if (!table.rowIdAlias().isEmpty() && table.rowIdAlias() == column.name)
        return u"auto"_s;
    if (column.defaultExpression)
        return visibleText(*column.defaultExpression, 80);
    return table.isRequired(column) ? u"required"_s : u"default"_s;
}

CellLook lookOf(const core::RowsModel &model, const Cell &cell, int column)
{
    CellLook look;
    if (cell.state == core::RowsModel::Loading) {
        look.placeholder = true;
        return look;
    }
    if (cell.state == core::RowsModel::Failed) {
        look.text = u"not read"_s;
        look.tone = Tone::DeletedText;
        look.italic = true;
        return look;
    }
    const core::ColumnFormat format = model.formatAt(column);
    using Format = core::ColumnFormat::Kind;
    if (cell.isDefault) {
        look.text = defaultText(model.table(), model.columnAt(column));
        look.tone = look.text == "required"_L1 ? Tone::PillAmberText : Tone::TextFaint;
        look.italic = true;
    } else if (cell.value.isNull()) {
        look.text = u"NULL"_s;
        look.tone = Tone::TextFaint;
        look.italic = true;
    } else if (cell.value.kind() == Kind::Blob && format.kind == Format::Plain) {
        look.text = blobText(cell);
        look.tone = cell.value.bytes().isEmpty() ? Tone::TextFaint : Tone::TextMuted;
    } else {
        lookOfText(model, cell, column, look);
        const bool isTime = format.kind == Format::UnixSeconds || format.kind == Format::UnixMilliseconds;
        if (format.kind == Format::Boolean && (look.text == "true"_L1 || look.text == "false"_L1))
            look.box = look.text == "true"_L1 ? CellLook::Box::Checked : CellLook::Box::Unchecked;
        // A time is read as words; as a raw number it stands with the numbers.
        look.right = cell.value.isNumber() && look.box == CellLook::Box::None
            && !(isTime && look.text.contains(u':'));
    }
    look.arrow = cell.foreignKey && !cell.value.isNull() && !cell.isDefault;
    // What refers to a row is a name, not a quantity: it stands beside its arrow.
    look.right = look.right && !look.arrow;
    lookOfEditState(cell, look);
    look.misfit = model.misfitOf(cell, column);
    return look;
}

} // namespace ui
