// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/sql/script.h"
#include "ui/changes/scripttext.h"

#include <QHash>
#include <QPlainTextEdit>

#include <memory>

namespace ui {

class SqlHighlighter;

/// Shows a Script, or any SQL text, read-only, with numbers and colours. Long lines are wrapped, with a mark. It holds the very Script it shows: who runs
/// what is on view runs script(). Click or Enter on a statement says which one it was.
class SqlView : public QPlainTextEdit {
    Q_OBJECT

public:
    enum class Mark { None, Failed };

    explicit SqlView(QWidget *parent = nullptr);
    ~SqlView() override;

    void setScript(std::shared_ptr<const core::Script> script, const core::Dialect &dialect, ScriptLayout layout);
    void setSql(const QString &sql, const core::Dialect &dialect); ///< a text that is no Script here: history
    void clearScript();

    [[nodiscard]] const std::shared_ptr<const core::Script> &script() const { return m_script; }
    [[nodiscard]] QString wholeText() const; ///< nothing left out, for the clipboard

    void setMark(int statement, Mark mark); ///< cleared with the next script
    [[nodiscard]] Mark mark(int statement) const { return m_marks.value(statement, Mark::None); }
    void showStatement(int statement); ///< scrolls there and selects nothing
    [[nodiscard]] int statementAt(int line) const; ///< −1 where there is none

public Q_SLOTS:
    void copyAll();

Q_SIGNALS:
    void statementActivated(int statement);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    class Gutter;

    void setShown(ScriptText shown);
    void restyle();
    void placeGutter();
    void paintGutter(QPaintEvent *event);
    void paintWrapMarks(QPainter &painter, const QTextBlock &block, const QRect &area);
    void updateMarks();
    void activateCurrent();
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] bool isFailed(int line) const;
    [[nodiscard]] bool isMarked(int line) const; ///< it failed, or differs from the file

    std::shared_ptr<const core::Script> m_script;
    const core::Dialect *m_dialect = nullptr;
    ScriptLayout m_layout = ScriptLayout::Inline;
    QString m_sql;
    ScriptText m_shown;
    QHash<int, Mark> m_marks;
    SqlHighlighter *m_highlighter = nullptr;
    Gutter *m_gutter = nullptr;
};

} // namespace ui
