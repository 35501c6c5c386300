// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/relationsql.h"
#include "core/schema/relationgraph.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace core {

class Dialect;

/// What a cell shows that looks along a relation.
struct RelatedCell {
    enum class State {
        Loading,
        Ready,
        GaveUp, ///< it would have taken too long (no index leads there, and the table is large)
        Failed
    };
    State state = State::Loading;
    bool exists = false; ///< Label: there is such a row; false for an orphan
    QString label;       ///< Label: what the row is called; null when its columns are NULL
    qint64 count = 0;    ///< Count and Chips; the rows there are, or `countedTo` when there are at least so many
    QStringList chips;   ///< Chips: what the first ones are called, null strings among them
    QList<QList<Value>> chipKeys = {}; ///< … and their relation.toColumns, as RelationSql::meetingForm() has them
    friend bool operator==(const RelatedCell &, const RelatedCell &) = default;
};

/// Asks what lies along relations, for the rows that are on view and no others: what is asked for while a frame is
/// painted goes to the database once the frame is done, all labels in one statement, counts and chips in one each; what was asked for in an earlier
/// frame and has not begun is forgotten, and a running statement that nobody waits for any more is stopped.
/// Lives on the window's thread and never blocks it. Labels go through `reader`; counts and chips, which may have to
/// read whole tables, through `background`, for no longer than `patience` milliseconds.
class RelatedCells : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 countedTo = 10'000;
    static constexpr int chipsAtMost = 6;

    using Key = RelationSql::Key;

    struct Question {
        enum class Kind {
            Label, ///< of the one row that a relation of kind One or OneToOne leads to
            Count,
            Chips
        };
        Kind kind = Kind::Label;
        Relation relation;
        QStringList label; ///< columns of relation.to; see LabelRule
        friend bool operator==(const Question &, const Question &) = default;
    };

    RelatedCells(ConnectionPtr reader, ConnectionPtr background, const Dialect &dialect, QObject *parent = nullptr);
    ~RelatedCells() override;

    /// The questions, by number; what was known of others is forgotten. After a change of the schema, too.
    void setQuestions(SchemaPtr schema, const QList<Question> &questions);
    [[nodiscard]] const QList<Question> &questions() const { return m_questions; }

    /// What is known, and else asked for. `key`: the row's values of relation.fromColumns; with a NULL among them there
    /// is nothing there.
    [[nodiscard]] RelatedCell cell(int question, const Key &key);
    /// Rows may have changed: what is known is shown until it is read anew.
    void refresh();
    /// Tries again what was given up, with ten times the patience.
    void insist(int question, const Key &key);
    [[nodiscard]] bool isBusy() const;

    void setPatience(int milliseconds) { m_patience = milliseconds; }

Q_SIGNALS:
    void changed(); ///< some cells are different now: repaint
    void busyChanged(bool busy);

private:
    struct Known {
        RelatedCell cell;
        int revision = 0; ///< of the data it was read from
    };
    struct Ask {
        int question = 0;
        QList<Key> keys;
    };
    struct Batch; ///< on its way: what one job answers
    using Answers = QList<QList<RelatedCell>>; ///< by ask, then by key

    void later();
    void dispatch();
    void start(const QList<Ask> &asks, int patience);
    void take(const std::shared_ptr<Batch> &batch, const Result<Answers> &answers);
    [[nodiscard]] QList<Key> takeWanted(int question);

    ConnectionPtr m_reader;
    ConnectionPtr m_background;
    const Dialect &m_dialect;
    SchemaPtr m_schema;
    QList<Question> m_questions;
    QList<QHash<Key, Known>> m_known;  ///< by question
    QList<QList<Key>> m_wanted;        ///< by question: since the last dispatch
    QList<std::shared_ptr<Batch>> m_running;
    int m_revision = 0;
    int m_patience = 1500;
    bool m_dispatching = false;
};

} // namespace core
