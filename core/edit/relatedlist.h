// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/edit/relationrows.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace core {

/// The rows of another table that refer to one row: the first of them as read, with what is staged over them, and how
/// many there are. Junction rows are such rows, too. Lives on the window's thread and never blocks it. A row must have
/// been asked for a moment before anything is read, and what is read for a row nobody asks for any more is stopped.
/// Where an index leads there `reader` is asked, else `background`, for no longer than `patience` milliseconds.
class RelatedList : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 cellLimit = 4096; ///< bytes read of a cell that is only shown
    static constexpr qint64 countedTo = 1'000'000; ///< rows; there may be more than so many

    enum class State {
        Nothing, ///< no row was asked about
        Loading,
        Ready,
        GaveUp, ///< it would have taken too long; what was found until then is there
        Failed
    };
    struct Subject {
        Relation relation; ///< of kind Many or OneToOne
        RowEnd row; ///< of relation.from; no row: its key is NULL, so that nothing can refer to it
        QStringList columns; ///< of relation.to, to be read beside those of its key and of the relation
        friend bool operator==(const Subject &, const Subject &) = default;
    };
    struct Line {
        RelatedRow related;
        QMap<QString, Value> stored; ///< as read, by column; of a row that was not read: what was seen of it
        QMap<QString, qint64> cutSizes; ///< by column, of those in `stored` that are only a beginning; bytes
        QMap<QString, NewValue> shown; ///< with what is staged over it
        friend bool operator==(const Line &, const Line &) = default;
    };

    RelatedList(ConnectionPtr reader, ConnectionPtr background, const Dialect &dialect, QObject *parent = nullptr);
    ~RelatedList() override;

    void setSubject(SchemaPtr schema, const std::optional<Subject> &subject);
    void setChanges(std::shared_ptr<const ChangeSet> changes);
    void setAtMost(int rows); ///< stored ones; reads again when there are more
    /// Nothing is read while it is not; what has become out of date is read afterwards.
    void setActive(bool active);
    void refresh(); ///< rows may have changed: what is known is shown until it is read anew
    void insist(); ///< tries again what was given up, with ten times the patience
    void setPatience(int milliseconds) { m_patience = milliseconds; }
    void setRest(int milliseconds) { m_rest.setInterval(milliseconds); } ///< how long a row must have been asked for

    [[nodiscard]] const std::optional<Subject> &subject() const { return m_subject; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const QList<Line> &lines() const
    {
        return m_lines;
    } ///< stored ones first, then what is staged to come
    [[nodiscard]] QList<StoredRow> storedRows() const;
    [[nodiscard]] bool hasMore() const { return m_found.more; }
    [[nodiscard]] std::optional<qint64> total() const; ///< stored rows; none: not known, or not yet
    [[nodiscard]] qint64 leaving() const { return m_leaving; } ///< stored rows that staged edits take away, lines or not
    [[nodiscard]] const QString &failure() const { return m_failure; }
    [[nodiscard]] int atMost() const { return m_atMost; }
    [[nodiscard]] bool isBusy() const; ///< something is read or counted, or waits for it

Q_SIGNALS:
    void changed();

private:
    struct Found {
        QList<StoredRow> rows;
        QList<QMap<QString, qint64>> cutSizes; ///< beside rows
        bool more = false;
        bool unfinished = false;
    };
    void stop();
    void later(int patience);
    void read();
    void take(const Result<Found> &found);
    void count();
    void arrange(); ///< m_lines from what was read and what is staged
    [[nodiscard]] bool isStoredRow() const;

    ConnectionPtr m_reader;
    ConnectionPtr m_background;
    const Dialect &m_dialect;
    SchemaPtr m_schema;
    std::shared_ptr<const ChangeSet> m_changes = std::make_shared<const ChangeSet>();
    std::optional<Subject> m_subject;
    QTimer m_rest;
    int m_atMost = 5;
    int m_patience = 1500;
    int m_readPatience = 0; ///< of the next reading
    bool m_active = true;
    bool m_stale = false; ///< to be read once it is active

    int m_run = 0; ///< answers to earlier ones are late
    QFuture<Result<Found>> m_reading;
    QFuture<Result<qint64>> m_counting;
    bool m_busyReading = false;
    bool m_busyCounting = false;
    State m_state = State::Nothing;
    Found m_found;
    std::optional<qint64> m_counted;
    QList<Line> m_lines;
    qint64 m_leaving = 0;
    QString m_failure;
};

} // namespace core
