// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"

#include "support/postgresschema.h"

/// Plans from one schema to the other on a real server, runs it, and the way back: the query must give the same before,
/// there, and back, and the schema must be the same at the end. What is wrong, else empty.
[[nodiscard]] inline QString thereAndBack(PostgresDb &db, PostgresDb &wanted, const QString &query)
{
    using namespace Qt::Literals::StringLiterals;
    const auto before = db.schema();
    const auto after = wanted.schema();
    if (!before || !after)
        return u"introspection"_s;
    const QString was = db.value(query);
    if (was.isEmpty())
        return u"the query gives nothing"_s;
    const auto migration = core::planMigration(*before, *after, {}, {}, PostgresDb::dialect());
    if (!migration)
        return migration.error().message;
    if (migration->diff.isEmpty())
        return u"no difference"_s;
    const auto textOf = [](const core::Plan &plan) {
        QString out;
        for (const core::Statement &s : plan.script.statements)
            out += u'\n' + s.sql;
        return out;
    };
    if (const QString wrong = db.run(migration->plan.script); !wrong.isEmpty())
        return u"there: "_s + wrong + textOf(migration->plan);
    if (const QString is = db.value(query); is != was)
        return u"there: "_s + was + u"\nbecame\n"_s + is + textOf(migration->plan);
    if (!migration->noInverse.isEmpty())
        return u"no way back: "_s + migration->noInverse;
    if (const QString wrong = db.run(migration->inverse.script); !wrong.isEmpty())
        return u"back: "_s + wrong + textOf(migration->inverse);
    if (const QString is = db.value(query); is != was)
        return u"back: "_s + was + u"\nbecame\n"_s + is + textOf(migration->inverse);
    const auto again = db.schema();
    if (!again)
        return again.error().message;
    return *before == *again ? QString() : u"back: "_s + firstDifference(*before, *again);
}
