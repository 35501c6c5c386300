// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QListWidget;

namespace ui {

class GridHeader;

/// A pop-up in which columns are shown and hidden, found by typing. Works on the header at once; one always stays.
class ColumnsChooser : public QWidget {
    Q_OBJECT

public:
    explicit ColumnsChooser(GridHeader &header, QWidget *parent = nullptr);

    void popUpBelow(QWidget *anchor);

Q_SIGNALS:
    void relationsToggled(); ///< all relation columns on or off

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void fill();
    void filterBy(const QString &text);
    void showAll();

    GridHeader &m_header;
    QLineEdit *m_search = nullptr;
    QListWidget *m_list = nullptr;
    bool m_filling = false;
};

} // namespace ui
