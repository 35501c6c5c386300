// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/plainname.h"

namespace core {

QString plainName(const QString &name)
{
    QString out;
    for (const QChar c : name) {
        if (c.isLetterOrNumber())
            out += c.toLower();
    }
    return out;
}

QString singularName(const QString &plain)
{
    if (plain.endsWith(u"ies") && plain.size() > 3)
        return plain.chopped(3) + u'y';
    if (plain.endsWith(u"sses") || plain.endsWith(u"xes") || plain.endsWith(u"ches"))
        return plain.chopped(2);
    return plain.endsWith(u's') && !plain.endsWith(u"ss") && plain.size() > 1 ? plain.chopped(1) : plain;
}

} // namespace core
