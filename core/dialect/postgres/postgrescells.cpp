// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgrescells.h"

#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/dialect/readtarget.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// PostgreSQL gives a result no more columns than these.
constexpr qsizetype pgMostColumns = 1664;

/// How a cell is read where only its beginning is wanted.
struct PgCutCell {
    QString cell;
    QString size; ///< NULL where the cell is whole; empty: it always is
    QString start; ///< where the cell cannot hold its own beginning
};

[[nodiscard]] bool pgIsEnum(const Schema &schema, const PostgresType &type)
{
    return !type.isArray && std::any_of(schema.enums.cbegin(), schema.enums.cend(), [&](const EnumType &e) {
        return type.name == e.name.display() || type.name == postgresIdentifier(e.name.name);
    });
}

/// Sizes come from the row itself: what is kept beside it is not fetched to tell them. Functions are named with their
/// schema: of two that fit the server takes the one that fits better, whoever made it.
[[nodiscard]] PgCutCell pgCutCell(const Schema &schema, const Column &column)
{
    const QString c = postgresIdentifier(column.name);
    const PostgresType type = postgresType(column.valueType());
    const QString most = QString::number(RowSql::startOfLarge);
    if (isPostgresSmall(column.valueType()) || pgIsEnum(schema, type) || (type.name == "numeric"_L1 && !type.isArray))
        return {c, {}, {}};
    const auto when = [&](const QString &size, const QString &then) {
        return QString(u"CASE WHEN "_s + size + u" > "_s + most + u" THEN "_s + then);
    };
    const bool isText = !type.isArray && (type.name == "text"_L1 || type.name == "character varying"_L1);
    const bool isBytes = !type.isArray && type.name == "bytea"_L1;
    if (isText || isBytes) {
        const QString size = u"pg_catalog.octet_length("_s + c + u')';
        const QString start = (isText ? u"pg_catalog.left("_s : u"pg_catalog.substr("_s) + c
            + (isText ? u", "_s : u", 1, "_s) + most + u')';
        return {when(size, start + u" ELSE "_s + c + u" END"_s), when(size, size + u" END"_s), {}};
    }
    const QString size = u"pg_catalog.pg_column_size("_s + c + u')';
    QString cell = when(size, u"NULL ELSE "_s + c + u" END"_s);
    if (!type.modifiers.isEmpty()) // a CASE forgets them
        cell = u'(' + cell + u")::"_s + column.valueType();
    // To write the whole of it as text for its beginning is worth it only up to some size.
    const QString start = u"CASE WHEN "_s + size + u" <= "_s + QString::number(RowSql::largeBlob)
        + u" THEN pg_catalog.left("_s + c + u"::text, "_s + most + u") ELSE '' END END"_s;
    return {cell, when(size, size + u" END"_s), when(size, start)};
}

} // namespace

PostgresCells postgresCells(const Schema &schema, const QList<Column> &columns, const RowIdentity &identity)
{
    PostgresCells cells;
    const KeyPlaces key = keyPlacesOf(columns, identity);
    cells.keyPlaces = key.places;
    QStringList missing;
    for (const QString &name : key.missing)
        missing.append(postgresIdentifier(name));
    QStringList beside;
    const qsizetype first = columns.size() + missing.size();
    for (const Column &c : columns) {
        const QString whole = postgresIdentifier(c.name);
        const PgCutCell cut = identity.columns.contains(c.name) ? PgCutCell{whole, {}, {}} : pgCutCell(schema, c);
        const qsizetype needed = (cut.size.isEmpty() ? 0 : 1) + (cut.start.isEmpty() ? 0 : 1);
        RowSql::CutPlace place;
        const bool isCut = needed > 0 && first + beside.size() + needed <= pgMostColumns;
        cells.stored.append(whole);
        cells.cut.append(isCut ? cut.cell : whole);
        if (isCut) {
            place.size = static_cast<int>(first + beside.size());
            beside.append(cut.size);
        }
        if (isCut && !cut.start.isEmpty()) {
            place.start = static_cast<int>(first + beside.size());
            beside.append(cut.start);
        }
        cells.cutPlaces.append(place);
    }
    cells.stored.append(missing);
    cells.cut.append(missing + beside);
    return cells;
}

} // namespace core
