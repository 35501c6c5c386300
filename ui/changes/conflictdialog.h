// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/changes/conflictresolution.h"

#include <QDialog>

class QAbstractButton;
class QButtonGroup;
class QVBoxLayout;

namespace ui {

/// Rows that are not as they were when their edits were staged: what each cell was, what it is now, what it is to
/// become, and per row who wins. Nothing is written here; the choices become staged edits (see resolution()).
class ConflictDialog : public QDialog {
    Q_OBJECT

public:
    ConflictDialog(QList<core::Conflict> conflicts, const core::ChangeSet &changes, const core::Schema &schema,
                   const core::Dialect &dialect, QWidget *parent = nullptr);

    [[nodiscard]] const QList<core::Conflict> &conflicts() const { return m_conflicts; }
    [[nodiscard]] QList<ConflictChoice> choices() const; ///< one per conflict
    void choose(qsizetype conflict, ConflictChoice choice);
    /// Of a row that is gone: what comes nearest. Mine is kept by inserting it again, or by its being gone.
    void chooseForAll(ConflictChoice choice);

private:
    [[nodiscard]] QWidget *makeCard(qsizetype index, const core::ChangeSet &changes, const QStringList &lost);
    [[nodiscard]] QWidget *makeComparison(const core::Conflict &conflict, const core::RowEdit *row);
    [[nodiscard]] QWidget *makeBottom();

    QList<core::Conflict> m_conflicts;
    QList<QButtonGroup *> m_groups;
};

} // namespace ui
