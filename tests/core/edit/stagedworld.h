// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"
#include "worldrows.h"

#include <QSet>

#include <algorithm>

/// Random tables and rows, random edits of them, and what becomes of them by the rules of foreign keys alone: a witness
/// that shares no code with the writer.
namespace stagedworld {

/// The model: knows what tables are, and nothing of how they are written.
class World : public WorldRows {
public:
    using WorldRows::WorldRows;

    /// Stages some edits and does the same in the model.
    Result<ChangeSet> stage()
    {
        const int rekeyed = chance(3) ? 1 : 0;
        for (int i = 0; i < rekeyed; ++i)
            RC_TRY(changeKey());
        const int edits = 2 + m_random.bounded(8);
        for (int i = 0; i < edits; ++i) {
            const int kind = m_random.bounded(10);
            if (kind < 4)
                RC_TRY(insert());
            else if (kind < 8)
                RC_TRY(update());
            else
                RC_TRY(remove());
        }
        return m_changes;
    }

    /// What the rows are in the end; why they cannot be, if so.
    [[nodiscard]] QString settle()
    {
        for (bool changed = true; changed;) {
            changed = false;
            for (ModelRow &row : m_rows) {
                for (const Reference &r : m_shapes.at(row.table).references) {
                    if (row.alive && !isNone(row, r) && targetOf(row, r) < 0)
                        changed = follow(row, r) || changed;
                }
            }
        }
        return broken();
    }

    /// Rows by tag, with the tags of the rows they refer to.
    [[nodiscard]] QStringList expected() const
    {
        QStringList lines;
        for (const ModelRow &row : m_rows) {
            if (!row.alive)
                continue;
            QStringList refers;
            for (const Reference &r : m_shapes.at(row.table).references) {
                const int target = targetOf(row, r);
                refers.append(target < 0 ? u"-"_s : m_rows.at(target).tag);
            }
            lines.append(line(m_shapes.at(row.table), row.tag, valueOf(row, u"u"_s), refers,
                              keyText(m_shapes.at(row.table), row)));
        }
        lines.sort();
        return lines;
    }

    /// The same, read from the database.
    [[nodiscard]] QStringList actual(Database &database) const
    {
        QList<std::vector<Row>> tables;
        QList<QHash<QList<Value>, QString>> tags;
        for (const Shape &shape : m_shapes) {
            const auto read = database.query(u"SELECT %1 FROM %2"_s.arg(shape.columns().join(u','), shape.name.name));
            if (!read)
                return {read.error().message};
            tables.append(*read);
            QHash<QList<Value>, QString> byKey;
            for (const Row &row : *read)
                byKey.insert(cells(shape, row, shape.keyColumns()), row.back().display());
            tags.append(byKey);
        }
        QStringList lines;
        for (int t = 0; t < m_shapes.size(); ++t) {
            const Shape &shape = m_shapes.at(t);
            for (const Row &row : tables.at(t)) {
                QStringList refers;
                for (const Reference &r : shape.references) {
                    const QList<Value> values = cells(shape, row, r.columns);
                    const bool none = std::any_of(values.begin(), values.end(), [](const Value &v) { return v.isNull(); });
                    refers.append(none ? u"-"_s : tags.at(r.target).value(values, u"nothing"_s));
                }
                const bool generated = shape.key == Shape::Key::Integer && row.back().display().startsWith(u'n');
                QString key;
                if (shape.key != Shape::Key::Links && !generated) {
                    for (const Value &v : cells(shape, row, shape.keyColumns()))
                        key += v.display() + u'.';
                }
                lines.append(line(shape, row.back().display(), row.at(row.size() - 2), refers, key));
            }
        }
        lines.sort();
        return lines;
    }

private:
    Result<Done> set(ModelRow &row, const QString &column, const NewValue &value)
    {
        const Shape &shape = m_shapes.at(row.table);
        row.now[column] = value;
        if (row.isNew())
            RC_TRY(m_changes.apply(SetInsertedCell{shape.name, row.insertId, column, value}));
        else
            RC_TRY(m_changes.apply(SetCell{shape.name, keyOf(shape, row), column, row.stored.value(column), value, -1}));
        return Done();
    }

    Result<Done> changeKey()
    {
        const int i = anyOf(rowsWhere([&](const ModelRow &r) { return m_shapes.at(r.table).key != Shape::Key::Links; }));
        const Shape &shape = m_shapes.at(m_rows.at(i).table);
        // Far from the numbers that the database gives to new rows.
        m_counter += 100'000;
        const Value part = newKeyPart(shape);
        m_counter -= 100'000;
        return set(m_rows[i], shape.keyColumns().constLast(), part);
    }

    Result<Done> refer(ModelRow &row, const Reference &r, bool mayBeNone)
    {
        const int target = mayBeNone && !r.required && chance(4)
            ? -1
            : anyOf(rowsWhere([&](const ModelRow &o) { return o.table == r.target && o.alive && o.tag != row.tag; }));
        const QStringList key = m_shapes.at(r.target).keyColumns();
        for (qsizetype c = 0; c < key.size(); ++c) {
            NewValue value = Value();
            if (target >= 0 && m_rows.at(target).isNew())
                value = KeyOfInserted{m_shapes.at(r.target).name, m_rows.at(target).insertId, key.at(c)};
            else if (target >= 0)
                value = m_rows.at(target).now.value(key.at(c));
            RC_TRY(set(row, r.columns.at(c), value));
        }
        return Done();
    }

    Result<Done> insert()
    {
        const int t = m_random.bounded(int(m_shapes.size()));
        const Shape &shape = m_shapes.at(t);
        ModelRow row{t, u"n%1"_s.arg(++m_tags), m_changes.nextInsertId(), {}, {}, true};
        RC_TRY(m_changes.apply(InsertRow{shape.name, row.insertId, {}, -1}));
        m_rows.append(row);
        ModelRow &added = m_rows.last();
        for (const QString &column : shape.columns())
            added.now.insert(column, Value());
        RC_TRY(set(added, u"tag"_s, Value::text(added.tag)));
        if (shape.key == Shape::Key::Text || shape.key == Shape::Key::Pair) {
            for (const QString &column : shape.keyColumns())
                RC_TRY(set(added, column, newKeyPart(shape)));
        }
        if (chance(3))
            RC_TRY(set(added, u"u"_s, someUnique()));
        for (const Reference &r : shape.references)
            RC_TRY(refer(added, r, true));
        return Done();
    }

    /// A new value, or one that a staged edit lets go: what a cascade frees nobody can know beforehand.
    Value someUnique()
    {
        const int other = anyOf(rowsWhere([](const ModelRow &r) {
            return !r.stored.value(u"u"_s).isNull() && (!r.alive || r.now.value(u"u"_s) != NewValue(r.stored.value(u"u"_s)));
        }));
        return other >= 0 && chance(2) ? m_rows.at(other).stored.value(u"u"_s) : fresh();
    }

    Result<Done> update()
    {
        const int i = anyOf(rowsWhere([](const ModelRow &r) { return r.alive; }));
        if (i < 0)
            return Done();
        const QList<Reference> references = m_shapes.at(m_rows.at(i).table).references;
        if (references.isEmpty() || chance(3))
            return set(m_rows[i], u"u"_s, chance(4) ? Value() : someUnique());
        return refer(m_rows[i], references.at(m_random.bounded(int(references.size()))), true);
    }

    Result<Done> remove()
    {
        const int i = anyOf(rowsWhere([](const ModelRow &r) { return r.alive && !r.isNew(); }));
        if (i < 0)
            return Done();
        const Shape &shape = m_shapes.at(m_rows.at(i).table);
        m_rows[i].alive = false;
        RC_TRY(m_changes.apply(DeleteRow{shape.name, keyOf(shape, m_rows.at(i)), m_rows.at(i).stored, -1}));
        for (auto cell = m_rows.at(i).stored.cbegin(); cell != m_rows.at(i).stored.cend(); ++cell)
            m_rows[i].now.insert(cell.key(), *cell);
        return Done();
    }

    // Settling
    /// What the database does to a row whose parent went, or got another key. False: it does not allow it.
    bool follow(ModelRow &row, const Reference &r)
    {
        const QStringList key = m_shapes.at(r.target).keyColumns();
        const QList<NewValue> values = valuesOf(row, r.columns);
        for (const ModelRow &other : std::as_const(m_rows)) {
            if (other.table != r.target)
                continue;
            QList<NewValue> stored;
            for (const QString &column : key)
                stored.append(other.stored.value(column));
            const bool went = !other.alive && (valuesOf(other, key) == values || stored == values);
            const bool changed = other.alive && !other.isNew() && stored == values;
            if (!went && !changed)
                continue;
            const ForeignKeyAction action = went ? r.onDelete : r.onUpdate;
            if (action == ForeignKeyAction::NoAction)
                return false;
            if (action == ForeignKeyAction::Cascade && went)
                row.alive = false;
            for (qsizetype c = 0; c < key.size() && row.alive; ++c)
                row.now[r.columns.at(c)] = action == ForeignKeyAction::Cascade ? other.now.value(key.at(c)) : NewValue(Value());
            return true;
        }
        // Of a new row that is gone with its own parent.
        const auto *inserted = std::get_if<KeyOfInserted>(&values.constFirst());
        if (!inserted || r.onDelete == ForeignKeyAction::NoAction)
            return false;
        if (r.onDelete == ForeignKeyAction::Cascade) {
            row.alive = false;
            return true;
        }
        for (const QString &column : r.columns)
            row.now[column] = Value();
        return true;
    }

    [[nodiscard]] QString broken() const
    {
        QSet<QString> seen;
        for (const ModelRow &row : m_rows) {
            const RowEdit *edit = row.alive || row.isNew() ? nullptr : m_changes.find(m_shapes.at(row.table).name, keyOf(m_shapes.at(row.table), row));
            if (edit && edit->kind == RowEdit::Kind::Update)
                return row.tag + u" is edited, and goes with another row"_s;
            if (!row.alive && row.isNew())
                return row.tag + u" is new, and goes with another row"_s;
            if (!row.alive)
                continue;
            const Shape &shape = m_shapes.at(row.table);
            QString pair;
            for (const Reference &r : shape.references) {
                if (r.required && isNone(row, r))
                    return row.tag + u" needs a row"_s;
                if (!isNone(row, r) && targetOf(row, r) < 0)
                    return row.tag + u" refers to nothing"_s;
                pair += QString::number(targetOf(row, r)) + u' ';
            }
            const Value u = valueOf(row, u"u"_s);
            QStringList uniques;
            if (!u.isNull())
                uniques.append(shape.name.name + u" u "_s + u.display());
            if (shape.key == Shape::Key::Links)
                uniques.append(shape.name.name + u" link "_s + pair);
            for (const QString &unique : std::as_const(uniques)) {
                if (seen.contains(unique))
                    return row.tag + u" is there twice: "_s + unique;
                seen.insert(unique);
            }
        }
        return {};
    }

    ChangeSet m_changes;
};

} // namespace stagedworld
