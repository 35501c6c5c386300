// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderchanges.h"

#include <QPlainTextEdit>

namespace ui {

/// A line of a file before and after.
struct DiffLine {
    enum class Kind { Same, Gone, New, Head, Skipped };
    Kind kind = Kind::Same;
    QString text;
    friend bool operator==(const DiffLine &, const DiffLine &) = default;
};

/// Line by line, with three unchanged lines around every change. Pure.
[[nodiscard]] QList<DiffLine> diffLines(const QString &before, const QString &after);

/// Files that would be written, before and after, read-only: what goes in red, what comes in green.
class FileDiffView : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit FileDiffView(QWidget *parent = nullptr);
    void setChanges(const QList<core::FileChange> &changes);
    /// One alone, without its name: a new one as it is to be, else what changes in it.
    void setFile(const core::FileChange &change);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showLines();
    void restyle();

    QList<DiffLine> m_lines;
};

} // namespace ui
