// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/schemarelations.h"

#include <QDir>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether rows of the table are told apart by exactly these columns.
bool isKey(const Table &table, const QStringList &columns)
{
    const QSet<QString> wanted(columns.cbegin(), columns.cend());
    const auto same = [&](const QStringList &key) {
        return key.size() == columns.size() && QSet<QString>(key.cbegin(), key.cend()) == wanted;
    };
    return same(table.primaryKeyColumns())
        || std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                       [&](const UniqueConstraint &u) { return same(u.columnNames()); })
        || std::any_of(table.indexes.cbegin(), table.indexes.cend(),
                       [&](const Index &i) { return i.unique && i.where.isEmpty() && same(i.columnNames()); });
}

/// Which column leads to which, in whatever order they were written.
QSet<QPair<QString, QString>> pairs(const QStringList &from, const QStringList &to)
{
    QSet<QPair<QString, QString>> out;
    for (qsizetype i = 0; i < from.size(); ++i)
        out.insert({from.at(i), to.value(i)});
    return out;
}

class Collector {
public:
    Collector(const DrizzleSchema &declared, const Schema &live)
        : m_declared(declared)
        , m_live(live)
    {
    }

    QList<DrawnForeignKey> run()
    {
        for (const DrizzleRelation &r : m_declared.relations)
            addRelation(r);
        for (const Table &t : m_declared.schema.tables) {
            for (const ForeignKey &key : t.foreignKeys)
                add({t.name, key.columns}, {key.target, key.targetColumns}, {}, {}, {});
        }
        return m_out;
    }

private:
    struct Side {
        QualifiedName table;
        QStringList columns;
    };

    void addRelation(const DrizzleRelation &r)
    {
        const Side from{r.from, r.fromColumns};
        const Side to{r.to, r.toColumns};
        if (!r.through.name.isEmpty()) {
            add({r.through, r.throughFromColumns}, from, {}, {}, r.file);
            add({r.through, r.throughToColumns}, to, {}, {}, r.file);
        } else if (r.kind == DrizzleRelation::Kind::One && r.owns.value_or(refers(from, to))) {
            add(from, to, r.name, {}, r.file);
        } else {
            add(to, from, {}, r.name, r.file);
        }
    }

    /// Which of two sides holds the key, where it is not said: the one that leads to a key of the other. Where both are
    /// keys, as in a one-to-one, the longer name does: "member_id" refers to "id".
    [[nodiscard]] bool refers(const Side &from, const Side &to) const
    {
        const Table *here = m_live.table(from.table);
        const Table *there = m_live.table(to.table);
        if (!here || !there)
            return true;
        const bool hereIsKey = isKey(*here, from.columns);
        const bool thereIsKey = isKey(*there, to.columns);
        if (hereIsKey != thereIsKey)
            return thereIsKey;
        return from.columns.join(QString()).size() >= to.columns.join(QString()).size();
    }

    void add(const Side &child, const Side &parent, const QString &name, const QString &reverseName,
             const QString &file)
    {
        const Table *here = m_live.table(child.table);
        const Table *there = m_live.table(parent.table);
        if (!here || !there)
            return;
        DrawnForeignKey key;
        key.table = here->name;
        key.key.columns = knownColumns(*here, child.columns);
        key.key.target = there->name;
        key.key.targetColumns = knownColumns(*there, parent.columns);
        const bool toItself = here == there && key.key.columns == key.key.targetColumns;
        if (key.key.columns.isEmpty() || key.key.columns.size() != key.key.targetColumns.size() || toItself
            || isKnown(*here, key.key.columns, *there, key.key.targetColumns)
            || isKnown(*there, key.key.targetColumns, *here, key.key.columns))
            return;
        const auto same = std::find_if(m_out.begin(), m_out.end(), [&](const DrawnForeignKey &k) {
            return k.table == key.table && k.key.target == key.key.target
                && pairs(k.key.columns, k.key.targetColumns) == pairs(key.key.columns, key.key.targetColumns);
        });
        DrawnForeignKey &kept = same == m_out.end() ? m_out.emplaceBack(key) : *same;
        if (kept.name.isEmpty())
            kept.name = name;
        if (kept.reverseName.isEmpty())
            kept.reverseName = reverseName;
        if (kept.declaredIn.isEmpty() || !name.isEmpty())
            kept.declaredIn = shown(file);
    }

    /// By a foreign key of the database.
    [[nodiscard]] bool isKnown(const Table &child, const QStringList &columns, const Table &parent,
                               const QStringList &parentColumns) const
    {
        return std::any_of(child.foreignKeys.cbegin(), child.foreignKeys.cend(), [&](const ForeignKey &key) {
            if (m_live.table(key.target) != &parent)
                return false;
            const QStringList target =
                key.targetColumns.isEmpty() ? parent.primaryKeyColumns() : knownColumns(parent, key.targetColumns);
            return pairs(knownColumns(child, key.columns), target) == pairs(columns, parentColumns);
        });
    }

    [[nodiscard]] QString shown(const QString &file) const
    {
        const QString path = file.isEmpty() ? m_declared.files.value(0) : file;
        return QDir(m_declared.root).relativeFilePath(path);
    }

    const DrizzleSchema &m_declared;
    const Schema &m_live;
    QList<DrawnForeignKey> m_out;
};

} // namespace

QList<DrawnForeignKey> relationsBeside(const DrizzleSchema &declared, const Schema &live)
{
    return Collector(declared, live).run();
}

QHash<QString, ColumnFormat> formatsOf(const DrizzleColumns &columns)
{
    using Kind = ColumnFormat::Kind;
    QHash<QString, ColumnFormat> out;
    for (auto it = columns.cbegin(); it != columns.cend(); ++it) {
        switch (it->mode) {
        case DrizzleColumn::Mode::Boolean:
            out.insert(it.key(), {Kind::Boolean, {}});
            break;
        case DrizzleColumn::Mode::Timestamp:
            out.insert(it.key(), {Kind::UnixSeconds, {}});
            break;
        case DrizzleColumn::Mode::TimestampMs:
            out.insert(it.key(), {Kind::UnixMilliseconds, {}});
            break;
        case DrizzleColumn::Mode::Json:
            out.insert(it.key(), {Kind::Json, {}});
            break;
        case DrizzleColumn::Mode::Unsaid:
        case DrizzleColumn::Mode::JsonBlob: // what is typed as JSON would be stored as text
        case DrizzleColumn::Mode::BigInt:
        case DrizzleColumn::Mode::Number:
        case DrizzleColumn::Mode::Buffer:
            if (!it->enumValues.isEmpty())
                out.insert(it.key(), {Kind::Enumeration, it->enumValues});
            break;
        }
    }
    return out;
}

} // namespace core
