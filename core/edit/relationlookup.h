// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/edit/lookuprank.h"
#include "core/query/changeset.h"
#include "core/rows/tablescan.h"
#include "core/schema/schema.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace core {

class Dialect;

/// Finds the row that a foreign key is to lead to, by what it is called or by its key, among the stored rows and the
/// staged ones. Lives on the window's thread and never blocks it. What an index finds comes at once, through `reader`;
/// the rest of the table is looked through on `background` in turns, between which others get theirs. A new text stops what the one before it asked for.
class RelationLookup : public QObject {
    Q_OBJECT

public:
    using Key = QList<Value>;

    struct Target {
        QualifiedName table;
        QStringList keyColumns; ///< that are referred to
        QStringList label;      ///< columns; see LabelRule; empty: found and called by the key alone
        friend bool operator==(const Target &, const Target &) = default;
    };

    using Rank = LookupRank;
    struct Hit {
        Key key;             ///< of keyColumns; empty for a staged new row
        QString label;       ///< null: the row has none
        qint64 insertId = 0; ///< of a staged new row, else 0
        Rank rank = Rank::Contains;
        friend bool operator==(const Hit &, const Hit &) = default;
    };

    RelationLookup(ConnectionPtr reader, ConnectionPtr background, const Dialect &dialect, QObject *parent = nullptr);
    ~RelationLookup() override;

    /// Forgets all hits; setText() starts.
    void setTarget(SchemaPtr schema, const Target &target);
    /// Staged new rows are hits, staged deletes are none, and a staged label counts instead of the stored one (of a
    /// label of several columns only the parts that are staged or were seen).
    void setChanges(std::shared_ptr<const ChangeSet> changes);
    void setRecent(const QList<Key> &keys) { m_recent = keys; } ///< shown first while there is no text
    void setAtMost(int hits);
    void setTurn(int milliseconds) { m_turn = milliseconds; } ///< of a scan, before others on `background` get theirs

    /// Searches anew, also for the same text. Empty: staged new rows, recent ones, and the first of the table.
    void setText(const QString &text);
    void stop(); ///< what was found stays; finished() does not come

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] const QList<Hit> &hits() const { return m_hits; } ///< best first, no row twice
    [[nodiscard]] bool hasMore() const { return m_more; } ///< there are others that do as well as the last of these
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void hitsChanged();
    void finished();
    void failed(const core::Error &error);

private:
    enum class Step { Recent, First, KeyIs, LabelStarts, Scan, SlowKey };
    struct Staged; ///< what the ChangeSet says about rows of the target
    struct Found { ///< by one job
        QList<Hit> hits;
        bool unfinished = false; ///< a scan that goes on at `position`
        bool more = false;
        TableScan::Position position;
    };

    void restart();
    void next();
    void run(Step step);
    void take(Step step, const Result<Found> &found);
    void merge(const QList<Hit> &more);
    void rankAndKeep(const QList<Hit> &fresh);
    void addStaged();
    [[nodiscard]] bool isEnough() const;
    [[nodiscard]] QFuture<Result<Found>> ask(Step step) const;
    [[nodiscard]] QFuture<Result<Found>> scan() const;
    [[nodiscard]] QStringList searched() const; ///< columns that the text is looked for in

    ConnectionPtr m_reader;
    ConnectionPtr m_background;
    const Dialect &m_dialect;
    SchemaPtr m_schema;
    Target m_target;
    std::shared_ptr<const ChangeSet> m_changes;
    std::unique_ptr<Staged> m_staged;
    QList<Key> m_recent;
    QString m_text;
    int m_atMost = 50;
    int m_turn = 50;

    QList<Step> m_steps; ///< still to come
    int m_run = 0;       ///< number of the search; answers to earlier ones are late
    QFuture<Result<Found>> m_future;
    TableScan::Position m_position;
    QList<Hit> m_hits;
    QSet<Key> m_known; ///< keys that were met, also those that did not make it into m_hits
    bool m_indexed = false; ///< an index told all that begin with the text
    bool m_more = false;
    bool m_busy = false;
};

} // namespace core
