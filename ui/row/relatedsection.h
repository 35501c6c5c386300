// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/relationgraph.h"
#include "core/dialect/dialect.h"
#include "ui/shell/page.h"

#include <QMap>
#include <QWidget>

class QVBoxLayout;

namespace ui {

/// Where the values of a row lead along a relation: to one row by its key where that can be said, else to the rows a
/// filter finds. For many-to-many: the junction's rows. None when a value is NULL, so that it leads nowhere.
[[nodiscard]] std::optional<Destination> destinationOf(const core::Relation &relation,
                                                       const QMap<QString, core::Value> &row,
                                                       const core::Schema &schema, const core::Dialect &dialect);

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
