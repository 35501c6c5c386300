// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/filtertext.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace ui {

class PlainLabel;

/// One line of the filter bar: a column with an operator and values; a relation with any, none or every and what is asked
/// of the rows there; or raw SQL.
class FilterRow : public QWidget {
    Q_OBJECT

public:
    FilterRow(const QList<FilterColumn> &columns, const FilterRelations &relations, const core::FilterTerm &term,
              QWidget *parent);

    void setFirst(bool first); ///< the first row is joined to nothing
    [[nodiscard]] core::Result<core::FilterTerm> term(const core::Dialect &dialect) const;
    void focusValue();
    void setError(const QString &words); ///< beside the value; empty: it is right
    [[nodiscard]] bool isRaw() const;
    [[nodiscard]] bool isRelation() const;

Q_SIGNALS:
    void submitted();
    void removeRequested();
    void edited();

private:
    void fill(const core::FilterTerm &term);
    void adapt(); ///< the values to the operator, the operator to raw SQL
    [[nodiscard]] QLineEdit *makeValue(const QString &name, const QString &accessibleName);
    [[nodiscard]] core::FilterOp op() const;

    [[nodiscard]] core::Result<core::FilterTerm> relatedTerm(core::FilterTerm term) const;

    QList<FilterColumn> m_columns;
    FilterRelations m_relations;
    QComboBox *m_join = nullptr;
    QComboBox *m_column = nullptr;
    QComboBox *m_op = nullptr;
    QComboBox *m_quantifier = nullptr; ///< in place of the operator, for a relation
    QLineEdit *m_value = nullptr; ///< for "between" the lower end
    PlainLabel *m_and = nullptr;
    QLineEdit *m_upper = nullptr; ///< shown for "between" only
    QCheckBox *m_on = nullptr;
    PlainLabel *m_error = nullptr;
};

} // namespace ui
