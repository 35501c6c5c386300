// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace core {

/// What the code of a config says without being run.
struct ConfigLiterals {
    QJsonObject values;
    /// Paths of keys whose value is code ("schema", "dbCredentials.url"); "*" or "dbCredentials.*": more keys may come
    /// from code that is spread into it.
    QStringList code;
    QMap<QString, QString> unset; ///< path of a key → the environment variable it is, which is not set
    friend bool operator==(const ConfigLiterals &, const ConfigLiterals &) = default;
};

using ConfigVariables = std::function<std::optional<QString>(const QString &name)>;

/// Files beside .env whose variables the config loads itself: config({ path: '.env.local' }) of dotenv.
[[nodiscard]] QStringList dotenvFilesOf(const QString &code);

/// Reads JavaScript or TypeScript whose default export (or module.exports) is an object, bare or in defineConfig().
/// Taken are strings, numbers, true, false, null, lists and objects of such, constants of the same file, templates and
/// sums of texts, and environment variables with ?? and ||. Everything else is code, and so is what later code could
/// have changed: better to be asked to run it than to be wrong. Pure.
[[nodiscard]] ConfigLiterals readConfigLiterals(const QString &code, const ConfigVariables &variables);

} // namespace core
