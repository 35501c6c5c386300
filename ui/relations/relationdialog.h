// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QDialog>
#include <QFuture>

#include <optional>

class QBoxLayout;
class QComboBox;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace ui {

class PlainLabel;

/// Draws a relation that the database does not know of: these columns of a table lead to those of another. Names
/// suggest some; before it is accepted it says how many of the real values are found there. Kept for this database by
/// the session; nothing is written to the database.
class RelationDialog : public QDialog {
    Q_OBJECT

public:
    struct Start {
        core::QualifiedName table; ///< empty: any
        QString column; ///< empty: any
        std::optional<qsizetype> edited = {}; ///< the drawn relation that is changed, by its number
    };
    /// The session outlives the dialog.
    RelationDialog(core::Session &session, const Start &start, QWidget *parent);
    ~RelationDialog() override;

    [[nodiscard]] core::DrawnForeignKey relation() const; ///< as it stands now
    [[nodiscard]] bool isSettled() const { return !m_isChecking; } ///< what is said is about it as it stands

private:
    struct Pair {
        QWidget *row = nullptr;
        QComboBox *from = nullptr;
        QComboBox *to = nullptr;
    };
    void build();
    void createSuggestions(QBoxLayout &layout);
    void createTables(QBoxLayout &layout);
    void addPair();
    void removePair();
    void fillColumns(QComboBox *combo, const QComboBox *table, qsizetype pair) const; ///< `pair`: which of the key
    void choose(const core::DrawnForeignKey &drawn);
    void changed();
    void showOverlap(const core::Result<core::Overlap> &overlap);
    [[nodiscard]] QList<core::DrawnForeignKey> others() const; ///< drawn or declared, but for the one that is edited
    void accept() override;

    core::Session &m_session;
    Start m_start;
    QList<core::DrawnForeignKey> m_guesses;
    QFuture<core::Result<core::Overlap>> m_checking;
    int m_generation = 0;
    bool m_isChecking = false;
    bool m_filling = false;
    QListWidget *m_suggestions = nullptr;
    QComboBox *m_from = nullptr;
    QComboBox *m_to = nullptr;
    QList<Pair> m_pairs;
    QVBoxLayout *m_pairRows = nullptr;
    QPushButton *m_fewer = nullptr;
    PlainLabel *m_found = nullptr;
    PlainLabel *m_objections = nullptr;
    QPushButton *m_accept = nullptr;
};

} // namespace ui
