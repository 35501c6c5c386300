// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/warmbridge.h"

#include <QFileSystemWatcher>
#include <QFuture>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace core {

/// The schema.ts of the project that a database belongs to: evaluated in the background, and again when one of the
/// files it is made of is saved. What was read last stays until it can be read anew. Lives on the session's thread.
class ProjectSchema : public QObject {
    Q_OBJECT

public:
    enum class State {
        Absent, ///< there is no project, or it is about another database
        Reading,
        Read,
        Failed ///< see problem(); schema() is what it was before, if it was
    };
    using Ask = std::function<QFuture<Result<BridgeAnswer>>(const BridgeRequest &)>;
    using Made = Result<QList<MadeRow>>;
    using AskValues = std::function<QFuture<Made>(const BridgeRequest &, const QualifiedName &table,
                                                  const QStringList &columns, int rows)>;

    /// Nothing is run before read(). `ask` and `askValues` evaluate on another thread.
    ProjectSchema(const QString &databasePath, Ask ask, QObject *parent = nullptr);
    ProjectSchema(const QString &databasePath, Ask ask, AskValues askValues, QObject *parent = nullptr);
    ~ProjectSchema() override; ///< cancels what is under way

    /// The project that is meant, where more is known than where the database lies. Before read().
    void setRequest(const BridgeRequest &request) { m_request = request; }
    void read(); ///< now, even when nothing has changed
    void stop(); ///< what is evaluated now; it then counts as not read, with Error::cancelled()

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<DrizzleSchema> &schema() const { return m_schema; }
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; } ///< of the last time
    [[nodiscard]] QString configPath() const; ///< empty when there is no project

    /// The columns of a table whose value a new row gets from schema.ts ($defaultFn, else $onUpdate), in any order;
    /// none where the schema was not read.
    [[nodiscard]] QStringList madeColumns(const QualifiedName &table) const;
    /// Their values for so many new rows; see WarmBridge::values(). Cancel a future that nobody waits for any more.
    [[nodiscard]] QFuture<Made> madeValues(const QualifiedName &table, const QStringList &columns, int rows) const;

Q_SIGNALS:
    void changed(); ///< another state, or another schema

private:
    void take(const Result<BridgeAnswer> &answer);
    void watch(const QStringList &inputs);
    void readIfChanged();
    [[nodiscard]] bool isOfThisDatabase(const DrizzleSchema &schema) const;
    [[nodiscard]] QStringList fingerprint() const;

    QString m_databasePath;
    Ask m_ask;
    AskValues m_askValues;
    std::optional<BridgeRequest> m_request;
    QFuture<Result<BridgeAnswer>> m_asked;
    int m_generation = 0;
    qint64 m_askedAt = 0; ///< milliseconds since 1970
    State m_state = State::Absent;
    std::optional<DrizzleSchema> m_schema;
    std::optional<Error> m_problem;
    QStringList m_inputs;
    QStringList m_seen; ///< how they were when they were read
    QFileSystemWatcher m_watcher;
    QTimer m_soon;
};

} // namespace core
