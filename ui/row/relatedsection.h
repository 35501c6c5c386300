// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/relatedcard.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

/// What refers to the row on view: one card for each relation that leads to other rows; a junction whose rows say
/// nothing but who belongs together as chips. Own foreign keys are left out: they are fields. Nothing is read while it
/// is hidden.
class RelatedSection : public QWidget {
    Q_OBJECT

public:
    RelatedSection(core::Session &session, EditStack &edits, QWidget *parent = nullptr);

    /// The row on view; where nothing of it is read yet, its relations are shown and nothing else.
    void setSubject(const RelationFields::Subject &subject);
    void commit(); ///< hands on what is being typed
    bool focusFirst(); ///< false: nothing refers to this row's table
    /// Gives the focus to this row among the related ones, now or when it is read.
    void focusRow(const RowAddress &row);
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void openRequested(const core::Relation &relation, bool newTab);
    void rowRequested(const ui::RowAddress &row); ///< to be shown in place of the row on view
    void destinationRequested(const ui::Destination &destination);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void rebuild();
    [[nodiscard]] RelatedCard *makeCard(const RelatedCard::What &what, int index);
    [[nodiscard]] QList<RelatedCard::What> wanted() const;
    void focusWanted();

    core::Session &m_session;
    EditStack &m_edits;
    RelationFields::Subject m_subject;
    QList<RelatedCard::What> m_what;
    QList<RelatedCard *> m_cards;
    std::optional<RowAddress> m_focusWanted;
    QVBoxLayout *m_place = nullptr;
};

/// The cards for the relations of a table: each child table, and each many-to-many relation in place of its junction.
[[nodiscard]] QList<RelatedCard::What> relatedCards(const QList<core::Relation> &relations, const core::Schema &schema);

} // namespace ui
