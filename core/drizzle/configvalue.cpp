// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configvalue.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

class ConfigFlattener {
public:
    void addObject(const ConfigValue &object, const QString &path, QJsonObject &into)
    {
        if (object.isOpen)
            out.code.append(path + u'*');
        for (const auto &[name, value] : object.properties) {
            const QJsonValue plain = plainOf(value, path + name);
            if (!plain.isUndefined())
                into.insert(name, plain);
        }
    }

    ConfigLiterals out;

private:
    /// Undefined where there is no value, and it is noted why.
    QJsonValue plainOf(const ConfigValue &value, const QString &path)
    {
        switch (value.kind) {
        case ConfigValue::Kind::Code:
        case ConfigValue::Kind::Environment:
            out.code.append(path);
            return QJsonValue::Undefined;
        case ConfigValue::Kind::Undefined:
            return QJsonValue::Undefined;
        case ConfigValue::Kind::Unset:
            out.unset.insert(path, value.text);
            return QJsonValue::Undefined;
        case ConfigValue::Kind::Plain:
            return value.plain;
        case ConfigValue::Kind::Array:
            return listOf(value, path);
        case ConfigValue::Kind::Object: {
            QJsonObject object;
            addObject(value, path + u'.', object);
            return object;
        }
        }
        return QJsonValue::Undefined;
    }

    /// A list that is not known as a whole is not known.
    QJsonValue listOf(const ConfigValue &list, const QString &path)
    {
        ConfigFlattener inner;
        QJsonArray array;
        for (const ConfigValue &item : list.items)
            array.append(inner.plainOf(item, path));
        if (!inner.out.code.isEmpty()) {
            out.code.append(path);
            return QJsonValue::Undefined;
        }
        if (!inner.out.unset.isEmpty()) {
            out.unset.insert(inner.out.unset);
            return QJsonValue::Undefined;
        }
        return array;
    }
};

} // namespace

ConfigValue ConfigValue::of(const QJsonValue &value)
{
    ConfigValue made = ConfigValue::made(Kind::Plain);
    made.plain = value;
    return made;
}

bool ConfigValue::isNothing() const
{
    return kind == Kind::Undefined || kind == Kind::Unset || (kind == Kind::Plain && plain.isNull());
}

bool ConfigValue::isFalsy() const
{
    if (isNothing())
        return true;
    if (kind != Kind::Plain)
        return false;
    return plain.isString() ? plain.toString().isEmpty() : plain.isBool() ? !plain.toBool() : plain.toDouble() == 0.0;
}

std::optional<bool> ConfigValue::truth() const
{
    return kind == Kind::Code ? std::nullopt : std::optional(!isFalsy());
}

ConfigValue ConfigValue::equality(const ConfigValue &a, const ConfigValue &b)
{
    const auto isMissing = [](const ConfigValue &v) { return v.kind == Kind::Undefined || v.kind == Kind::Unset; };
    const auto isTold = [&](const ConfigValue &v) { return v.kind == Kind::Plain || isMissing(v); };
    if (!isTold(a) || !isTold(b))
        return {};
    return of(isMissing(a) || isMissing(b) ? isMissing(a) && isMissing(b) : a.plain == b.plain);
}

void ConfigValue::set(const QString &name, const ConfigValue &value)
{
    properties.removeIf([&name](const auto &known) { return known.first == name; });
    properties.append({name, value});
}

ConfigValue ConfigValue::property(const QString &name) const
{
    for (const auto &[known, value] : properties) {
        if (known == name)
            return value;
    }
    return made(isOpen || kind != Kind::Object ? Kind::Code : Kind::Undefined);
}

void ConfigValue::spread(const ConfigValue &other)
{
    if (other.isFalsy())
        return; // `...(condition && { … })`
    if (other.kind != Kind::Object || other.isOpen) {
        isOpen = true;
        for (auto &known : properties) // it may be written over
            known.second = made(Kind::Code);
    }
    for (const auto &[name, value] : other.properties)
        set(name, value);
}

ConfigLiterals literalsOf(const ConfigValue &config)
{
    ConfigFlattener flattener;
    if (config.kind == ConfigValue::Kind::Object)
        flattener.addObject(config, {}, flattener.out.values);
    else
        flattener.out.code.append(u"*"_s);
    return std::move(flattener.out);
}

} // namespace core
