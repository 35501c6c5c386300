// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/configliterals.h"

#include <QJsonArray>
#include <QList>
#include <QPair>

#include <optional>

namespace core {

/// A value of a config's code, as far as its text tells.
struct ConfigValue {
    enum class Kind {
        Code, ///< not told by the text
        Undefined,
        Unset, ///< an environment variable that is not set: `text` is its name
        Plain, ///< null, a boolean, a number or a text: `plain`
        Array,
        Object,
        Environment ///< process.env itself
    };
    Kind kind = Kind::Code;
    QString text;
    QJsonValue plain;
    QList<ConfigValue> items; ///< of an Array
    QList<QPair<QString, ConfigValue>> properties; ///< of an Object, in order, each name once
    bool isOpen = false; ///< of an Object: more may be spread into it

    [[nodiscard]] static ConfigValue of(const QJsonValue &value);
    [[nodiscard]] static ConfigValue made(Kind kind) { return {kind, {}, {}, {}, {}, false}; }
    [[nodiscard]] bool isText() const { return kind == Kind::Plain && plain.isString(); }
    [[nodiscard]] bool isNothing() const; ///< undefined, unset or null
    [[nodiscard]] bool isFalsy() const;
    [[nodiscard]] std::optional<bool> truth() const; ///< none: the text does not tell
    [[nodiscard]] static ConfigValue equality(const ConfigValue &a, const ConfigValue &b); ///< as === has it
    void set(const QString &name, const ConfigValue &value);
    [[nodiscard]] ConfigValue property(const QString &name) const;
    /// All of another object's into this one, as `...` does.
    void spread(const ConfigValue &other);
};

/// Taken apart into values and paths of what is none.
[[nodiscard]] ConfigLiterals literalsOf(const ConfigValue &config);

} // namespace core
