// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/lookuprank.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

std::optional<LookupRank> rankOf(const QString &text, const QString &label, const QList<Value> &key)
{
    QStringList parts;
    for (const Value &v : key)
        parts.append(v.display());
    if (!parts.isEmpty() && (parts.join(u' ') == text || parts.join(u", "_s) == text))
        return LookupRank::ExactKey;
    if (label.compare(text, Qt::CaseInsensitive) == 0)
        return LookupRank::ExactLabel;
    if (label.startsWith(text, Qt::CaseInsensitive) || parts.contains(text, Qt::CaseInsensitive))
        return LookupRank::Prefix;
    std::optional<LookupRank> rank;
    for (qsizetype at = label.indexOf(text, 0, Qt::CaseInsensitive); at >= 0;
         at = label.indexOf(text, at + 1, Qt::CaseInsensitive)) {
        if (!label.at(at - 1).isLetterOrNumber())
            return LookupRank::WordStart;
        rank = LookupRank::Contains;
    }
    return rank;
}

} // namespace core
