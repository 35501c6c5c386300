// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace ui {

/// Fields below each other, in two columns of about the same height where there is room. Tab goes down the first and
/// then down the second: the order in which they are given.
class FieldColumns : public QWidget {
    Q_OBJECT

public:
    explicit FieldColumns(QWidget *parent = nullptr);

    void setFields(const QList<QWidget *> &fields); ///< in place of those before, which stay whose they are
    [[nodiscard]] int columnCount() const { return m_columns; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    [[nodiscard]] int wantedColumns() const;

    QList<QWidget *> m_fields;
    int m_columns = 1;
    QVBoxLayout *m_left = nullptr;
    QVBoxLayout *m_right = nullptr;
    QWidget *m_rightSide = nullptr;
};

} // namespace ui
