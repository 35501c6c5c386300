// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/effectcounter.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace core::sqlite {

void EffectCounter::installOn(sqlite3 *handle)
{
    sqlite3_preupdate_hook(handle, &EffectCounter::changed, this);
}

void EffectCounter::start()
{
    m_effects.clear();
    m_latest = nullptr;
    m_rows = 0;
    m_counting = true;
}

QList<TableEffect> EffectCounter::take()
{
    m_counting = false;
    QList<TableEffect> effects = m_effects.values();
    m_effects.clear();
    m_latest = nullptr;
    std::sort(effects.begin(), effects.end(),
              [](const TableEffect &a, const TableEffect &b) { return a.table < b.table; });
    return effects;
}

void EffectCounter::changed(void *self, sqlite3 *, int operation, const char *, const char *table, long long, long long)
{
    auto &counter = *static_cast<EffectCounter *>(self);
    if (!counter.m_counting)
        return;
    if (!counter.m_latest || std::strcmp(counter.m_latestName.constData(), table) != 0) {
        const QByteArray name(table);
        if (name.startsWith("sqlite_")) // the schema's own bookkeeping is no effect on rows
            return;
        counter.m_latest = &counter.m_effects[name];
        counter.m_latestName = name;
        if (counter.m_latest->table.isEmpty())
            counter.m_latest->table = QString::fromUtf8(name);
    }
    TableEffect &effect = *counter.m_latest;
    ++counter.m_rows;
    if (operation == SQLITE_INSERT)
        ++effect.inserted;
    else if (operation == SQLITE_UPDATE)
        ++effect.updated;
    else
        ++effect.deleted;
}

} // namespace core::sqlite
