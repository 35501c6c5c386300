// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/filtertext.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace ui {

class PlainLabel;

/// One line of the filter bar.
class FilterRow : public QWidget {
    Q_OBJECT

public:
    FilterRow(const QList<FilterColumn> &columns, const core::FilterTerm &term, QWidget *parent);

    void setFirst(bool first); ///< the first row is joined to nothing
    [[nodiscard]] core::Result<core::FilterTerm> term(const core::Dialect &dialect) const;
    void focusValue();
    void setError(const QString &words); ///< beside the value; empty: it is right
    [[nodiscard]] bool isRaw() const;

Q_SIGNALS:
    void submitted();
    void removeRequested();
    void edited();

private:
    void fill(const core::FilterTerm &term);
    void adapt(); ///< the values to the operator, the operator to raw SQL
    [[nodiscard]] QLineEdit *makeValue(const QString &name, const QString &accessibleName);
    [[nodiscard]] core::FilterOp op() const;

    QList<FilterColumn> m_columns;
    QComboBox *m_join = nullptr;
    QComboBox *m_column = nullptr;
    QComboBox *m_op = nullptr;
    QLineEdit *m_value = nullptr; ///< for "between" the lower end
    PlainLabel *m_and = nullptr;
    QLineEdit *m_upper = nullptr; ///< shown for "between" only
    QCheckBox *m_on = nullptr;
    PlainLabel *m_error = nullptr;
};

} // namespace ui
