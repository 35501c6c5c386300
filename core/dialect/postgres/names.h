// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/postgreswords.h"

#include <QString>
#include <QStringList>

/// How PostgreSQL writes lists of names and types, beside single ones (postgreswords.h). Pure; any thread.
namespace core {

[[nodiscard]] QString postgresNameList(const QStringList &names); ///< quoted, with commas
/// A string constant that means the same whatever standard_conforming_strings says.
[[nodiscard]] QString postgresString(const QString &text);
/// A declared type as SQL that means the same whatever the search_path is: a bare name that is none of the system's
/// own types is one of public's.
[[nodiscard]] QString postgresTypeSql(const QString &declaredType);
/// The name quoted only where it must be, as the server writes names within types.
[[nodiscard]] QString postgresPlainName(const QString &name);
/// What the model calls the schema of that real name.
[[nodiscard]] inline QString postgresModelSchema(const QString &realName)
{
    return realName == QLatin1String("public") ? QString() : realName;
}
/// And back.
[[nodiscard]] inline QString postgresRealSchema(const QString &modelName)
{
    return modelName.isEmpty() ? QStringLiteral("public") : modelName;
}

} // namespace core
