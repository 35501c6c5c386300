// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/relationgraph.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

/// The tables that point at the row on view, one card each. Two relations with one table are told apart by the
/// columns they rest on.
class RelatedSection : public QWidget {
    Q_OBJECT

public:
    explicit RelatedSection(QWidget *parent = nullptr);

    void setRelations(const QList<core::Relation> &relations); ///< own foreign keys are left out: they are fields

Q_SIGNALS:
    void openRequested(const core::Relation &relation, bool newTab);

private:
    [[nodiscard]] QWidget *makeCard(const core::Relation &relation, int index);

    QList<core::Relation> m_relations;
    QVBoxLayout *m_cards = nullptr;
};

} // namespace ui
