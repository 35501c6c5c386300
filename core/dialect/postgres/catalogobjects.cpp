// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences, functions and extensions, as PostgresCatalogReader makes them of the catalogue's rows.
#include "core/dialect/postgres/catalogreader.h"

#include "core/dialect/postgres/catalogcells.h"
#include "core/dialect/postgres/catalogtext.h"
#include "core/dialect/postgres/names.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

SequenceOptions sequenceOptionsOf(const Row &r)
{
    SequenceOptions o;
    o.type = partCell(r, 2);
    o.start = partCell(r, 3).toLongLong();
    o.increment = partCell(r, 4).toLongLong();
    o.minimum = partCell(r, 5).toLongLong();
    o.maximum = partCell(r, 6).toLongLong();
    o.cache = partCell(r, 7).toLongLong();
    o.cycle = partIsYes(r, 8);
    return o;
}

} // namespace

void PostgresCatalogReader::takeSequences(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        if (isHidden(partCell(r, 0)))
            continue;
        const QString owner = partCell(r, 9);
        const QString column = m_columns.value(owner).value(partCell(r, 10).toInt());
        // One that belongs to a column has the owner of its table.
        const QStringList access =
            postgresKeeps(u"SEQUENCE "_s, u"SEQUENCE "_s, owner.isEmpty() ? r[15] : Value(), r[16], false);
        takeAccess(DependentObject::Kind::Sequence, partName(r, 0), access);
        if (!access.isEmpty() && !owner.isEmpty())
            m_schema.dependents.value.last().columns.append({m_names.value(owner), column});
        if (partCell(r, 11) == "i"_L1) {
            if (Table *t = table(owner)) {
                const int at = t->columnIndex(column);
                if (at >= 0 && t->columns[at].identity) {
                    t->columns[at].identity->sequence = partName(r, 0);
                    t->columns[at].identity->options = sequenceOptionsOf(r);
                }
            }
            continue;
        }
        Sequence s;
        s.name = partName(r, 0);
        s.options = sequenceOptionsOf(r);
        if (!owner.isEmpty()) {
            s.ownerTable = m_names.value(owner);
            s.ownerColumn = column;
        }
        s.unlogged = partIsYes(r, 12);
        s.internal = partIsYes(r, 13);
        s.comment = partCell(r, 14);
        m_schema.sequences.append(s);
    }
}

void PostgresCatalogReader::takeFunctions(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        if (isHidden(partCell(r, 0)))
            continue;
        Function f;
        f.name = partName(r, 0);
        const QString kind = partCell(r, 2);
        f.kind = kind == "p"_L1 ? Function::Kind::Procedure
            : kind == "a"_L1    ? Function::Kind::Aggregate
            : kind == "w"_L1    ? Function::Kind::Window
                                : Function::Kind::Function;
        f.arguments = partCell(r, 3);
        f.result = partCell(r, 4);
        f.language = partCell(r, 5);
        f.definition = f.kind == Function::Kind::Aggregate
            ? postgresAggregateSql(f.name, f.arguments, postgresList(partCell(r, 7)))
            : partCell(r, 6).trimmed();
        f.comment = partCell(r, 8);
        f.keeps = postgresKeeps(QString(), QString(), r[9], r[10], true);
        m_schema.functions.append(f);
    }
}

void PostgresCatalogReader::takeExtensions(const std::vector<Row> &rows)
{
    for (const Row &r : rows)
        m_schema.extensions.append({partCell(r, 0), partCell(r, 1), partCell(r, 2)});
}

} // namespace core
