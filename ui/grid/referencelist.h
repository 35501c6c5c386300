// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/relatedcells.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLineEdit;
class QListWidget;

namespace core {
class Session;
}

namespace ui {

/// A pop-up with the tables that refer to a row, and by how many rows each, found by typing. Counts are asked for
/// without waiting, and given up politely where they would take too long. The session is borrowed and outlives it.
class ReferenceList : public QWidget {
    Q_OBJECT

public:
    explicit ReferenceList(core::Session &session, QWidget *parent = nullptr);
    ~ReferenceList() override;

    /// `keys`: the row's values of each relation's fromColumns; none where they are not known: of a staged new row.
    void popUp(const QList<core::Relation> &relations, const QList<std::optional<core::RelatedCells::Key>> &keys,
               const QPoint &globalPosition);
    [[nodiscard]] QStringList lines() const; ///< what is listed: name, then count
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void openRequested(const core::Relation &relation, bool newTab); ///< as a tab with these rows
    void expandRequested(const core::Relation &relation); ///< below the row

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void fill();
    void showCounts();
    void filterBy(const QString &text);
    void step(int direction);
    void choose(bool newTab);
    void expand();
    [[nodiscard]] const core::Relation *current() const;

    core::Session &m_session;
    std::unique_ptr<core::RelatedCells> m_cells;
    QList<core::Relation> m_relations;
    QList<std::optional<core::RelatedCells::Key>> m_keys; ///< beside m_relations
    QLineEdit *m_search = nullptr;
    QListWidget *m_list = nullptr;
};

} // namespace ui
