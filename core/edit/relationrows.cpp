// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/relationrows.h"

#include "core/edit/referencereader.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace core {

namespace {

using State = RelatedRow::State;

bool isSameValue(const Value &a, const Value &b)
{
    if (a.isNumber() && b.isNumber() && a.kind() != b.kind()) {
        const auto real = [](const Value &v) {
            return v.kind() == Value::Kind::Real ? v.toReal() : double(v.toInteger());
        };
        return real(a) == real(b);
    }
    return a == b;
}

struct Question {
    QualifiedName table;
    QStringList columns; ///< that name the near row
    QStringList others;  ///< of links: that name the far one
};

RowEnd orNone(const std::optional<RowEnd> &end) { return end ? *end : RowEnd(); }

QList<RelatedRow> relatedRows(const Schema &schema, const ChangeSet &changes, const Dialect &dialect,
                              const Question &question, const RowEnd &near, const QList<StoredRow> &stored)
{
    const ReferenceReader reader(schema, dialect, question.table);
    QList<RelatedRow> out;
    QSet<RowKey> known;
    for (int i = 0; i < int(stored.size()); ++i) {
        const StoredRow &row = stored.at(i);
        known.insert(row.key);
        const RowEdit *edit = changes.find(question.table, row.key);
        State state = State::Stored;
        if (edit && edit->kind == RowEdit::Kind::Delete) {
            state = State::Removed;
        } else if (edit && touchesAny(*edit, question.columns)) {
            const auto end = reader.end(question.columns, edit, &row);
            state = end && isSameEnd(*end, near) ? State::Stored : State::MovedAway;
        }
        const RowEdit *counts = state == State::Removed ? nullptr : edit; // what goes is what is stored
        out.append({state, {question.table, row.key, 0}, i, orNone(reader.end(question.others, counts, &row))});
    }
    for (const RowEdit &edit : changes.rows()) {
        const bool isNew = edit.kind == RowEdit::Kind::Insert;
        const bool comes = isNew || (edit.kind == RowEdit::Kind::Update && touchesAny(edit, question.columns));
        if (edit.table != question.table || !comes || (!isNew && known.contains(edit.key)))
            continue;
        const auto end = reader.end(question.columns, &edit, nullptr);
        if (!end || !isSameEnd(*end, near))
            continue;
        out.append({isNew ? State::Added : State::MovedHere, {edit.table, edit.key, edit.insertId}, -1,
                    orNone(reader.end(question.others, &edit, nullptr))});
    }
    return out;
}

} // namespace

Result<EditOp> takeBack(const ChangeSet &changes, const RelatedRow &row, const QStringList &columns)
{
    switch (row.state) {
    case State::Added: return deleteRow(changes, row.row, {});
    case State::Removed: return EditOp(RestoreRow{row.row.table, row.row.key});
    case State::MovedHere:
    case State::MovedAway: {
        const RowEdit *edit = changes.find(row.row.table, row.row.key);
        CompoundEdit back;
        for (const QString &column : columns) {
            if (edit && edit->cells.contains(column))
                back.ops.append(
                    SetCell{row.row.table, row.row.key, column, edit->cells.value(column).base, std::nullopt});
        }
        if (!back.ops.isEmpty())
            return EditOp(back);
        break;
    }
    case State::Stored: break;
    }
    return Error::invalid(QStringLiteral("Nothing is staged about this row of table %1 that could be taken back here.").arg(
        row.row.table.display()));
}

bool isSameEnd(const RowEnd &a, const RowEnd &b)
{
    return a.insertId == b.insertId
        && std::equal(a.values.cbegin(), a.values.cend(), b.values.cbegin(), b.values.cend(), isSameValue);
}

QList<RelatedRow> stagedChildren(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                 const Dialect &dialect, const RowEnd &parent, const QList<StoredRow> &stored)
{
    return relatedRows(schema, changes, dialect, {relation.to, relation.toColumns, {}}, parent, stored);
}

qint64 stagedLeaving(const Schema &schema, const Relation &relation, const ChangeSet &changes, const Dialect &dialect,
                     const RowEnd &parent)
{
    const ReferenceReader reader(schema, dialect, relation.to);
    qint64 leaving = 0;
    for (const RowEdit &edit : changes.rows()) {
        if (edit.table != relation.to || edit.kind == RowEdit::Kind::Insert)
            continue;
        const StoredRow before = storedBefore(edit);
        const auto was = reader.end(relation.toColumns, nullptr, &before);
        if (!was || !isSameEnd(*was, parent))
            continue;
        const auto is = reader.end(relation.toColumns, &edit, &before);
        leaving += edit.kind == RowEdit::Kind::Delete || !is || !isSameEnd(*is, parent) ? 1 : 0;
    }
    return leaving;
}

QList<RelatedRow> stagedLinks(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                              const Dialect &dialect, const RowEnd &here, const QList<StoredRow> &stored)
{
    return relatedRows(schema, changes, dialect,
                       {relation.junction, relation.junctionFromColumns, relation.junctionToColumns}, here, stored);
}

} // namespace core
