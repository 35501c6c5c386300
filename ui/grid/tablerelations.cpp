// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/tablerelations.h"

#include "core/edit/stagedrelations.h"
#include "core/rows/columnformat.h"
#include "core/session/session.h"
#include "ui/shell/destinations.h"

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

using Question = core::RelatedCells::Question;

std::optional<core::KeyOfInserted> referenceAt(core::RowsModel &model, const core::ChangeSet &changes, qint64 row,
                                               const QString &column)
{
    const core::RowEdit *edit = nullptr;
    if (const auto id = model.insertIdOf(row))
        edit = changes.findInserted(model.table().name, *id);
    else if (const auto key = model.keyOf(row))
        edit = changes.find(model.table().name, *key);
    const auto cell = edit ? edit->cells.constFind(column) : QMap<QString, core::CellEdit>::const_iterator();
    if (!edit || cell == edit->cells.cend())
        return std::nullopt;
    const auto *reference = std::get_if<core::KeyOfInserted>(&cell->value);
    return reference ? std::optional(*reference) : std::nullopt;
}

TableRelations::TableRelations(core::Session &session, core::RowsModel &model, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_model(model)
    , m_cells(session.makeRelatedCells())
{
    connect(&session, &core::Session::schemaChanged, this, &TableRelations::ask);
    connect(&session, &core::Session::relationsChanged, this, &TableRelations::ask);
    const auto takeFormats = [this] { m_model.setDeclaredFormats(m_session.declaredFormats(m_model.table().name)); };
    connect(&session, &core::Session::projectSchemaChanged, this, takeFormats);
    connect(&session, &core::Session::schemaChanged, this, takeFormats); // enums
    takeFormats();
    connect(m_cells.get(), &core::RelatedCells::busyChanged, this, [this](bool busy) {
        if (!busy && !std::exchange(m_answered, true))
            Q_EMIT firstAnswered();
    });
    ask();
    connect(&session, &core::Session::changesChanged, this, &TableRelations::takeChanges);
}

TableRelations::~TableRelations()
{
    m_model.setRelations(nullptr, {}, {}, {}); // the cells go before the model
}

void TableRelations::ask()
{
    m_answered = false;
    const core::LabelRules &rules = m_session.labelRules();
    QList<Question> labels;
    QList<Question> columns;
    for (const core::Relation &relation : m_session.relations().of(m_model.table().name)) {
        const QStringList label = rules.value(relation.to).columns;
        switch (relation.kind) {
        case core::Relation::Kind::One:
            labels.append({Question::Kind::Label, relation, label});
            break;
        case core::Relation::Kind::OneToOne:
            columns.append({Question::Kind::Label, relation, label});
            break;
        case core::Relation::Kind::Many:
            columns.append({Question::Kind::Count, relation, {}});
            break;
        case core::Relation::Kind::ManyToMany:
            columns.append({Question::Kind::Chips, relation, label});
            break;
        }
    }
    m_columns = columns;
    m_model.setRelations(m_cells.get(), m_session.schema(), labels, columns);
    takeChanges();
}

void TableRelations::takeChanges()
{
    m_model.setStagedRelations(
        core::stagedRelations(*m_session.schema(), m_columns, *m_session.changes(), m_session.dialect()));
}

const core::Relation *TableRelations::relationAt(int column) const
{
    if (column < 0 || column >= m_model.columnCount())
        return nullptr;
    if (column >= m_model.storedColumns())
        return &m_model.questionAt(column)->relation;
    return m_session.relations().byColumn(m_model.table().name, m_model.columnAt(column).name);
}

std::optional<core::RelatedLabel> TableRelations::labelOf(const QString &column) const
{
    const core::Relation *relation = m_session.relations().byColumn(m_model.table().name, column);
    if (!relation || relation->kind != core::Relation::Kind::One || relation->fromColumns.value(0) != column)
        return std::nullopt;
    const QStringList label = m_session.labelRules().value(relation->to).columns;
    return label.isEmpty() ? std::nullopt : std::optional(core::RelatedLabel{*relation, label});
}

core::Result<Destination> TableRelations::destinationAt(qint64 row, int column) const
{
    const core::Relation *relation = relationAt(column);
    if (!relation) {
        return core::Error::invalid(column < 0 ? u"There is no cell here."_s
                                               : u"%1 refers to no other table."_s.arg(m_model.columnAt(column).name));
    }
    return destinationAlong(*relation, row);
}

/// Where a foreign key leads that refers to a staged new row: it stands above the stored ones of its table, in the
/// order of staging.
std::optional<Destination> TableRelations::stagedDestination(const core::Relation &relation, qint64 row) const
{
    if (relation.kind != core::Relation::Kind::One)
        return std::nullopt;
    const auto changes = m_session.changes();
    for (const QString &column : relation.fromColumns) {
        const auto reference = referenceAt(m_model, *changes, row, column);
        if (!reference)
            continue;
        const QList<const core::RowEdit *> inserted = changes->inserted(reference->table);
        for (qsizetype i = 0; i < inserted.size(); ++i) {
            if (inserted.at(i)->insertId == reference->insertId)
                return Destination{reference->table, {}, std::nullopt, reference->column, std::nullopt, Spot{i, 0, 0}};
        }
    }
    return std::nullopt;
}

core::Result<Destination> TableRelations::destinationAlong(const core::Relation &relation, qint64 row) const
{
    if (const auto staged = stagedDestination(relation, row))
        return *staged;
    const auto key = m_model.keyAlong(relation, row);
    if (!key)
        return core::Error::invalid(u"This row is not in the database yet, or still being read."_s);
    QMap<QString, core::Value> values;
    for (qsizetype i = 0; i < key->size(); ++i)
        values.insert(relation.fromColumns.at(i), key->at(i));
    const auto destination = destinationOf(relation, values, *m_session.schema(), m_session.dialect());
    if (!destination)
        return core::Error::invalid(u"%1 is NULL here; it refers to no row."_s.arg(relation.fromColumns.join(u", "_s)));
    return *destination;
}

bool TableRelations::isSettled() const
{
    return !m_cells->isBusy();
}

} // namespace ui

#include "moc_tablerelations.cpp"
