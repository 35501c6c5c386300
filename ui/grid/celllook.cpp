// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/celllook.h"

#include "core/rows/relatedtext.h"
#include "core/edit/generatedkey.h"
#include "core/schema/briefwords.h"
#include "ui/style/celltext.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Cell = core::RowsModel::Cell;
using ValueKind = core::Value::Kind;

constexpr int shownBlobBytes = 16;
constexpr int shownTextBytes = 2000; // more than fits a cell, however narrow the letters
constexpr int chipLetters = 60;

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

/// A row that counts as deleted stands back, unless an edit of it has something to say.
void lookOfMark(const Cell &cell, CellLook &look)
{
    if (!cell.softDeleted || cell.rowEdit == core::RowsModel::Deleted)
        return;
    look.tone = look.suffixTone = Tone::TextFaint;
    look.dimmed = true;
}

/// The model's text is made for tables of text; a text as it is stored still has in it what must be shown as escapes.
QString shownText(const core::RowsModel &model, const Cell &cell, int column)
{
    using Format = core::ColumnFormat::Kind;
    const Format format = model.formatAt(column).kind;
    const bool asStored = cell.value.kind() == ValueKind::Text && format != Format::IsoDate && format != Format::Hex;
    if (asStored)
        return cell.value.display(shownTextBytes);
    Cell alone = cell;
    alone.related.reset(); // the label is laid out apart
    return model.displayText(alone, column);
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

/// A foreign key: what the row it leads to is called, the key after it.
void lookOfLabel(const core::RelatedCell &related, CellLook &look)
{
    if (related.state != core::RelatedCell::State::Ready)
        return;
    if (!related.exists) {
        look.suffix = u" · no such row"_s;
        look.suffixTone = Tone::DeletedText;
    } else if (const QString label = visibleText(related.label); !label.isEmpty() && label != look.text) {
        look.suffix = u" · "_s + look.text;
        look.text = label;
    }
}

/// Names of rows on the other side: what edits add comes first, where it is seen; what they take away stays, struck.
void lookOfChips(const core::RelatedCell &related, const core::StagedCell &staged, CellLook &look)
{
    using State = CellLook::Chip::State;
    const auto append = [&](const QString &name, State state) {
        look.chips.append({name.isNull() ? u"NULL"_s : visibleText(name, chipLetters), state});
    };
    for (const QString &name : staged.added)
        append(name, State::Added);
    for (const QString &name : staged.removed)
        append(name, State::Removed);
    for (qsizetype i = 0; i < related.chips.size(); ++i)
        append(related.chips.at(i), staged.struck.contains(i) ? State::Removed : State::Stored);
    const qint64 more = related.count - related.chips.size() - staged.removed.size();
    look.text = more > 0 ? QString(u'+' + grouped(more)) : QString();
    look.tone = Tone::TextMuted;
}

/// One row there at most: what it is called, or will be.
void lookOfOne(const core::RelatedCell &related, const core::StagedCell &staged, CellLook &look)
{
    const bool goes = staged.leaving > 0 && staged.coming == 0 && related.exists;
    if (goes) {
        look.text = visibleText(core::relatedText(related, core::RelatedCells::Question::Kind::Label));
        look.tone = Tone::DeletedText;
        look.struck = true;
    }
    look.arrow = related.exists || staged.coming > 0;
}

/// A relation column: how many rows there are, what they are called, with what edits will make of it.
CellLook lookOfRelation(const core::RowsModel &model, const Cell &cell, int column)
{
    using Question = core::RelatedCells::Question;
    CellLook look;
    lookOfEditState(cell, look);
    look.expander = true;
    if (!cell.related)
        return look;
    const core::RelatedCell &related = *cell.related;
    const core::StagedCell staged = cell.staged.value_or(core::StagedCell());
    look.placeholder = related.state == core::RelatedCell::State::Loading;
    look.text = visibleText(model.displayText(cell, column));
    if (related.state == core::RelatedCell::State::GaveUp || related.state == core::RelatedCell::State::Failed) {
        look.tone = Tone::TextFaint;
        look.italic = true;
        look.suffix = (staged.coming > 0 ? u" +%1"_s.arg(grouped(staged.coming)) : QString())
            + (staged.leaving > 0 ? u" −%1"_s.arg(grouped(staged.leaving)) : QString());
        return look;
    }
    const auto kind = model.questionAt(column)->kind;
    look.right = kind == Question::Kind::Count;
    if (look.right && look.text.isEmpty() && !look.placeholder) {
        look.text = u"0"_s;
        look.tone = cell.staged ? Tone::Text : Tone::TextFaint;
    } else if (kind == Question::Kind::Chips && !look.placeholder) {
        lookOfChips(related, staged, look);
    } else if (kind == Question::Kind::Label) {
        lookOfOne(related, staged, look);
    }
    lookOfMark(cell, look);
    return look;
}

} // namespace

QString defaultText(const core::Table &table, const core::Column &column)
{
    if (column.isGenerated())
        return u"generated"_s;
    if (core::isGeneratedKey(table, column))
        return u"auto"_s;
    if (column.defaultExpression)
        return visibleText(core::briefDefault(*column.defaultExpression), 80);
    return table.isRequired(column) ? u"required"_s : u"default"_s;
}

CellLook lookOf(const core::RowsModel &model, const Cell &cell, int column)
{
    if (column >= model.storedColumns() && cell.state == core::RowsModel::Loaded)
        return lookOfRelation(model, cell, column);
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
    } else if (!cell.refersTo.isEmpty()) { // no NULL: the key the new row will have
        look.text = visibleText(cell.refersTo);
        look.tone = Tone::TextMuted;
        look.italic = true;
    } else if (cell.value.isNull()) {
        look.text = u"NULL"_s;
        look.tone = Tone::TextFaint;
        look.italic = true;
    } else if (cell.value.kind() == ValueKind::Blob && format.kind == Format::Plain) {
        look.text = blobText(cell);
        look.tone = cell.value.bytes().isEmpty() ? Tone::TextFaint : Tone::TextMuted;
    } else {
        lookOfText(model, cell, column, look);
        const bool isTime = format.kind == Format::UnixSeconds || format.kind == Format::UnixMilliseconds;
        if (format.kind == Format::Boolean && (look.text == "true"_L1 || look.text == "false"_L1))
            look.box = look.text == "true"_L1 ? CellLook::Box::Checked : CellLook::Box::Unchecked;
        // A time is read as words; as a raw number it stands with the numbers. A number too exact for ours is one, too.
        const bool isNumber =
            cell.value.isNumber() || (cell.value.kind() == ValueKind::Typed && model.isNumeric(column));
        look.right = isNumber && look.box == CellLook::Box::None && !(isTime && look.text.contains(u':'));
    }
    look.arrow = cell.foreignKey && !cell.value.isNull() && !cell.isDefault;
    // What refers to a row is a name, not a quantity: it stands beside its arrow.
    look.right = look.right && !look.arrow;
    if (cell.related && !model.isRaw())
        lookOfLabel(*cell.related, look);
    lookOfMark(cell, look);
    lookOfEditState(cell, look);
    look.misfit = model.misfitOf(cell, column);
    return look;
}

} // namespace ui
