// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/declaredscope.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QStringList declaredSchemas(const Schema &declared)
{
    QStringList names{u"public"_s};
    for (const NamedSchema &schema : declared.schemas)
        names.append(schema.name);
    const auto addOf = [&names](const auto &objects) {
        for (const auto &object : objects)
            names.append(object.name.schema);
    };
    addOf(declared.tables);
    addOf(declared.views);
    addOf(declared.enums);
    addOf(declared.sequences);
    names.removeAll(QString());
    names.removeDuplicates();
    for (QString &name : names)
        name = exactPattern(name);
    return names;
}

} // namespace core
