// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitedatabase.h"

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

    void add(QList<ForeignKeyViolation> &violations, const std::vector<Row> &rows)
    {
        for (const Row &row : rows)
            violations += {QString::fromUtf8(row.at(0).bytes()), row.at(1), QString::fromUtf8(row.at(2).bytes()),
                           static_cast<int>(row.at(3).toInteger())};
    }

} // namespace

Result<ForeignKeyCheck> SqliteDatabase::checkForeignKeys()
{
    ForeignKeyCheck check;
    const auto whole = query(u"PRAGMA foreign_key_check"_s);
    if (whole) {
        add(check.violations, *whole);
        return check;
    }
    if (whole.error().kind != Error::Kind::Sql)
        return whole.error();
    // One foreign key whose parent has no matching key stops all of it.
    const auto tables = query(u"SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"_s);
    RC_TRY(tables);
    for (const Row &row : *tables) {
        const QString name = QString::fromUtf8(row.at(0).bytes());
        const auto one
            = query(u"PRAGMA foreign_key_check(\"%1\")"_s.arg(QString(name).replace(u'"', u"\"\""_s)));
        if (one)
            add(check.violations, *one);
        else if (one.error().kind == Error::Kind::Sql)
            check.unchecked.insert(name, one.error().message);
        else
            return one.error();
    }
    return check;
}

} // namespace core::sqlite
