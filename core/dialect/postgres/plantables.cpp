// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and columns in a plan for PostgreSQL.
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/samemeaning.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

enum class PgStoring { Number, Text, Moment, Other };

PgStoring pgStoringOf(const QString &normalType)
{
    const QString bare = normalType.section(u'(', 0, 0);
    static const QSet<QString> numbers{u"integer"_s, u"bigint"_s, u"smallint"_s,
                                       u"numeric"_s, u"real"_s,   u"double precision"_s};
    static const QSet<QString> texts{u"text"_s, u"character varying"_s, u"character"_s, u"name"_s, u"citext"_s};
    if (normalType.endsWith("[]"_L1))
        return PgStoring::Other;
    if (numbers.contains(bare))
        return PgStoring::Number;
    if (texts.contains(bare))
        return PgStoring::Text;
    return bare.startsWith("timestamp"_L1) || bare == "date"_L1 ? PgStoring::Moment : PgStoring::Other;
}

/// The type without what would cut values to it.
QString pgUncut(const QString &normalType)
{
    const qsizetype open = normalType.indexOf(u'(');
    const qsizetype close = normalType.indexOf(u')', open);
    return open < 0 ? normalType : QString(normalType.left(open) + normalType.mid(close + 1));
}

} // namespace

QString postgresConversion(const QString &column, const QString &from, const QString &to, bool cast)
{
    const QString was = postgresNormalType(from);
    const QString is = postgresNormalType(to);
    const QString name = postgresIdentifier(column);
    if (cast)
        return u"CAST("_s + name + u" AS "_s + postgresTypeSql(to) + u')';
    const PgStoring a = pgStoringOf(was);
    const PgStoring b = pgStoringOf(is);
    if (pgUncut(was) == pgUncut(is) || b == PgStoring::Text || (a == b && a != PgStoring::Other))
        return {}; // storing it does it, and refuses what does not fit
    if (is == was + u"[]"_s)
        return u"CASE WHEN "_s + name + u" IS NOT NULL THEN ARRAY["_s + name + u"] END"_s;
    const QString target = postgresTypeSql(pgUncut(is));
    if ((was == "json"_L1 && is == "jsonb"_L1) || (was == "jsonb"_L1 && is == "json"_L1))
        return {};
    if (a == PgStoring::Number && is == "boolean"_L1)
        return name + u" <> 0"_s;
    if (was == "boolean"_L1 && b == PgStoring::Number)
        return u"CAST("_s + name + u" AS integer)"_s;
    if (a == PgStoring::Text)
        return u"CAST("_s + name + u" AS "_s + target + u')';
    return u"CAST(CAST("_s + name + u" AS text) AS "_s + target + u')';
}

/// In one statement where they refer to each other.
void PostgresPlanWriter::dropTables()
{
    const auto gone = m_scene.all<change::DropTable>();
    const auto refersToGone = [&](const Table &t) {
        return std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), [&](const ForeignKey &k) {
            return k.target != t.name && m_scene.goneTables.contains(k.target);
        });
    };
    const bool together = std::any_of(gone.cbegin(), gone.cend(), [&](const auto &c) {
        const Table &t = c.second->table;
        return refersToGone(t) || t.facts.isPartition() || !t.facts.inherits.isEmpty();
    });
    if (together) {
        QStringList names;
        QList<int> sources;
        for (const auto &[i, c] : gone) {
            names.append(postgresQualified(c->table.name));
            sources.append(i);
        }
        add(u"DROP TABLE "_s + names.join(u", "_s), u"Drop %1 tables that refer to each other"_s.arg(names.size()),
            sources);
        return;
    }
    for (const auto &[i, c] : gone)
        add(u"DROP "_s + postgresRelationKind(c->table) + u' ' + postgresQualified(c->table.name), words(i), {i});
}

Result<Done> PostgresPlanWriter::changeTables()
{
    for (const auto &[i, c] : m_scene.all<change::ChangeTableOptions>())
        RC_TRY(changeOptions(*c, i));
    for (const auto &[i, c] : m_scene.all<change::ReorderColumns>())
        return Error::invalid(
            u"PostgreSQL keeps the columns of %1 in the order in which they came."_s.arg(c->table.display()));
    // A generated column before those it is made of.
    for (auto it = m_scene.remade.cbegin(); it != m_scene.remade.cend(); ++it)
        alter(it.key().first, u"DROP COLUMN "_s + postgresIdentifier(it.key().second),
              u"The generated column %1 is made anew"_s.arg(it.key().second), it.value());
    auto gone = m_scene.all<change::DropColumn>();
    std::stable_partition(gone.begin(), gone.end(), [](const auto &c) { return c.second->column.isGenerated(); });
    for (const auto &[i, c] : gone)
        alter(c->table, u"DROP COLUMN "_s + postgresIdentifier(c->column.name), words(i), {i});
    moveEnumColumns();
    for (const auto &[i, c] : m_scene.all<change::AlterColumn>()) {
        if (!m_scene.remade.contains({c->table, c->to.name}))
            RC_TRY(changeColumn(*c, i));
    }
    for (const auto &[i, c] : m_scene.all<change::AddColumn>()) {
        if (!c->column.isGenerated())
            addColumn(c->table, c->column, {i});
    }
    for (const auto &[i, c] : m_scene.all<change::AddColumn>()) {
        if (c->column.isGenerated())
            addColumn(c->table, c->column, {i});
    }
    for (auto it = m_scene.remade.cbegin(); it != m_scene.remade.cend(); ++it) {
        const Table *to = m_scene.after(it.key().first);
        if (const Column *c = to ? to->column(it.key().second) : nullptr)
            addColumn(to->name, *c, it.value());
    }
    return Done{};
}

/// Before anything is made: a sequence of that name may be wanted.
void PostgresPlanWriter::loseIdentities()
{
    for (const auto &[i, c] : m_scene.all<change::AlterColumn>()) {
        if ((c->changed & ColumnFacet::Identity) && c->from.identity && !c->to.identity)
            alter(c->table, u"ALTER COLUMN "_s + postgresIdentifier(c->to.name) + u" DROP IDENTITY"_s, words(i), {i});
    }
}

/// Columns whose type only has other values now; before anything else of them, which means the new type.
void PostgresPlanWriter::moveEnumColumns()
{
    const auto alters = m_scene.all<change::AlterColumn>();
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums) {
        for (const ColumnName &column : m.columns) {
            ColumnFacets said;
            for (const auto &[i, c] : alters) {
                if (c->table == column.first && c->to.name == column.second)
                    said = c->changed;
            }
            const Table *from = m_scene.before(column.first);
            const Table *to = m_scene.after(column.first);
            const Column *was = from ? from->column(column.second) : nullptr;
            const Column *is = to ? to->column(column.second) : nullptr;
            if ((said & ColumnFacet::Type) || !was || !is)
                continue;
            const ColumnFacets changed = ColumnFacet::Type | (said & ColumnFacet::Default);
            changeType({column.first, *was, *is, changed}, m.change);
        }
    }
}

Result<Done> PostgresPlanWriter::changeOptions(const change::ChangeTableOptions &c, int change)
{
    const TableFacts &was = c.factsBefore;
    const TableFacts &is = c.facts;
    if (was.partitionKey != is.partitionKey)
        return Error::invalid(
            u"%1 cannot be partitioned otherwise in place: make a new table, move the rows, and drop this one."_s.arg(
                c.table.display()));
    if (was.foreignServer != is.foreignServer)
        return Error::invalid(u"%1 cannot move to another server: drop it and make it anew."_s.arg(c.table.display()));
    const auto say = [&](const QString &action) { alter(c.table, action, words(change), {change}); };
    const Table *before = m_scene.before(c.table);
    if (was.partitionOf != is.partitionOf || was.partitionBound != is.partitionBound) {
        const Table partition = m_scene.after(c.table) ? *m_scene.after(c.table) : Table();
        if (was.isPartition())
            add(u"ALTER TABLE "_s + postgresQualified(was.partitionOf) + u" DETACH PARTITION "_s
                    + postgresQualified(c.table),
                words(change), {change});
        if (is.isPartition())
            add(postgresAttachPartition(partition), words(change), {change});
    }
    for (const QualifiedName &parent : was.inherits) {
        if (!is.inherits.contains(parent) && before)
            say(u"NO INHERIT "_s + postgresQualified(parent));
    }
    for (const QualifiedName &parent : is.inherits) {
        if (!was.inherits.contains(parent))
            say(u"INHERIT "_s + postgresQualified(parent));
    }
    if (was.unlogged != is.unlogged)
        say(is.unlogged ? u"SET UNLOGGED"_s : u"SET LOGGED"_s);
    QStringList gone;
    for (const QString &p : was.parameters) {
        const QString name = p.section(u'=', 0, 0);
        if (std::none_of(is.parameters.cbegin(), is.parameters.cend(),
                         [&](const QString &o) { return o.section(u'=', 0, 0) == name; }))
            gone.append(name);
    }
    if (!gone.isEmpty())
        say(u"RESET ("_s + gone.join(u", "_s) + u')');
    QStringList set;
    for (const QString &p : is.parameters) {
        if (!was.parameters.contains(p))
            set.append(p.section(u'=', 0, 0) + u'=' + postgresString(p.section(u'=', 1)));
    }
    if (!set.isEmpty())
        say(u"SET ("_s + set.join(u", "_s) + u')');
    if (was.rowSecurity != is.rowSecurity)
        say(is.rowSecurity ? u"ENABLE ROW LEVEL SECURITY"_s : u"DISABLE ROW LEVEL SECURITY"_s);
    if (was.rowSecurityForced != is.rowSecurityForced)
        say(is.rowSecurityForced ? u"FORCE ROW LEVEL SECURITY"_s : u"NO FORCE ROW LEVEL SECURITY"_s);
    if (was.comment != is.comment)
        add(postgresComment(postgresRelationKind(before ? *before : Table()) + u' ' + postgresQualified(c.table),
                            is.comment),
            words(change), {change});
    return Done{};
}

const Fill *PostgresPlanWriter::fillOf(const QualifiedName &table, const QString &column) const
{
    for (const Fill &f : m_options.fills) {
        if (f.table == table && f.column == column)
            return &f;
    }
    return nullptr;
}

bool PostgresPlanWriter::isCast(const QualifiedName &table, const QString &column) const
{
    return m_options.casts.contains(std::pair(table, column));
}

void PostgresPlanWriter::addColumn(const QualifiedName &table, const Column &column, const QList<int> &sources)
{
    const Fill *fill = fillOf(table, column.name);
    Column first = column;
    if (fill)
        first.notNull = false;
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
    return Done{};
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
        && sequenceOf(m_diff.target, c.table, &c.to))
        add(u"ALTER SEQUENCE "_s + postgresQualified(counting->name) + u" AS "_s + normal,
            u"It counts as far as its column does"_s, {change});
    if (hadDefault && wanted && !(c.changed & ColumnFacet::Default))
        alter(c.table, column + u"SET DEFAULT "_s + *wanted, u"The default of %1 is back"_s.arg(c.to.name), {change});
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
        alter(c.table, column + u"SET DEFAULT nextval("_s + postgresString(postgresQualified(name)) + u"::regclass)"_s,
              words(change), {change});
        add(postgresOwnedBy(made), u"It goes with its column"_s, {change});
        continueCounting(c.table, c.to.name, postgresString(postgresQualified(name)), change);
        return;
    }
    const auto wanted = serial ? defaultOf(c.table, c.to) : c.to.defaultExpression;
    alter(c.table, column + (wanted ? QString(u"SET DEFAULT "_s + *wanted) : u"DROP DEFAULT"_s), words(change),
          {change});
    if (has)
        continueCounting(c.table, c.to.name, postgresString(postgresQualified(has->name)), change);
    if (had && !serial && !m_diff.target.sequence(had->name))
        add(u"DROP SEQUENCE "_s + postgresQualified(had->name), u"Nothing counts with it any more"_s, {change});
}

/// The next number is one that no row has.
void PostgresPlanWriter::continueCounting(const QualifiedName &table, const QString &column, const QString &sequence,
                                          int change)
{
    add(u"SELECT setval("_s + sequence + u", (SELECT COALESCE(max("_s + postgresIdentifier(column)
            + u"), 0) + 1 FROM "_s + postgresQualified(table) + u"), false)"_s,
        u"It goes on after the highest number that is there"_s, {change});
}

void PostgresPlanWriter::changeIdentity(const change::AlterColumn &c, int change)
{
    const QString column = u"ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u' ';
    const Identity &is = *c.to.identity;
    if (!c.from.identity) {
        alter(c.table, column + u"ADD "_s + postgresIdentity(is), words(change), {change});
        continueCounting(c.table, c.to.name,
                         u"pg_get_serial_sequence("_s + postgresString(postgresQualified(c.table)) + u", "_s
                             + postgresString(c.to.name) + u')',
                         change);
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
