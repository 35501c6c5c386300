// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QHash>

namespace core {

/// What a project calls its keys. The database need not know it, so it is no part of a Schema; drizzle-kit compares
/// it, so a snapshot must say it. A key without a name here is called as drizzle-kit would call it.
class ConstraintNames {
public:
    void add(const QString &table, const ForeignKey &key, const QString &name) { put(idOf(table, key), name); }
    void addPrimaryKey(const QString &table, const QString &name) { put(table, name); }
    [[nodiscard]] QString of(const QString &table, const ForeignKey &key) const
    {
        return m_names.value(idOf(table, key));
    }
    [[nodiscard]] QString ofPrimaryKey(const QString &table) const { return m_names.value(table); }
    friend bool operator==(const ConstraintNames &, const ConstraintNames &) = default;

private:
    static QString idOf(const QString &table, const ForeignKey &key)
    {
        const QChar gap(0x1f);
        return table + gap + key.columns.join(u',') + gap + key.target.name + gap + key.targetColumns.join(u',');
    }
    void put(const QString &id, const QString &name)
    {
        if (!name.isEmpty())
            m_names.insert(id, name);
    }

    QHash<QString, QString> m_names;
};

} // namespace core
