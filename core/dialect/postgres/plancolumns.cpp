// SPDX-License-Identifier: GPL-3.0-or-later
// Columns in a plan for PostgreSQL: new ones, and what becomes of others.
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/samemeaning.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

void PostgresPlanWriter::addColumn(const QualifiedName &table, const Column &column, const QList<int> &sources)
{
    const Fill *fill = fillOf(table, column.name);
    Column first = column;
    const bool countsLater = fill && column.identity; // which takes no values of others
    if (fill)
        first.notNull = false;
    if (countsLater)
        first.identity.reset();
    const QString purpose = sources.isEmpty() ? QString() : words(sources.first());
    alter(table, u"ADD COLUMN "_s + postgresColumnDefinition(first), purpose, sources);
    if (fill) {
        add(u"UPDATE "_s + postgresQualified(table) + u" SET "_s + postgresIdentifier(column.name) + u" = "_s
                + fill->expression,
            u"Fill %1 for the rows that are there"_s.arg(column.name), sources);
        if (column.notNull)
            alter(table, u"ALTER COLUMN "_s + postgresIdentifier(column.name) + u" SET NOT NULL"_s,
                  u"From now on %1 needs a value"_s.arg(column.name), sources);
    }
    if (countsLater) {
        alter(table,
              u"ALTER COLUMN "_s + postgresIdentifier(column.name) + u" ADD "_s + postgresIdentity(*column.identity),
              u"From now on %1 counts"_s.arg(column.name), sources);
        continueCounting(table, column.name,
                         u"pg_catalog.pg_get_serial_sequence("_s + postgresString(postgresQualified(table)) + u", "_s
                             + postgresString(column.name) + u')',
                         sources.isEmpty() ? 0 : sources.first());
    }
    if (!column.comment.isEmpty())
        add(postgresComment(u"COLUMN "_s + postgresQualified(table) + u'.' + postgresIdentifier(column.name),
                            column.comment),
            u"Say what %1 is"_s.arg(column.name), sources);
}

/// The sequence that makes the column count, where it has one of its own.
const Sequence *PostgresPlanWriter::sequenceOf(const Schema &schema, const QualifiedName &table,
                                               const Column *column) const
{
    const auto name =
        column && column->defaultExpression ? postgresNextvalOf(*column->defaultExpression) : std::nullopt;
    const Sequence *s = name ? schema.sequence(*name) : nullptr;
    return s && s->ownerTable == table && s->ownerColumn == column->name ? s : nullptr;
}

/// The default as it is to be set: one that counts goes on with the sequence it has.
std::optional<QString> PostgresPlanWriter::defaultOf(const QualifiedName &table, const Column &to) const
{
    const Table *before = m_scene.before(table);
    const Column *was = before ? before->column(to.name) : nullptr;
    const bool counts = isPostgresSerial(to.declaredType) || sequenceOf(m_diff.target, table, &to);
    if (counts && sequenceOf(m_diff.renamed, table, was))
        return was->defaultExpression;
    return to.defaultExpression;
}

Result<Done> PostgresPlanWriter::changeColumn(const change::AlterColumn &c, int change)
{
    const QString column = u"ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u' ';
    const Table *table = m_scene.before(c.table);
    if ((c.changed & ColumnFacet::Type) && table && postgresMentions(table->facts.partitionKey).contains(c.to.name))
        return Error::invalid(
            u"The type of %1 cannot change, because the rows of %2 are distributed by it: make a new table, move the "
            "rows, and drop this one."_s.arg(c.to.name, c.table.display()));
    if (c.changed & ColumnFacet::Generated) // what was generated stays as plain values
        alter(c.table, column + u"DROP EXPRESSION"_s, words(change), {change});
    if (c.changed & (ColumnFacet::Type | ColumnFacets(ColumnFacet::Collation)))
        changeType(c, change);
    if ((c.changed & ColumnFacet::NotNull) && c.from.notNull != c.to.notNull) {
        const Fill *fill = fillOf(c.table, c.to.name);
        if (c.to.notNull && fill)
            add(u"UPDATE "_s + postgresQualified(c.table) + u" SET "_s + postgresIdentifier(c.to.name) + u" = "_s
                    + fill->expression + u" WHERE "_s + postgresIdentifier(c.to.name) + u" IS NULL"_s,
                u"Fill %1 where it is NULL"_s.arg(c.to.name), {change});
        if (isLater(change))
            checkForNull(c, change);
        else
            alter(c.table, column + (c.to.notNull ? u"SET NOT NULL"_s : u"DROP NOT NULL"_s), words(change), {change});
    }
    if (c.changed & ColumnFacet::Default)
        changeCounting(c, change);
    if ((c.changed & ColumnFacet::Identity) && c.to.identity)
        changeIdentity(c, change);
    if (c.changed & ColumnFacet::Comment)
        add(postgresComment(u"COLUMN "_s + postgresQualified(c.table) + u'.' + postgresIdentifier(c.to.name),
                            c.to.comment),
            words(change), {change});
    if (c.changed & (ColumnFacet::Type | ColumnFacets(ColumnFacet::Default)))
        keepHeirsDefaults(c, change);
    return Done{};
}

/// In the target, through as many tables as there are between them.
bool PostgresPlanWriter::isHeirOf(const QualifiedName &heir, const QualifiedName &table) const
{
    QList<QualifiedName> parents{heir};
    for (qsizetype i = 0; i < parents.size(); ++i) {
        const Table *t = m_scene.after(parents.at(i));
        for (const QualifiedName &parent : t ? t->facts.inherits : QList<QualifiedName>()) {
            if (!parents.contains(parent))
                parents.append(parent);
        }
        if (t && t->facts.isPartition() && !parents.contains(t->facts.partitionOf))
            parents.append(t->facts.partitionOf);
    }
    return parents.indexOf(table) > 0;
}

/// A default that a table gets, or loses, goes to all partitions and heirs, those with one of their own included.
void PostgresPlanWriter::keepHeirsDefaults(const change::AlterColumn &c, int change)
{
    for (const Table &t : m_diff.target.tables) {
        const Column *heirs = m_scene.before(t.name) ? t.column(c.to.name) : nullptr;
        if (!heirs || !heirs->inherited || heirs->defaultExpression == c.to.defaultExpression
            || !isHeirOf(t.name, c.table))
            continue;
        add(u"ALTER TABLE ONLY "_s + postgresQualified(t.name) + u" ALTER COLUMN "_s + postgresIdentifier(c.to.name)
                + (heirs->defaultExpression ? QString(u" SET DEFAULT "_s + *heirs->defaultExpression)
                                            : u" DROP DEFAULT"_s),
            u"%1 keeps a default of its own for %2"_s.arg(t.name.display(), c.to.name), {change});
    }
}

/// The default steps aside: the server will not convert it with the values.
void PostgresPlanWriter::changeType(const change::AlterColumn &c, int change)
{
    const QString column = u"ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u' ';
    const bool hadDefault = c.from.defaultExpression.has_value();
    const auto wanted = defaultOf(c.table, c.to);
    if (hadDefault)
        alter(c.table, column + u"DROP DEFAULT"_s,
              u"The default of %1 steps aside while its type changes"_s.arg(c.to.name), {change});
    for (const Table &t : hadDefault ? QList<Table>() : m_diff.renamed.tables) { // nor those of its heirs
        const Column *heirs = t.column(c.to.name);
        if (heirs && heirs->inherited && heirs->defaultExpression && isHeirOf(t.name, c.table))
            alterOnly(
                t, heirs->name, u"DROP DEFAULT"_s,
                u"The default of %1 in %2 steps aside while its type changes"_s.arg(heirs->name, t.name.display()),
                {change});
    }
    const bool moved = std::any_of(m_scene.movedEnums.cbegin(), m_scene.movedEnums.cend(),
                                   [&](const auto &m) { return m.columns.contains(ColumnName(c.table, c.to.name)); });
    QString type = c.to.declaredType;
    if (isPostgresSerial(type))
        type = postgresNormalType(type);
    QString action = column + u"TYPE "_s + postgresTypeSql(type);
    if (!c.to.collation.isEmpty())
        action +=
            u" COLLATE "_s + (c.to.collation.startsWith(u'"') ? c.to.collation : postgresIdentifier(c.to.collation));
    QString conversion = postgresConversion(c.to.name, c.from.declaredType, type, isCast(c.table, c.to.name));
    if (moved && conversion.isEmpty() && pgStoringOf(postgresNormalType(type)) != PgStoring::Text) {
        const bool array = postgresNormalType(type).endsWith("[]"_L1);
        conversion = u"CAST(CAST("_s + postgresIdentifier(c.to.name)
            + (array ? u" AS text[]) AS "_s : u" AS text) AS "_s) + postgresTypeSql(type) + u')';
    }
    if (!conversion.isEmpty())
        action += u" USING "_s + conversion;
    alter(c.table, action, words(change), {change});
    const Table *before = m_scene.before(c.table);
    const Sequence *counting = sequenceOf(m_diff.renamed, c.table, before ? before->column(c.to.name) : nullptr);
    const QString normal = postgresNormalType(type);
    if (counting && wanted && counting->options.type != normal && pgStoringOf(normal) == PgStoring::Number
        && (normal == "integer"_L1 || normal == "bigint"_L1 || normal == "smallint"_L1)
        && (isPostgresSerial(c.to.declaredType) || sequenceOf(m_diff.target, c.table, &c.to)))
        add(u"ALTER SEQUENCE "_s + postgresQualified(counting->name) + u" AS "_s + normal,
            u"It counts as far as its column does"_s, {change});
    else if (!counting && isPostgresSerial(c.from.declaredType) && isPostgresSerial(c.to.declaredType))
        add(impliedSequenceAs(c.table, c.to.name, normal), u"What it counts with counts as far as the column"_s,
            {change});
    if (hadDefault && wanted && !(c.changed & ColumnFacet::Default))
        alter(c.table, column + u"SET DEFAULT "_s + *wanted, u"The default of %1 is back"_s.arg(c.to.name), {change});
}

/// That of a serial column where only the column is known, as a snapshot has it: it may be called otherwise by now.
QString PostgresPlanWriter::impliedSequenceAs(const QualifiedName &table, const QString &column, const QString &type)
{
    return u"DO $$ DECLARE counter text := pg_catalog.pg_get_serial_sequence(%1, %2); BEGIN IF counter IS NOT NULL "
           u"THEN "
           "EXECUTE 'ALTER SEQUENCE ' || counter || ' AS %3'; END IF; END $$"_s.arg(
               postgresString(postgresQualified(table)), postgresString(column), type);
}

/// A default, or a sequence of its own that it takes from now on.
void PostgresPlanWriter::changeCounting(const change::AlterColumn &c, int change)
{
    const QString column = u"ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u' ';
    const Table *before = m_scene.before(c.table);
    const Sequence *had = sequenceOf(m_diff.renamed, c.table, before ? before->column(c.to.name) : nullptr);
    const Sequence *has = sequenceOf(m_diff.target, c.table, &c.to);
    if (had && has) { // it counts otherwise
        alter(c.table, column + u"SET DEFAULT "_s + *defaultOf(c.table, c.to), words(change), {change});
        add(u"ALTER SEQUENCE "_s + postgresQualified(had->name) + u' ' + postgresSequenceOptions(has->options)
                + (had->options.cycle && !has->options.cycle ? u" NO CYCLE"_s : QString()),
            words(change), {change});
        return;
    }
    const bool serial = isPostgresSerial(c.to.declaredType);
    if (serial && !had) {
        const QualifiedName name{c.table.schema, c.table.name + u'_' + c.to.name + u"_seq"_s};
        Sequence made;
        made.name = name;
        made.options = postgresNormalOptions({}, c.to.declaredType);
        made.ownerTable = c.table;
        made.ownerColumn = c.to.name;
        add(postgresCreateSequence(made), u"What %1 counts with"_s.arg(c.to.name), {change});
        goOnAfterIdentity(c, postgresString(postgresQualified(name)), change);
        alter(c.table, column + u"SET DEFAULT nextval("_s + postgresString(postgresQualified(name)) + u"::regclass)"_s,
              words(change), {change});
        if (const QString owner = m_dependents.ownerOf(c.table); !owner.isEmpty())
            add(u"ALTER SEQUENCE "_s + postgresQualified(name) + u" OWNER TO "_s + postgresIdentifier(owner),
                u"It has the owner of its table"_s, {change});
        add(postgresOwnedBy(made), u"It goes with its column"_s, {change});
        if (identityThatCounted(c).isEmpty())
            continueCounting(c.table, c.to.name, postgresString(postgresQualified(name)), change);
        return;
    }
    const auto wanted = serial ? defaultOf(c.table, c.to) : c.to.defaultExpression;
    if (has)
        goOnAfterIdentity(c, postgresString(postgresQualified(has->name)), change);
    alter(c.table, column + (wanted ? QString(u"SET DEFAULT "_s + *wanted) : u"DROP DEFAULT"_s), words(change),
          {change});
    if (has && identityThatCounted(c).isEmpty())
        continueCounting(c.table, c.to.name, postgresString(postgresQualified(has->name)), change);
    if (!had || serial || m_diff.target.sequence(had->name))
        return;
    if (!c.to.identity || !(c.changed & ColumnFacet::Identity)) {
        add(u"DROP SEQUENCE "_s + postgresQualified(had->name), u"Nothing counts with it any more"_s, {change});
        return;
    }
    // It goes once the identity's own one knows how far it has counted, and is not taken for that one meanwhile.
    const QString sequence = u"ALTER SEQUENCE "_s + postgresQualified(had->name);
    const QString purpose = u"The sequence steps aside for the one of the identity"_s;
    add(sequence + u" OWNED BY NONE"_s, purpose, {change});
    add(sequence + u" RENAME TO "_s + postgresIdentifier(countedBefore(had->name).name), purpose, {change});
}

QualifiedName PostgresPlanWriter::identityThatCounted(const change::AlterColumn &c) const
{
    const bool goesOn = (c.changed & ColumnFacet::Default) && c.from.identity && !c.to.identity
        && (isPostgresSerial(c.to.declaredType) || sequenceOf(m_diff.target, c.table, &c.to));
    return goesOn ? c.from.identity->sequence : QualifiedName();
}

void PostgresPlanWriter::goOnAfterIdentity(const change::AlterColumn &c, const QString &sequence, int change)
{
    const QualifiedName counted = identityThatCounted(c);
    if (counted.isEmpty())
        return;
    continueCounting(c.table, c.to.name, sequence, change, countedBefore(counted));
    alter(c.table, u"ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u" DROP IDENTITY"_s, words(change), {change});
}

QualifiedName PostgresPlanWriter::countedBefore(const QualifiedName &sequence)
{
    return {sequence.schema, QString(u"__old_"_s + sequence.name).left(63)};
}

/// The next number is one that no row has, and that was not given before where the old sequence is still there.
void PostgresPlanWriter::continueCounting(const QualifiedName &table, const QString &column, const QString &sequence,
                                          int change, const QualifiedName &old)
{
    QString next = u"COALESCE(max("_s + postgresIdentifier(column) + u"), 0) + 1"_s;
    if (!old.isEmpty())
        next = u"GREATEST("_s + next + u", (SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM "_s
            + postgresQualified(old) + u"))"_s;
    add(u"SELECT pg_catalog.setval("_s + sequence + u", (SELECT "_s + next + u" FROM "_s + postgresQualified(table)
            + u"), false)"_s,
        old.isEmpty() ? u"It goes on after the highest number that is there"_s
                      : u"It goes on where the old one stood, and after the highest number that is there"_s,
        {change});
}

void PostgresPlanWriter::changeIdentity(const change::AlterColumn &c, int change)
{
    const QString column = u"ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u' ';
    const Identity &is = *c.to.identity;
    if (!c.from.identity) {
        alter(c.table, column + u"ADD "_s + postgresIdentity(is), words(change), {change});
        const Table *before = m_scene.before(c.table);
        const Sequence *had = sequenceOf(m_diff.renamed, c.table, before ? before->column(c.to.name) : nullptr);
        const bool stands = had && !m_diff.target.sequence(had->name) && !isPostgresSerial(c.to.declaredType)
            && (c.changed & ColumnFacet::Default);
        continueCounting(c.table, c.to.name,
                         u"pg_catalog.pg_get_serial_sequence("_s + postgresString(postgresQualified(c.table)) + u", "_s
                             + postgresString(c.to.name) + u')',
                         change, stands ? countedBefore(had->name) : QualifiedName());
        if (stands)
            add(u"DROP SEQUENCE "_s + postgresQualified(countedBefore(had->name)), u"Nothing counts with it any more"_s,
                {change});
        return;
    }
    QStringList sets;
    const auto set = [&](const QString &what, auto was, auto now) {
        if (was != now)
            sets.append(u"SET "_s + what + u' ' + QString::number(now));
    };
    const Identity &was = *c.from.identity;
    if (was.always != is.always)
        sets.append(is.always ? u"SET GENERATED ALWAYS"_s : u"SET GENERATED BY DEFAULT"_s);
    const SequenceOptions a = postgresNormalOptions(was.options, c.to.declaredType);
    const SequenceOptions b = postgresNormalOptions(is.options, c.to.declaredType);
    set(u"INCREMENT BY"_s, a.increment, b.increment);
    set(u"MINVALUE"_s, a.minimum, b.minimum);
    set(u"MAXVALUE"_s, a.maximum, b.maximum);
    set(u"START WITH"_s, a.start, b.start);
    set(u"CACHE"_s, a.cache, b.cache);
    if (a.cycle != b.cycle)
        sets.append(b.cycle ? u"SET CYCLE"_s : u"SET NO CYCLE"_s);
    if (!sets.isEmpty())
        alter(c.table, column + sets.join(u' '), words(change), {change});
    if (!is.sequence.isEmpty() && !was.sequence.isEmpty() && is.sequence != was.sequence)
        add(u"ALTER SEQUENCE "_s + postgresQualified(was.sequence) + u" RENAME TO "_s
                + postgresIdentifier(is.sequence.name),
            u"It is called as the target says"_s, {change});
}

} // namespace core
