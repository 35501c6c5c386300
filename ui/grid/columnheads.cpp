// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/columnheads.h"

#include "core/schema/briefwords.h"
#include "ui/style/celltext.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Format = core::ColumnFormat::Kind;

const core::ForeignKey *foreignKeyOf(const core::Table &table, const QString &column)
{
    for (const core::ForeignKey &key : table.foreignKeys) {
        if (key.columns.contains(column))
            return &key;
    }
    return nullptr;
}

QString typeText(const core::Column &column, const core::ColumnFormat &format)
{
    switch (format.kind) {
    case Format::Boolean:
    case Format::Enumeration:
    case Format::UnixSeconds:
    case Format::UnixMilliseconds:
    case Format::Uuid:
        return core::toText(format.kind);
    case Format::Json: // or jsonb
        return column.declaredType.startsWith("json"_L1) ? column.declaredType : core::toText(format.kind);
    case Format::Plain:
    case Format::IsoDate:
    case Format::Hex:
        return core::briefType(column.declaredType);
    }
    return {};
}

QString tipOf(const core::Table &table, const core::Column &column, const core::ColumnFormat &format)
{
    QStringList lines{visibleText(column.name)};
    QString type = column.declaredType.isEmpty() ? u"no type"_s : column.declaredType;
    if (table.isRequired(column))
        type += u" NOT NULL"_s;
    lines.append(type);
    if (format.kind != Format::Plain)
        lines.append(u"shown as %1"_s.arg(core::toText(format.kind)));
    if (column.defaultExpression)
        lines.append(u"DEFAULT %1"_s.arg(*column.defaultExpression));
    if (table.primaryKeyColumns().contains(column.name))
        lines.append(u"primary key"_s);
    if (const core::ForeignKey *key = foreignKeyOf(table, column.name))
        lines.append(u"→ %1"_s.arg(key->target.display()));
    if (column.isGenerated())
        lines.append(u"generated: %1"_s.arg(column.generatedExpression));
    return lines.join(u'\n');
}

/// Of a stored column that leads elsewhere, by the database's key or by one that is drawn; nullptr: it does not.
const core::Relation *drawnAt(const core::RowsModel &model, int column)
{
    const core::RelatedCells::Question *question = model.questionAt(column);
    return question && !question->relation.enforced ? &question->relation : nullptr;
}

/// Who knows of a relation that the database does not know of.
QString sourceOf(const core::Relation &relation)
{
    return relation.declaredIn.isEmpty()
        ? u"drawn: the database does not know of it"_s
        : u"from %1: the database does not know of it"_s.arg(visibleText(relation.declaredIn, 60));
}

/// Of a column that looks along a relation.
ColumnHead headOf(const core::RelatedCells::Question &question)
{
    using Kind = core::RelatedCells::Question::Kind;
    const core::Relation &relation = question.relation;
    ColumnHead head;
    head.name = relation.name;
    head.relation = true;
    head.right = question.kind == Kind::Count;
    const bool through = relation.kind == core::Relation::Kind::ManyToMany;
    head.type = through ? u"⇄ "_s + visibleText(relation.to.name, 40) : u"← "_s + visibleText(relation.to.name, 40);
    QStringList lines{visibleText(relation.name)};
    lines.append(through ? u"rows of %1 through %2"_s.arg(relation.to.display(), relation.junction.display())
                         : u"rows of %1 whose %2 refers to this row"_s.arg(relation.to.display(),
                                                                          relation.toColumns.join(u", "_s)));
    if (!relation.enforced)
        lines.append(sourceOf(relation));
    lines.append(u"Enter shows them below the row, Space peeks, F4 or Ctrl+click opens them"_s);
    head.tip = lines.join(u'\n');
    return head;
}

} // namespace

QList<ColumnHead> headsOf(const core::RowsModel &model)
{
    const core::Table &table = model.table();
    const QStringList keys = table.primaryKeyColumns();
    QList<ColumnHead> heads;
    for (int i = 0; i < model.columnCount(); ++i) {
        const core::Column &column = model.columnAt(i);
        const core::ForeignKey *foreign = foreignKeyOf(table, column.name);
        ColumnHead head;
        head.name = column.name;
        if (i >= model.storedColumns()) {
            heads.append(headOf(*model.questionAt(i)));
            continue;
        }
        head.type = foreign ? QString(u"→ "_s + visibleText(foreign->target.name, 40))
                            : typeText(column, model.formatAt(i));
        head.tip = tipOf(table, column, model.formatAt(i));
        head.key = keys.contains(column.name);
        head.relation = foreign != nullptr;
        if (const core::Relation *drawn = foreign ? nullptr : drawnAt(model, i)) {
            head.type = u"⇢ "_s + visibleText(drawn->to.name, 40);
            head.tip += u"\n⇢ %1, %2"_s.arg(drawn->to.display(), sourceOf(*drawn));
            head.relation = true;
        }
        head.right = model.isNumeric(i);
        const core::RelatedCells::Question *question = model.questionAt(i);
        head.named = question && !question->label.isEmpty();
        heads.append(head);
    }
    return heads;
}

QList<FilterColumn> filterColumnsOf(const core::RowsModel &model)
{
    QList<FilterColumn> columns;
    for (int i = 0; i < model.storedColumns(); ++i)
        columns.append({model.columnAt(i), model.formatAt(i)});
    return columns;
}

core::Table tableLike(const core::View &view)
{
    core::Table table;
    table.name = view.name;
    table.columns = view.columns;
    table.brokenBecause = view.brokenBecause;
    return table;
}

} // namespace ui
