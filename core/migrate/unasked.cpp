// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/unasked.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

Finding findingWithoutData(const Hazard &hazard)
{
    Finding finding = hazard.finding;
    if (!hazard.probe || hazard.bySize)
        return finding;
    // Names of columns begin as they are.
    static const QRegularExpression plainWord(u"^(The|Values|Rows|Numbers|Moments) "_s);
    if (plainWord.match(finding.message).hasMatch())
        finding.message[0] = finding.message[0].toLower();
    finding.message.prepend(u"Where there are such rows: "_s);
    finding.certain = false;
    return finding;
}

} // namespace core
