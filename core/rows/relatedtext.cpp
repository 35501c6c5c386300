// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/relatedtext.h"

#include <QLocale>

namespace core {

using namespace Qt::Literals::StringLiterals;

QString relatedCount(const RelatedCell &cell)
{
    const QString number = QLocale::c().toString(cell.count);
    return cell.count >= RelatedCells::countedTo ? QString(number + u'+') : number;
}

QString relatedText(const RelatedCell &cell, RelatedCells::Question::Kind kind)
{
    if (cell.state == RelatedCell::State::GaveUp)
        return u"not counted"_s;
    if (cell.state == RelatedCell::State::Failed)
        return u"not read"_s;
    if (cell.state == RelatedCell::State::Loading || !cell.exists)
        return {};
    switch (kind) {
    case RelatedCells::Question::Kind::Label:
        return cell.label.isNull() ? u"1 row"_s : cell.label;
    case RelatedCells::Question::Kind::Count:
        return relatedCount(cell);
    case RelatedCells::Question::Kind::Chips:
        break;
    }
    QStringList names;
    for (const QString &chip : cell.chips)
        names.append(chip.isNull() ? u"NULL"_s : chip);
    QString text = names.join(u", "_s);
    if (cell.count > cell.chips.size())
        text += u" +"_s + QLocale::c().toString(cell.count - cell.chips.size());
    return text;
}

} // namespace core
