// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/relatedtext.h"

#include <QLocale>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The C locale leaves the groups out of itself.
QString numberText(qint64 number, Digits digits)
{
    QLocale locale = QLocale::c();
    if (digits == Digits::Grouped)
        locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(number);
}

} // namespace

QString relatedCount(const RelatedCell &cell, Digits digits)
{
    const QString number = numberText(cell.count, digits);
    return cell.count >= RelatedCells::countedTo ? QString(number + u'+') : number;
}

QString relatedText(const RelatedCell &cell, RelatedCells::Question::Kind kind, Digits digits)
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
        return relatedCount(cell, digits);
    case RelatedCells::Question::Kind::Chips:
        break;
    }
    QStringList names;
    for (const QString &chip : cell.chips)
        names.append(chip.isNull() ? u"NULL"_s : chip);
    QString text = names.join(u", "_s);
    if (cell.count > cell.chips.size())
        text += u" +"_s + numberText(cell.count - cell.chips.size(), digits);
    return text;
}

} // namespace core
