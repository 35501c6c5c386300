// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to tables and stands beside them, as PostgresCatalogReader makes it of the catalogue's rows.
#include "core/dialect/postgres/catalogreader.h"

#include "core/dialect/postgres/catalogcells.h"
#include "core/dialect/postgres/catalogtext.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QList<int> numbersIn(const QString &vector)
{
    QList<int> out;
    const QStringList parts = vector.split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts)
        out.append(part.toInt());
    return out;
}

std::optional<ForeignKeyAction> actionOf(const QString &code)
{
    switch (code.isEmpty() ? u' ' : code[0].unicode()) {
    case u'r':
        return ForeignKeyAction::Restrict;
    case u'c':
        return ForeignKeyAction::Cascade;
    case u'n':
        return ForeignKeyAction::SetNull;
    case u'd':
        return ForeignKeyAction::SetDefault;
    default:
        return std::nullopt; // NO ACTION, which needs no saying
    }
}

KeyDeferral deferralOf(bool deferrable, bool deferred)
{
    return !deferrable ? KeyDeferral::None : deferred ? KeyDeferral::Deferred : KeyDeferral::Immediate;
}

Policy::Command commandOf(const QString &code)
{
    switch (code.isEmpty() ? u'*' : code[0].unicode()) {
    case u'r':
        return Policy::Command::Select;
    case u'a':
        return Policy::Command::Insert;
    case u'w':
        return Policy::Command::Update;
    case u'd':
        return Policy::Command::Delete;
    default:
        return Policy::Command::All;
    }
}

Trigger::Enabled enabledOf(const QString &code)
{
    return code == "D"_L1 ? Trigger::Enabled::No
        : code == "R"_L1  ? Trigger::Enabled::Replica
        : code == "A"_L1  ? Trigger::Enabled::Always
                          : Trigger::Enabled::Yes;
}

} // namespace

void PostgresCatalogReader::takeTypes(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        if (isHidden(partCell(r, 1)))
            continue;
        const QualifiedName name = partName(r, 1);
        const QString kind = partCell(r, 3);
        const bool internal = partIsYes(r, 12);
        const QString comment = partCell(r, 13);
        if (kind != "e"_L1)
            takeAccess(DependentObject::Kind::Type, name, postgresKeeps(u"TYPE "_s, u"TYPE "_s, r[14], r[15], true));
        if (kind == "e"_L1) {
            m_schema.enums.append({name, postgresTextList(partCell(r, 5)), internal, comment,
                                   postgresKeeps(u"TYPE "_s, u"TYPE "_s, r[14], r[15], true)});
        } else if (kind == "d"_L1) {
            Domain d;
            d.name = name;
            d.baseType = partCell(r, 6);
            d.notNull = partIsYes(r, 7);
            if (!r[8].isNull())
                d.defaultExpression = partCell(r, 8);
            if (!partCell(r, 9).isEmpty())
                d.collation = postgresSideName(partCell(r, 10), partCell(r, 9));
            d.internal = internal;
            d.comment = comment;
            m_domains.insert(partCell(r, 0), m_schema.domains.size());
            m_schema.domains.append(d);
        } else {
            UserType t;
            t.name = name;
            t.kind = kind == "c"_L1 ? UserType::Kind::Composite
                : kind == "r"_L1    ? UserType::Kind::Range
                                    : UserType::Kind::Base;
            t.attributes = m_attributes.value(partCell(r, 4));
            t.options = postgresRangeOptions(postgresList(partCell(r, 11)));
            t.internal = internal;
            t.comment = comment;
            m_schema.types.append(t);
        }
    }
}

void PostgresCatalogReader::takeDomainCheck(const Row &r)
{
    const auto at = m_domains.constFind(partCell(r, 1));
    if (at != m_domains.constEnd())
        m_schema.domains[*at].checks.append(
            {partCell(r, 2), withoutOuterParentheses(partCell(r, 15)), !partIsYes(r, 12), partCell(r, 20)});
}

void PostgresCatalogReader::takeConstraints(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        Table *t = table(partCell(r, 0));
        const QString kind = partCell(r, 3);
        if (t && !partIsYes(r, 22))
            remark(
                u"%1 of %2 is not enforced (NOT ENFORCED); where it has to be made anew, it becomes NOT VALID, which "
                "holds for new rows."_s.arg(partCell(r, 2), t->name.display()));
        if (!t) {
            takeDomainCheck(r);
        } else if (kind == "c"_L1) {
            CheckConstraint c;
            c.name = partCell(r, 2);
            c.expression = withoutOuterParentheses(partCell(r, 15));
            c.notValid = !partIsYes(r, 12);
            c.noInherit = partIsYes(r, 13);
            c.inherited = partIsYes(r, 14);
            c.comment = partCell(r, 20);
            t->checks.append(c);
        } else if (kind == "x"_L1) {
            ExclusionConstraint e;
            e.name = partCell(r, 2);
            e.definition = partCell(r, 15).sliced(8); // after EXCLUDE
            e.inherited = partIsYes(r, 14);
            e.comment = partCell(r, 20);
            t->exclusions.append(e);
        } else if (kind == "f"_L1) {
            takeForeignKey(r, *t);
        } else {
            takeKey(r, *t);
        }
    }
}

void PostgresCatalogReader::takeKey(const Row &r, Table &t)
{
    const QString oid = partCell(r, 0);
    const QList<int> parts = numbersIn(partCell(r, 18));
    const int keys = partCell(r, 19).toInt();
    QList<IndexedColumn> columns;
    QStringList include;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString name = m_columns.value(oid).value(parts[i]);
        if (i < keys) {
            IndexedColumn c;
            c.column = name;
            columns.append(c);
        } else {
            include.append(name);
        }
    }
    if (partIsYes(r, 21) && !columns.isEmpty())
        columns.last().operatorClass = postgresWithoutOverlaps();
    const KeyDeferral deferral = deferralOf(partIsYes(r, 10), partIsYes(r, 11));
    if (partCell(r, 3) == "p"_L1) {
        PrimaryKey k;
        k.name = partCell(r, 2);
        k.columns = columns;
        k.include = include;
        k.deferral = deferral;
        k.inherited = partIsYes(r, 14);
        k.comment = partCell(r, 20);
        t.primaryKey = k;
        return;
    }
    UniqueConstraint u;
    u.name = partCell(r, 2);
    u.columns = columns;
    u.include = include;
    u.nullsNotDistinct = partIsYes(r, 17);
    u.deferral = deferral;
    u.inherited = partIsYes(r, 14);
    u.comment = partCell(r, 20);
    t.uniques.append(u);
}

void PostgresCatalogReader::takeForeignKey(const Row &r, Table &t)
{
    ForeignKey k;
    k.name = partCell(r, 2);
    k.columns = columnNames(partCell(r, 0), partCell(r, 4));
    k.target = m_names.value(partCell(r, 5));
    k.targetColumns = columnNames(partCell(r, 5), partCell(r, 6));
    k.onUpdate = actionOf(partCell(r, 7));
    k.onDelete = actionOf(partCell(r, 8));
    const QString match = partCell(r, 9);
    if (match == "f"_L1 || match == "p"_L1)
        k.match = match == "f"_L1 ? u"FULL"_s : u"PARTIAL"_s;
    if (partIsYes(r, 21))
        k.match = postgresPeriod();
    if (partIsYes(r, 10)) {
        k.deferral = ForeignKey::Deferral::Deferrable;
        if (partIsYes(r, 11))
            k.initially = ForeignKey::Initially::Deferred;
    }
    k.notValid = !partIsYes(r, 12);
    k.inherited = partIsYes(r, 14);
    k.setColumns = columnNames(partCell(r, 0), partCell(r, 16));
    k.comment = partCell(r, 20);
    t.foreignKeys.append(k);
}

/// One row for each column, those of an index together and in their order.
void PostgresCatalogReader::takeIndexes(const std::vector<Row> &rows)
{
    for (size_t n = 0; n < rows.size();) {
        const Row &r = rows[n];
        const QString oid = partCell(r, 0);
        const QString own = partCell(r, 1);
        Index i;
        i.name = partCell(r, 2);
        const QString method = partCell(r, 3);
        const bool usual = method == "btree"_L1;
        if (!usual)
            i.method = method;
        i.unique = partIsYes(r, 4);
        i.invalid = !partIsYes(r, 5);
        i.nullsNotDistinct = partIsYes(r, 6);
        i.where = withoutOuterParentheses(partCell(r, 8));
        i.parameters = postgresTextList(partCell(r, 9));
        i.inherited = partIsYes(r, 10);
        i.comment = partCell(r, 11);
        const int keys = partCell(r, 7).toInt();
        const QHash<int, QString> names = m_columns.value(oid);
        for (int part = 0; n < rows.size() && partCell(rows[n], 1) == own; ++n, ++part) {
            if (part >= keys)
                i.include.append(names.value(partCell(rows[n], 12).toInt()));
            else
                i.columns.append(indexedColumn(rows[n], oid, usual));
        }
        if (Table *t = table(oid))
            t->indexes.append(i);
        else if (View *v = view(oid))
            v->indexes.append(i);
    }
}

IndexedColumn PostgresCatalogReader::indexedColumn(const Row &r, const QString &table, bool ordered) const
{
    constexpr int descendingBit = 1;
    constexpr int nullsFirstBit = 2;
    IndexedColumn c;
    const int number = partCell(r, 12).toInt();
    if (number != 0)
        c.column = m_columns.value(table).value(number);
    else
        c.expression = withoutOuterParentheses(partCell(r, 13));
    const QString collation = partCell(r, 19);
    const QString natural = number != 0 ? m_collations.value(table).value(number) : partCell(r, 20);
    if (!collation.isEmpty() && collation != natural)
        c.collation = postgresSideName(partCell(r, 18), partCell(r, 17));
    const QStringList options = postgresTextList(partCell(r, 22));
    if (partIsYes(r, 14) || !options.isEmpty())
        c.operatorClass = postgresOperatorClass(partCell(r, 16), partCell(r, 15), options);
    if (ordered) {
        const int option = partCell(r, 21).toInt();
        const bool descending = option & descendingBit;
        const bool nullsFirst = option & nullsFirstBit;
        if (descending)
            c.order = SortOrder::Descending;
        if (descending != nullsFirst)
            c.nulls = nullsFirst ? NullsOrder::First : NullsOrder::Last;
    }
    return c;
}

void PostgresCatalogReader::takeTriggers(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        const QString oid = partCell(r, 0);
        Trigger g;
        g.name = partCell(r, 1);
        g.table = m_names.value(oid);
        readTriggerType(partCell(r, 2).toInt(), g);
        g.enabled = enabledOf(partCell(r, 3));
        const QList<int> columns = numbersIn(partCell(r, 4));
        for (const int number : columns)
            g.updateOf.append(m_columns.value(oid).value(number));
        g.function = partName(r, 5);
        g.text.sql = partCell(r, 7);
        readTriggerText(g.text.sql, g);
        g.constraint = partIsYes(r, 8);
        g.deferral = deferralOf(partIsYes(r, 9), partIsYes(r, 10));
        if (!r[12].isNull())
            g.constraintTable = partName(r, 11);
        g.oldTable = partCell(r, 13);
        g.newTable = partCell(r, 14);
        g.inherited = partIsYes(r, 15);
        g.comment = partCell(r, 16);
        if (Table *t = table(oid))
            t->triggers.append(g);
        else if (view(oid))
            m_schema.viewTriggers.append(g);
    }
}

void PostgresCatalogReader::takePolicies(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        Table *t = table(partCell(r, 0));
        if (!t)
            continue;
        Policy p;
        p.name = partCell(r, 1);
        p.command = commandOf(partCell(r, 2));
        p.restrictive = partIsYes(r, 3);
        p.roles = postgresTextList(partCell(r, 4));
        p.roles.sort();
        p.usingExpression = withoutOuterParentheses(partCell(r, 5));
        p.checkExpression = withoutOuterParentheses(partCell(r, 6));
        p.comment = partCell(r, 7);
        t->policies.append(p);
    }
}

} // namespace core
