// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/sql/script.h"
#include "ui/changes/shownscript.h"
#include "ui/style/theme.h"

#include <QHash>
#include <QPlainTextEdit>

#include <memory>
#include <optional>

class QTimer;

namespace ui {

class SqlHighlighter;

/// Shows a Script, or any SQL text, read-only, with numbers and colours. Long lines are wrapped, with a mark. It holds
/// the very Script it shows: who runs what is on view runs script(). Click or Enter on a statement says which one it
/// was.
class SqlView : public QPlainTextEdit {
    Q_OBJECT

public:
    enum class Mark { None, Failed };

    explicit SqlView(QWidget *parent = nullptr);
    ~SqlView() override;

    /// `marks`: what its lines mean for the definition that is there, one for each statement; may be left out.
    void setScript(std::shared_ptr<const core::Script> script, const core::Dialect &dialect, ScriptLayout layout,
                   const QList<core::MarkedStatement> &marks = {});
    /// The same with what was made ready elsewhere. A long text is filled in piece by piece, so that the window goes on.
    void setShownScript(ShownScript shown, const core::Dialect &dialect);
    [[nodiscard]] bool isFilled() const { return m_filled >= m_shown.lines.size(); }
    void setSql(const QString &sql, const core::Dialect &dialect); ///< a text that is no Script here: history
    void clearScript();

    [[nodiscard]] const std::shared_ptr<const core::Script> &script() const { return m_script; }
    [[nodiscard]] QString wholeText() const; ///< nothing left out, for the clipboard

    /// Greyed: what is on view is not of the latest edits.
    void setOutdated(bool outdated);
    [[nodiscard]] bool isOutdated() const { return m_outdated; }

    void setMark(int statement, Mark mark); ///< cleared with the next script
    [[nodiscard]] Mark mark(int statement) const { return m_marks.value(statement, Mark::None); }
    /// Scrolls there and selects nothing; later, where the statement is not filled in yet.
    void showStatement(int statement);
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

    void setShown(ScriptText shown, std::vector<SqlSpan> spans, qsizetype linesAtOnce);
    void fillOn();
    void replaceText(const QString &before); ///< by m_shown's: only the lines that are others
    void restyle();
    void placeGutter();
    void paintGutter(QPaintEvent *event);
    void paintWrapMarks(QPainter &painter, const QTextBlock &block, const QRect &area);
    void updateMarks();
    void activateCurrent();
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] bool isFailed(int line) const;
    struct LineLook {
        Tone back;
        Tone mark;
        QString sign;
    };
    /// That it failed, differs from the file, or from the definition that is there; none of it: nothing.
    [[nodiscard]] std::optional<LineLook> lookOf(int line) const;

    std::shared_ptr<const core::Script> m_script;
    const core::Dialect *m_dialect = nullptr;
    ScriptLayout m_layout = ScriptLayout::Inline;
    QString m_sql;
    ScriptText m_shown;
    QString m_before; ///< what was on view as a whole until now; empty: no such thing
    qsizetype m_linesAtOnce = 0;
    qsizetype m_filled = 0;        ///< lines
    qsizetype m_filledTo = 0;      ///< characters of m_shown.text
    int m_wantedScroll = -1;       ///< where it was read, until so much is filled in
    int m_wantedStatement = -1;    ///< to be scrolled to once it is there
    int m_digits = 2;              ///< of the widest number in the gutter, with the sign beside it
    bool m_outdated = false;
    QHash<int, Mark> m_marks;
    SqlHighlighter *m_highlighter = nullptr;
    Gutter *m_gutter = nullptr;
    QTimer *m_filling = nullptr;
};

} // namespace ui
