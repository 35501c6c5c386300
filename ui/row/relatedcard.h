// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/linkchips.h"
#include "ui/row/relatedactions.h"
#include "ui/shell/page.h"

#include <QFuture>
#include <QWidget>

#include <memory>

class QToolButton;
class QVBoxLayout;

namespace ui {

class ChildList;
class ChildRowsModel;
class Pill;
class PlainLabel;
class TextButton;

/// One relation of the row on view that leads to other rows: its name and how many there are, and the first of them as
/// lines that can be edited in place, or (many-to-many with nothing but the two keys) as chips. Follows what is staged
/// and what is written. Nothing is read while it is hidden.
class RelatedCard : public QWidget {
    Q_OBJECT

public:
    static constexpr int firstLines = 5;
    static constexpr int firstChips = 40;
    static constexpr int linesAtMost = 205; ///< stored ones; more are for a table
    static constexpr int stagedAtMost = 100; ///< and so many that are staged to come

    struct What {
        core::Relation relation; ///< Many, OneToOne or ManyToMany
        bool asChips = false; ///< ManyToMany only
        QString via; ///< what tells it apart from others to the same table
        friend bool operator==(const What &, const What &) = default;
    };

    /// `index` is for the names of its parts.
    RelatedCard(core::Session &session, EditStack &edits, const What &what, int index, QWidget *parent);
    ~RelatedCard() override;

    void setSubject(const RelationFields::Subject &subject); ///< the row on view
    void setActive(bool active);
    void commit(); ///< hands on what is being typed
    [[nodiscard]] bool hasLines() const { return !m_list->lines().isEmpty(); }
    void focusFirst(); ///< its lines, else what adds one
    bool focusRow(const RowAddress &row); ///< false: it is not among those shown
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    void openRequested(const core::Relation &relation, bool newTab);
    void rowRequested(const ui::RowAddress &row); ///< to be shown in place of the row on view
    void destinationRequested(const ui::Destination &destination); ///< a row whose key is not known here
    void linesChanged();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    using Line = RelatedActions::Line;

    [[nodiscard]] QWidget *makeHead(int index);
    void makeBody(int index);
    void makeFoot(int index);
    void makeColumns();
    void showAll();
    [[nodiscard]] QList<Line> shownLines() const;
    void showHead();
    void fitHead();
    void showState();
    void showChips();
    void showFoot();
    void dropQuestion();
    void say(const core::Result<core::Done> &result); ///< an error is said in place, until the next try

    void add();
    void addChild();
    void pickOther(QWidget *anchor);
    void pickChild();
    void attach(const core::RowEnd &end);
    void askWhetherConnected(const core::RowEnd &end);
    void connectTo(const core::RowEnd &end, const QList<core::StoredRow> &stored);
    void connectNew(const QString &typed);
    void pickReference(const QModelIndex &index);
    void setCell(const QModelIndex &index, const core::NewValue &value);
    void detach(int row);
    void toggleRemoved(int row); ///< deleted, or taken back when something is staged that could be
    void takeBack(int row);
    void openLine(int row);
    void openOther(int chip);
    void more();
    [[nodiscard]] std::optional<core::Relation> otherKey() const; ///< of a junction's rows: to the far table
    [[nodiscard]] QString chipLabel(const Line &line, bool *isLabel) const;
    [[nodiscard]] QString farKey(const Line &line) const; ///< of the row at the other end
    void tellApart(QList<LinkChip::Look> &chips) const;
    [[nodiscard]] RowAddress addressOf(const Line &line) const;
    /// The row a junction's row leads to; none when its key is not known here: `destination` finds it.
    [[nodiscard]] std::optional<RowAddress> otherEnd(const Line &line, std::optional<Destination> *destination) const;

    core::Session &m_session;
    What m_what;
    RelatedActions m_actions;
    std::unique_ptr<core::RelatedList> m_list;
    RelationFields *m_labels = nullptr;
    ChildRowsModel *m_model = nullptr; ///< none with chips
    ChildList *m_lines = nullptr;
    LinkChips *m_chips = nullptr;
    QStringList m_columns; ///< shown
    bool m_active = false;
    int m_question = 0; ///< about one row, before it is connected or attached; answers to earlier ones are late
    bool m_asking = false;
    QFuture<core::Result<QList<core::StoredRow>>> m_linksAsked;

    QVBoxLayout *m_all = nullptr;
    QWidget *m_head = nullptr;
    PlainLabel *m_via = nullptr;
    PlainLabel *m_count = nullptr;
    Pill *m_coming = nullptr;
    Pill *m_going = nullptr;
    TextButton *m_add = nullptr;
    QToolButton *m_attach = nullptr; ///< none where rows are connected
    QToolButton *m_open = nullptr;
    PlainLabel *m_error = nullptr;
    QWidget *m_stateLine = nullptr;
    PlainLabel *m_state = nullptr;
    TextButton *m_more = nullptr;
    TextButton *m_insist = nullptr;
    QWidget *m_foot = nullptr;
    TextButton *m_show = nullptr;
    TextButton *m_detach = nullptr;
    TextButton *m_remove = nullptr;
};

} // namespace ui
