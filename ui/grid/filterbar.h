// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/filtertext.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

class FilterRow;
class PlainLabel;

/// The rows in which a filter is written: column, operator, value, joined by and/or; or raw SQL. Enter applies, Esc
/// closes. Tells what it was given and what it wants by values; reads no rows itself.
class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(const core::Dialect &dialect, QWidget *parent = nullptr);

    void setColumns(const QList<FilterColumn> &columns);
    void setRelations(const FilterRelations &relations); ///< rows that are there keep what they had
    [[nodiscard]] const QList<FilterColumn> &columns() const { return m_columns; }
    void setFilter(const core::Filter &filter);
    [[nodiscard]] core::Result<core::Filter> filter() const;
    /// Shows the bar with the cursor in a value; without terms with one about `column`.
    void open(const QString &column, int term = -1);
    void addCondition(const QString &column); ///< another row, with the cursor in its value
    void setError(const QString &words); ///< empty: none
    [[nodiscard]] QString error() const;

Q_SIGNALS:
    void applied(const core::Filter &filter);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Complain { No, Yes };
    [[nodiscard]] core::Result<core::Filter> filter(Complain complain) const;
    FilterRow *addRow(const core::FilterTerm &term);
    void removeRow(FilterRow *row);
    void renumber();
    void apply();

    const core::Dialect &m_dialect;
    QList<FilterColumn> m_columns;
    FilterRelations m_relations;
    QList<FilterRow *> m_rows;
    QVBoxLayout *m_layout = nullptr;
    PlainLabel *m_error = nullptr; ///< what belongs to no one row
    QString m_errorText;
};

} // namespace ui
