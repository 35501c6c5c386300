// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderchanges.h"

#include <QWidget>

class QListWidget;
class QStackedWidget;

namespace ui {

class FileDiffView;
class PlainLabel;
class SqlView;

/// Files that would be written: which ones, where, whether they are new, and the text of the chosen one, with what
/// changes in a file that is there marked. Writes nothing. Borrows the dialect.
class FilesView : public QWidget {
    Q_OBJECT

public:
    FilesView(const QString &name, const core::Dialect &dialect, QWidget *parent = nullptr);

    void setChanges(const QList<core::FileChange> &changes); ///< the one that was chosen by its place stays chosen
    [[nodiscard]] const QList<core::FileChange> &changes() const { return m_changes; }
    void copySql(); ///< of the first .sql file

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void showChosen();

    const core::Dialect &m_dialect;
    QList<core::FileChange> m_changes;
    QListWidget *m_list = nullptr;
    PlainLabel *m_path = nullptr;
    QStackedWidget *m_stack = nullptr; ///< SQL, any other text
    SqlView *m_sql = nullptr;
    FileDiffView *m_text = nullptr;
};

} // namespace ui
