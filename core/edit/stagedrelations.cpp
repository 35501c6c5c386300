// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/stagedrelations.h"

#include "core/edit/referencereader.h"
#include "core/rows/labelrule.h"

namespace core {

namespace {

/// What an edit's row is called, by what the edit knows: as it will be, or as it is stored.
QString labelIn(const RowEdit &edit, const QStringList &columns, bool asStored)
{
    const StoredRow before = storedBefore(edit);
    QList<Value> values;
    for (const QString &column : columns) {
        Value value = before.cells.value(column); // NULL where it is not known
        const auto cell = edit.cells.constFind(column);
        if (!asStored && cell != edit.cells.cend())
            value = std::holds_alternative<Value>(cell->value) ? std::get<Value>(cell->value) : Value::null();
        else if (edit.kind == RowEdit::Kind::Insert)
            value = Value::null();
        values.append(value);
    }
    return labelText(values);
}

/// One question's answer, edit by edit.
class Along {
public:
    Along(const Schema &schema, const RelatedCells::Question &question, const ChangeSet &changes,
          const Dialect &dialect)
        : m_schema(schema)
        , m_question(question)
        , m_relation(question.relation)
        , m_changes(changes)
        , m_dialect(dialect)
        , m_through(m_relation.kind == Relation::Kind::ManyToMany)
        , m_reader(schema, dialect, m_through ? m_relation.junction : m_relation.to)
        , m_near(m_through ? m_relation.junctionFromColumns : m_relation.toColumns)
    {
    }

    [[nodiscard]] StagedRelation of()
    {
        for (const RowEdit &edit : m_changes.rows()) {
            if (edit.table == (m_through ? m_relation.junction : m_relation.to))
                take(edit);
        }
        return m_staged;
    }

private:
    void take(const RowEdit &edit)
    {
        const StoredRow before = storedBefore(edit);
        std::optional<RowEnd> was;
        std::optional<RowEnd> is;
        if (edit.kind != RowEdit::Kind::Insert)
            was = m_reader.end(m_near, nullptr, &before);
        if (edit.kind != RowEdit::Kind::Delete)
            is = m_reader.end(m_near, &edit, &before);
        if (edit.kind == RowEdit::Kind::Update && !touchesAny(edit, m_near)
            && !(m_through && touchesAny(edit, m_relation.junctionToColumns)))
            return; // it stays where it is
        if (was && is && !m_through && nearKey(*was) == nearKey(*is) && was->insertId == is->insertId)
            return;
        if (StagedAlong *from = was ? at(*was) : nullptr)
            from->leaving.append(neighbour(edit, before, true));
        if (StagedAlong *to = is ? at(*is) : nullptr)
            to->coming.append(neighbour(edit, before, false));
    }

    [[nodiscard]] StagedAlong *at(const RowEnd &end)
    {
        if (end.insertId > 0)
            return &m_staged.inserted[end.insertId];
        return end.values.size() == m_relation.fromColumns.size() ? &m_staged.stored[nearKey(end)] : nullptr;
    }

    [[nodiscard]] RelatedCells::Key nearKey(const RowEnd &end) const
    {
        return meeting(m_relation.from, m_relation.fromColumns, end.values);
    }

    /// As foreign keys compare: by the columns that are pointed at.
    [[nodiscard]] RelatedCells::Key meeting(const QualifiedName &name, const QStringList &columns,
                                            const QList<Value> &values) const
    {
        const Table *table = m_schema.table(name);
        RelatedCells::Key key;
        for (qsizetype i = 0; i < values.size(); ++i) {
            const Column *column = table ? table->column(columns.value(i)) : nullptr;
            key.append(column ? m_dialect.relationSql().meetingForm(*column, values.at(i)) : values.at(i));
        }
        return key;
    }

    [[nodiscard]] StagedNeighbour neighbour(const RowEdit &edit, const StoredRow &before, bool asStored) const
    {
        if (m_question.kind == RelatedCells::Question::Kind::Count)
            return {};
        if (!m_through)
            return {{}, labelIn(edit, m_question.label, asStored), edit.kind == RowEdit::Kind::Insert};
        const auto there = m_reader.end(m_relation.junctionToColumns, asStored ? nullptr : &edit, &before);
        if (!there)
            return {};
        if (there->insertId == 0)
            return {meeting(m_relation.to, m_relation.toColumns, there->values), {}, false};
        const RowEdit *made = m_changes.findInserted(m_relation.to, there->insertId);
        return {{}, made ? labelIn(*made, m_question.label, false) : QString(), true};
    }

    const Schema &m_schema;
    const RelatedCells::Question &m_question;
    const Relation &m_relation;
    const ChangeSet &m_changes;
    const Dialect &m_dialect;
    bool m_through;
    ReferenceReader m_reader;
    QStringList m_near; ///< columns of the row that is edited
    StagedRelation m_staged;
};

} // namespace

QList<StagedRelation> stagedRelations(const Schema &schema, const QList<RelatedCells::Question> &questions,
                                      const ChangeSet &changes, const Dialect &dialect)
{
    QList<StagedRelation> staged;
    for (const RelatedCells::Question &question : questions)
        staged.append(Along(schema, question, changes, dialect).of());
    return staged;
}

} // namespace core
