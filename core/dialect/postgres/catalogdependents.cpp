// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on tables, columns, indexes and functions, as PostgresCatalogReader makes it of the catalogue's rows.
#include "core/dialect/postgres/catalogreader.h"

#include "core/dialect/postgres/catalogcells.h"
#include "core/dialect/postgres/catalogtext.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind_ = DependentObject::Kind;

void takeNeeds(const QString &json, DependentObject &d)
{
    const QJsonArray all = postgresList(json);
    for (const QJsonValue &one : all) {
        const QJsonArray need = one.toArray();
        const QualifiedName name{postgresModelSchema(need.at(1).toString()), need.at(2).toString()};
        if (need.at(0).toString() == "r"_L1)
            d.columns.append({name, need.at(3).toString()});
        else if (need.at(0).toString() == "f"_L1)
            d.functions.append({name, need.at(3).toString()});
        else
            d.types.append(name);
    }
}

QString dependentWithoutSemicolon(const QString &sql)
{
    const QString text = sql.trimmed();
    return text.endsWith(u';') ? text.chopped(1).trimmed() : text;
}

void takeRule(const QJsonArray &texts, DependentObject &d)
{
    const QString name = postgresIdentifier(texts.at(0).toString());
    d.kind = Kind_::Rule;
    d.display = u"The rule %1 on %2"_s.arg(texts.at(0).toString(), d.table.display());
    d.drop = u"DROP RULE IF EXISTS "_s + name + u" ON "_s + keptName;
    d.make.append(dependentWithoutSemicolon(texts.at(1).toString()));
    static const QHash<QString, QString> states{
        {u"D"_s, u"DISABLE"_s}, {u"R"_s, u"ENABLE REPLICA"_s}, {u"A"_s, u"ENABLE ALWAYS"_s}};
    if (const QString state = states.value(texts.at(2).toString()); !state.isEmpty())
        d.make.append(u"ALTER TABLE "_s + keptName + u' ' + state + u" RULE "_s + name);
    if (const QString comment = texts.at(3).toString(); !comment.isEmpty())
        d.make.append(postgresComment(u"RULE "_s + name + u" ON "_s + keptName, comment));
}

void takeStatistics(const QJsonArray &texts, DependentObject &d)
{
    const QString name = postgresQualified({postgresModelSchema(texts.at(0).toString()), texts.at(1).toString()});
    const QString statistics = u"STATISTICS "_s + name;
    d.kind = Kind_::Statistics;
    d.display = u"The statistics %1 of %2"_s.arg(texts.at(1).toString(), d.table.display());
    d.drop = u"DROP STATISTICS IF EXISTS "_s + name;
    d.make.append(texts.at(2).toString().chopped(texts.at(3).toString().size()) + keptName);
    if (!texts.at(4).isNull())
        d.make.append(u"ALTER %1 SET STATISTICS %2"_s.arg(statistics).arg(texts.at(4).toInt()));
    if (const QString owner = texts.at(5).toString(); !owner.isEmpty())
        d.make.append(u"ALTER "_s + statistics + u" OWNER TO "_s + postgresIdentifier(owner));
    if (const QString comment = texts.at(6).toString(); !comment.isEmpty())
        d.make.append(postgresComment(statistics, comment));
}

void takePublication(const QJsonArray &texts, DependentObject &d)
{
    const QString publication = u"ALTER PUBLICATION "_s + postgresIdentifier(texts.at(0).toString());
    d.kind = Kind_::Publication;
    d.display = u"The publication %1 of %2"_s.arg(texts.at(0).toString(), d.table.display());
    d.drop = publication + u" DROP TABLE "_s + keptName;
    QStringList columns;
    const QJsonArray all = texts.at(1).toArray();
    for (const QJsonValue &c : all)
        columns.append(c.toString());
    QString make = publication + u" ADD TABLE "_s + keptName;
    if (!columns.isEmpty())
        make += u" ("_s + postgresNameList(columns) + u')';
    if (const QString where = texts.at(2).toString(); !where.isEmpty())
        make += u" WHERE ("_s + withoutOuterParentheses(where) + u')';
    d.make.append(make);
}

QString dependentRelation(const QString &kind)
{
    return kind == "v"_L1 ? u"VIEW "_s
        : kind == "m"_L1  ? u"MATERIALIZED VIEW "_s
        : kind == "f"_L1  ? u"FOREIGN TABLE "_s
                          : u"TABLE "_s;
}

/// "a=b" as "a = 'b'", or with a blank between them.
QString dependentOptions(const QJsonArray &options, QLatin1String between, QLatin1String only = {})
{
    QStringList out;
    for (const QJsonValue &o : options) {
        const QString name = o.toString().section(u'=', 0, 0);
        if (!only.isEmpty() && !name.startsWith(only)) // what a server may note there for itself
            continue;
        out.append(postgresIdentifier(name) + between + postgresString(o.toString().section(u'=', 1)));
    }
    return out.join(u", "_s);
}

QString dependentLines(const QJsonArray &parameters)
{
    QStringList lines;
    for (const QJsonValue &p : parameters)
        lines.append(p.toString());
    return lines.join(u'\n');
}

QStringList dependentGrants(const QJsonArray &privileges)
{
    QStringList out;
    for (const QJsonValue &one : privileges) {
        const QJsonArray said = one.toArray();
        out.append(u"GRANT "_s + said.at(1).toString() + u" ("_s + keptColumn + u") ON "_s + keptName + u" TO "_s
                   + (said.at(0).isNull() ? u"PUBLIC"_s : postgresIdentifier(said.at(0).toString()))
                   + (said.at(2).toBool() ? u" WITH GRANT OPTION"_s : QString()));
    }
    return out;
}

void takeIndex(const QJsonArray &texts, DependentObject &d)
{
    const QString index = postgresQualified({d.table.schema, texts.at(0).toString()});
    const QString relation = u"ALTER "_s + dependentRelation(texts.at(1).toString()) + keptName;
    d.kind = Kind_::Index;
    d.index = texts.at(0).toString();
    d.display = u"What is set for the index %1 of %2"_s.arg(d.index, d.table.display());
    const QString name = postgresIdentifier(d.index);
    if (const QString space = texts.at(5).toString(); !space.isEmpty())
        d.make.append(u"ALTER INDEX "_s + index + u" SET TABLESPACE "_s + postgresIdentifier(space));
    const QJsonArray targets = texts.at(4).toArray();
    for (const QJsonValue &one : targets) {
        const QJsonArray target = one.toArray();
        d.make.append(u"ALTER INDEX %1 ALTER COLUMN %2 SET STATISTICS %3"_s.arg(index)
                          .arg(target.at(0).toInt())
                          .arg(target.at(1).toInt()));
    }
    d.arguments = dependentLines(texts.at(6).toArray());
    if (texts.at(2).toBool())
        d.make.append(relation + u" CLUSTER ON "_s + name);
    if (texts.at(3).toBool())
        d.make.append(relation + u" REPLICA IDENTITY USING INDEX "_s + name);
}

void takePart(const QJsonArray &texts, DependentObject &d)
{
    const QualifiedName partition{postgresModelSchema(texts.at(1).toString()), texts.at(2).toString()};
    d.kind = Kind_::IndexPart;
    d.index = texts.at(0).toString();
    d.columns.append({partition, {}});
    d.name = {partition.schema, texts.at(3).toString()};
    d.display = u"The index %1 of %2"_s.arg(d.name.name, partition.display());
    d.arguments = dependentLines(texts.at(4).toArray());
    if (const QString comment = texts.at(6).toString(); !comment.isEmpty())
        d.make.append(postgresComment(u"INDEX "_s + postgresQualified(d.name), comment));
    if (const QString comment = texts.at(7).toString(); !comment.isEmpty())
        d.make.append(postgresComment(u"CONSTRAINT "_s + postgresIdentifier(texts.at(5).toString()) + u" ON "_s
                                          + postgresQualified(partition),
                                      comment));
}

} // namespace

void PostgresCatalogReader::takeAccess(DependentObject::Kind kind, const QualifiedName &name, const QStringList &make)
{
    DependentObject access;
    access.kind = kind;
    access.name = name;
    access.display = u"Who owns and may use %1"_s.arg(name.display());
    access.make = make;
    if (!make.isEmpty())
        m_schema.dependents.value.append(access);
}

/// What goes with the column, and what goes with its type alone.
void PostgresCatalogReader::takeColumnSettings(const Row &r)
{
    const QJsonArray texts = postgresList(partCell(r, 4));
    const QString name = texts.at(0).toString();
    DependentObject lost;
    lost.kind = Kind_::Column;
    lost.table = partName(r, 1);
    lost.columns.append({lost.table, name});
    lost.display = u"What is set for %1 of %2"_s.arg(name, lost.table.display());
    DependentObject stored = lost;
    stored.kind = Kind_::Storage;
    const QString alter =
        u"ALTER "_s + dependentRelation(texts.at(1).toString()) + keptName + u" ALTER COLUMN "_s + keptColumn;
    static const QHash<QString, QString> storages{
        {u"p"_s, u"PLAIN"_s}, {u"e"_s, u"EXTERNAL"_s}, {u"m"_s, u"MAIN"_s}, {u"x"_s, u"EXTENDED"_s}};
    if (!texts.at(2).isNull())
        lost.make.append(alter + u" SET STATISTICS %1"_s.arg(texts.at(2).toInt()));
    if (const QString storage = storages.value(texts.at(3).toString()); !storage.isEmpty())
        stored.make.append(alter + u" SET STORAGE "_s + storage);
    if (const QString method = texts.at(4).toString(); !method.isEmpty())
        stored.make.append(alter + u" SET COMPRESSION "_s + (method == "l"_L1 ? u"lz4"_s : u"pglz"_s));
    if (const QString options = dependentOptions(texts.at(5).toArray(), " = "_L1, "n_distinct"_L1); !options.isEmpty())
        lost.make.append(alter + u" SET ("_s + options + u')');
    if (const QString options = dependentOptions(texts.at(6).toArray(), " "_L1); !options.isEmpty())
        lost.make.append(alter + u" OPTIONS ("_s + options + u')');
    lost.make += dependentGrants(texts.at(7).toArray());
    if (const QString value = texts.at(8).toString(); !value.isEmpty())
        lost.make.append(alter + u" SET DEFAULT "_s + value);
    for (const DependentObject &d : {lost, stored}) {
        if (!d.make.isEmpty())
            m_schema.dependents.value.append(d);
    }
}

void PostgresCatalogReader::takeDependents(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        const QString kind = partCell(r, 0);
        if (isHidden(partCell(r, 1)))
            continue;
        if (kind == "column"_L1) {
            takeColumnSettings(r);
            continue;
        }
        const QJsonArray texts = postgresList(partCell(r, 4));
        DependentObject d;
        if (!r[1].isNull())
            d.table = partName(r, 1);
        takeNeeds(partCell(r, 3), d);
        if (kind == "rule"_L1) {
            takeRule(texts, d);
        } else if (kind == "statistics"_L1) {
            takeStatistics(texts, d);
        } else if (kind == "publication"_L1) {
            takePublication(texts, d);
        } else if (kind == "index"_L1) {
            takeIndex(texts, d);
            if (d.make.isEmpty() && d.arguments.isEmpty())
                continue;
        } else if (kind == "part"_L1) {
            takePart(texts, d);
        } else {
            d.kind = kind == "function"_L1 ? Kind_::Function : Kind_::Other;
            d.display = texts.at(0).toString();
            d.name = {postgresModelSchema(texts.at(1).toString()), texts.at(2).toString()};
            d.arguments = texts.at(3).toString();
        }
        m_schema.dependents.value.append(d);
    }
}

} // namespace core
