// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QHash>

struct sqlite3;

namespace core::sqlite {

/// Counts rows changed per table by SQLite's preupdate hook: it sees cascades, triggers and REPLACE, where changes()
/// does not. The hook stays on while the handle lives, also when nobody counts: a `DELETE FROM t` prepared without it
/// drops all pages at once and would not be seen.
class EffectCounter {
public:
    void installOn(sqlite3 *handle);
    void start();
    [[nodiscard]] QList<TableEffect> take(); ///< by table name

private:
    static void changed(void *self, sqlite3 *handle, int operation, const char *schema, const char *table,
                        long long oldKey, long long newKey);
    QHash<QByteArray, TableEffect> m_effects;
    bool m_counting = false;
};

} // namespace core::sqlite
