// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/truthmodel.h"

#include "ui/migrate/migrationlist.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// Whether the cell is what the row wants a look for.
bool isTrouble(const core::TruthRow &row, int column)
{
    using Kind = core::MigrationState::Kind;
    const Kind kind = row.state.kind;
    switch (column) {
    case TruthModel::FolderColumn:
        return kind == Kind::Edited || kind == Kind::Missing || kind == Kind::Orphan;
    case TruthModel::JournalColumn:
        return kind == Kind::Edited || kind == Kind::Skipped || (kind == Kind::Orphan && row.lostFile < 0);
    case TruthModel::SnapshotColumn:
        return row.snapshot == core::TruthRow::Snapshot::Missing || row.snapshot == core::TruthRow::Snapshot::Conflict;
    case TruthModel::DatabaseColumn:
        return row.isPart;
    default:
        return false;
    }
}

QString cellText(const core::TruthRow &row, int column)
{
    switch (column) {
    case TruthModel::MigrationColumn:
        return row.state.tag;
    case TruthModel::StateColumn:
        return core::stateWord(row);
    case TruthModel::FolderColumn:
        return row.folderText;
    case TruthModel::JournalColumn:
        return row.journalText;
    case TruthModel::SnapshotColumn:
        return row.snapshotText;
    case TruthModel::DatabaseColumn:
        return row.databaseText;
    case TruthModel::SchemaColumn:
        return row.schemaText;
    default:
        return {};
    }
}

} // namespace

PillKind pillOf(const core::TruthRow &row)
{
    return row.isPart ? PillKind::Red : pillOf(row.state.kind);
}

QString truthLabel(core::TruthAction action)
{
    using Action = core::TruthAction;
    switch (action) {
    case Action::ApplyUpTo:
        return TruthModel::tr("Apply up to here…");
    case Action::ApplyRest:
        return TruthModel::tr("Apply the rest…");
    case Action::MarkApplied:
        return TruthModel::tr("Mark as applied…");
    case Action::Baseline:
        return TruthModel::tr("Baseline…");
    case Action::RewriteHash:
        return TruthModel::tr("Accept the edit…");
    case Action::RemoveRow:
        return TruthModel::tr("Remove the journal row…");
    case Action::FixOrder:
        return TruthModel::tr("Put it last…");
    case Action::DropEntry:
        return TruthModel::tr("Forget the file…");
    case Action::RestoreEntry:
        return TruthModel::tr("Put its entry back…");
    case Action::RebuildSnapshot:
        return TruthModel::tr("Make its snapshot anew…");
    case Action::AdoptDrift:
        return TruthModel::tr("Adopt as a migration…");
    case Action::RevertDrift:
        return TruthModel::tr("Bring the database there…");
    }
    return {};
}

QString truthHint(core::TruthAction action)
{
    using Action = core::TruthAction;
    switch (action) {
    case Action::ApplyUpTo:
        return TruthModel::tr("Runs all pending migrations up to this one, in one transaction");
    case Action::ApplyRest:
        return TruthModel::tr("Runs only the statements whose effects are not there yet");
    case Action::MarkApplied:
        return TruthModel::tr("Writes its journal row only; nothing of the file runs");
    case Action::Baseline:
        return TruthModel::tr("Marks all migrations as applied: for a database that has the schema already");
    case Action::RewriteHash:
        return TruthModel::tr("Writes the hash of the file as it is now into the journal");
    case Action::RemoveRow:
        return TruthModel::tr("Deletes the row of which there is no file");
    case Action::FixOrder:
        return TruthModel::tr("Dates it after the newest applied one in the folder's journal, so that it is pending");
    case Action::DropEntry:
        return TruthModel::tr("Takes the file that is gone out of the folder's journal");
    case Action::RestoreEntry:
        return TruthModel::tr("Names the file again in the folder's journal, dated as the database has applied it");
    case Action::RebuildSnapshot:
        return TruthModel::tr("Writes what the migrations up to this one make of an empty database as its snapshot");
    case Action::AdoptDrift:
        return TruthModel::tr("Writes a migration that says what was done to the database by hand; nothing runs");
    case Action::RevertDrift:
        return TruthModel::tr("Shows in the preview what would make the database as the snapshot says");
    }
    return {};
}

void TruthModel::setRows(const QList<core::TruthRow> &rows, bool withSchema)
{
    if (m_rows == rows && m_withSchema == withSchema)
        return;
    beginResetModel();
    m_rows = rows;
    m_withSchema = withSchema;
    endResetModel();
}

const core::TruthRow *TruthModel::row(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row) : nullptr;
}

int TruthModel::rowOf(const QString &tag, qint64 appliedAt) const
{
    int found = -1;
    for (int i = 0; i < int(m_rows.size()); ++i) {
        if (m_rows.at(i).state.tag == tag && (found < 0 || m_rows.at(i).state.appliedAt == appliedAt))
            found = i;
    }
    return found;
}

int TruthModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TruthModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_withSchema ? SchemaColumn + 1 : SchemaColumn;
}

QVariant TruthModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::TruthRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case PillRole:
        return index.column() == StateColumn ? QVariant(int(pillOf(row))) : QVariant();
    case Qt::ForegroundRole:
        if (isTrouble(row, index.column()))
            return Theme::current().color(Tone::PillAmberText);
        return index.column() == MigrationColumn ? QVariant() : QVariant(Theme::current().color(Tone::TextMuted));
    case Qt::ToolTipRole:
        return plainToolTip(row.sentence);
    case Qt::AccessibleTextRole:
        return index.column() == MigrationColumn ? u"%1, %2"_s.arg(row.state.tag, core::stateWord(row))
                                                 : cellText(row, index.column());
    default:
        return {};
    }
}

QVariant TruthModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("migration"), tr("state"),    tr("folder"),  tr("journal"),
                            tr("snapshot"),  tr("database"), u"schema.ts"_s};
    return names.value(section);
}

} // namespace ui

#include "moc_truthmodel.cpp"
