// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"
#include "relationalshape.h"
#include "support/scratchdb.h"

#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <functional>

namespace stagedworld {

struct ModelRow {
    int table = 0;
    QString tag;
    qint64 insertId = 0;
    QMap<QString, Value> stored;
    QMap<QString, NewValue> now;
    bool alive = true;
    [[nodiscard]] bool isNew() const { return insertId > 0; }
};

/// Random tables with random rows in them, and where those refer to.
class WorldRows {
public:
    explicit WorldRows(quint32 seed)
        : m_random(seed)
    {
        makeShapes();
        makeRows();
    }

    [[nodiscard]] QString sql() const
    {
        QStringList out{u"PRAGMA foreign_keys = OFF"_s};
        for (const Shape &shape : m_shapes)
            out.append(createSql(shape));
        for (const ModelRow &row : m_rows) {
            QStringList names;
            QStringList values;
            for (auto cell = row.stored.cbegin(); cell != row.stored.cend(); ++cell) {
                names.append(cell.key());
                values.append(scratch::sqlite().literal(*cell));
            }
            out.append(u"INSERT INTO %1(%2) VALUES(%3)"_s.arg(m_shapes.at(row.table).name.name, names.join(u','), values.join(u',')));
        }
        return out.join(u";\n"_s);
    }

protected:
    bool chance(int oneIn) { return m_random.bounded(oneIn) == 0; }
    Value fresh() { return Value::integer(++m_counter); }

    Reference reference(int number, int target, bool required)
    {
        Reference r;
        r.target = target;
        r.required = required;
        r.deferred = chance(3);
        const auto action = [&](bool mayBeNull) {
            const int kind = m_random.bounded(4);
            if (kind == 0)
                return ForeignKeyAction::Cascade;
            return kind == 1 && mayBeNull ? ForeignKeyAction::SetNull : ForeignKeyAction::NoAction;
        };
        r.onDelete = action(!required);
        r.onUpdate = action(!required);
        for (int c = 0; c < m_shapes.at(target).keyColumns().size(); ++c)
            r.columns.append(u"f%1_%2"_s.arg(number).arg(c));
        return r;
    }

    void makeShapes()
    {
        const int count = 2 + m_random.bounded(3);
        for (int t = 0; t < count; ++t)
            m_shapes.append({{{}, u"t%1"_s.arg(t)}, static_cast<Shape::Key>(m_random.bounded(3)), {}});
        for (int t = 0; t < count; ++t) {
            const int references = m_random.bounded(3);
            for (int r = 0; r < references; ++r)
                m_shapes[t].references.append(reference(r, m_random.bounded(count), chance(3)));
        }
        if (chance(2)) {
            Shape links{{{}, u"t%1"_s.arg(count)}, Shape::Key::Links, {}};
            for (int r = 0; r < 2; ++r)
                links.references.append(reference(r, m_random.bounded(count), true));
            m_shapes.append(links);
        }
    }

    void makeRows()
    {
        for (int t = 0; t < m_shapes.size(); ++t) {
            const Shape &shape = m_shapes.at(t);
            const int count = shape.key == Shape::Key::Links ? 0 : 2 + m_random.bounded(4);
            for (int i = 0; i < count; ++i) {
                ModelRow row{t, u"s%1"_s.arg(++m_tags), 0, {}, {}, true};
                for (const QString &column : shape.keyColumns())
                    row.stored.insert(column, newKeyPart(shape));
                row.stored.insert(u"u"_s, chance(2) ? fresh() : Value());
                row.stored.insert(u"tag"_s, Value::text(row.tag));
                m_rows.append(row);
            }
        }
        const auto base = m_rows.size();
        for (int t = 0; t < m_shapes.size(); ++t) {
            const int links = m_shapes.at(t).key == Shape::Key::Links ? 3 : 0;
            for (int i = 0; i < links; ++i) {
                ModelRow row{t, u"s%1"_s.arg(++m_tags), 0, {{u"u"_s, Value()}}, {}, true};
                row.stored.insert(u"tag"_s, Value::text(row.tag));
                m_rows.append(row);
            }
        }
        for (ModelRow &row : m_rows) {
            for (const Reference &r : m_shapes.at(row.table).references) {
                QList<int> targets;
                for (int i = 0; i < base; ++i) {
                    if (m_rows.at(i).table == r.target)
                        targets.append(i);
                }
                const bool none = !r.required && chance(3);
                const ModelRow &target = m_rows.at(targets.at(m_random.bounded(int(targets.size()))));
                const QStringList key = m_shapes.at(r.target).keyColumns();
                for (qsizetype c = 0; c < key.size(); ++c)
                    row.stored.insert(r.columns.at(c), none ? Value() : target.stored.value(key.at(c)));
            }
            for (auto cell = row.stored.cbegin(); cell != row.stored.cend(); ++cell)
                row.now.insert(cell.key(), *cell);
        }
        // Two links between the same rows would be one too many.
        QSet<QList<Value>> pairs;
        m_rows.removeIf([&](const ModelRow &row) {
            const Shape &shape = m_shapes.at(row.table);
            if (shape.key != Shape::Key::Links)
                return false;
            QList<Value> pair;
            for (const QString &column : shape.keyColumns())
                pair.append(row.stored.value(column));
            const bool twice = pairs.contains(pair);
            pairs.insert(pair);
            return twice;
        });
    }

    Value newKeyPart(const Shape &shape)
    {
        const Value number = fresh();
        return shape.key == Shape::Key::Text ? Value::text(u"k"_s + number.display()) : number;
    }

    static RowKey keyOf(const Shape &shape, const ModelRow &row)
    {
        RowKey key;
        for (const QString &column : shape.keyColumns())
            key.values.append(row.stored.value(column));
        return key;
    }

    QList<int> rowsWhere(const std::function<bool(const ModelRow &)> &wanted) const
    {
        QList<int> found;
        for (int i = 0; i < m_rows.size(); ++i) {
            if (wanted(m_rows.at(i)))
                found.append(i);
        }
        return found;
    }
    int anyOf(const QList<int> &rows) { return rows.isEmpty() ? -1 : rows.at(m_random.bounded(int(rows.size()))); }

    static Value valueOf(const ModelRow &row, const QString &column)
    {
        const NewValue value = row.now.value(column);
        const auto *known = std::get_if<Value>(&value);
        return known ? *known : Value::text(u"?"_s);
    }
    static bool isNone(const ModelRow &row, const Reference &r)
    {
        return std::any_of(r.columns.begin(), r.columns.end(), [&](const QString &c) { return row.now.value(c) == NewValue(Value()); });
    }
    static QList<NewValue> valuesOf(const ModelRow &row, const QStringList &columns)
    {
        QList<NewValue> values;
        for (const QString &column : columns)
            values.append(row.now.value(column));
        return values;
    }
    [[nodiscard]] int targetOf(const ModelRow &row, const Reference &r) const
    {
        if (isNone(row, r))
            return -1;
        const QList<NewValue> values = valuesOf(row, r.columns);
        const auto *key = std::get_if<KeyOfInserted>(&values.constFirst());
        for (int i = 0; i < m_rows.size(); ++i) {
            const ModelRow &other = m_rows.at(i);
            if (other.table == r.target && other.alive
                && (key ? other.insertId == key->insertId
                        : valuesOf(other, m_shapes.at(r.target).keyColumns()) == values))
                return i;
        }
        return -1;
    }

    static QList<Value> cells(const Shape &shape, const Row &row, const QStringList &columns)
    {
        QList<Value> values;
        const QStringList all = shape.columns();
        for (const QString &column : columns)
            values.append(row.at(size_t(all.indexOf(column))));
        return values;
    }
    static QString keyText(const Shape &shape, const ModelRow &row)
    {
        QString text;
        if (shape.key == Shape::Key::Links || (shape.key == Shape::Key::Integer && row.isNew()))
            return text;
        for (const QString &column : shape.keyColumns())
            text += valueOf(row, column).display() + u'.';
        return text;
    }
    static QString line(const Shape &shape, const QString &tag, const Value &u, const QStringList &refers, const QString &key)
    {
        return shape.name.name + u' ' + tag + u" key "_s + key + u" u "_s + u.display() + u" → "_s + refers.join(u' ');
    }

    QRandomGenerator m_random;
    QList<Shape> m_shapes;
    QList<ModelRow> m_rows;
    qint64 m_counter = 100;
    int m_tags = 0;
};

} // namespace stagedworld
