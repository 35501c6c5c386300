// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QString>

#include <optional>

namespace core {

class Session;

/// What a person says a database is for. Production asks for its name before anything is applied, and is never reset.
enum class Environment { Unmarked, Local, Staging, Production };

[[nodiscard]] QString toText(Environment environment); ///< "local", "staging", "production"; empty: unmarked
[[nodiscard]] std::optional<Environment> environmentFromText(const QString &text); ///< "none" too

/// What is remembered of a database as a whole.
struct DatabaseMark {
    Environment environment = Environment::Unmarked;
    QString seed; ///< what fills it after a reset (Seed::name); empty: never chosen
    friend bool operator==(const DatabaseMark &, const DatabaseMark &) = default;
};

/// Keeps the marks in the state folder, a file for each database, 0600, replaced as a whole. Any thread.
class EnvironmentStore {
public:
    EnvironmentStore(const QString &stateFolder, const QString &database);

    /// Unmarked where nothing was kept. Fails on a file that cannot be understood: then it may be production.
    [[nodiscard]] Result<DatabaseMark> read() const;
    [[nodiscard]] Result<Done> write(const DatabaseMark &mark) const;

private:
    QString m_path;
    QString m_database;
};

/// The mark of one open database. Owned by its session; lives on its thread.
class EnvironmentMark : public QObject {
    Q_OBJECT

public:
    /// The session's own; made when it is first asked for. What cannot be read counts as production.
    [[nodiscard]] static EnvironmentMark &of(Session &session);

    [[nodiscard]] Environment environment() const { return m_mark.environment; }
    [[nodiscard]] bool isProduction() const { return m_mark.environment == Environment::Production; }
    [[nodiscard]] QString seed() const { return m_mark.seed; }
    [[nodiscard]] Result<Done> set(Environment environment); ///< remembered for this database
    [[nodiscard]] Result<Done> setSeed(const QString &name); ///< likewise

    /// A person has typed the database's name: the next Apply may run on production. Another name permits nothing.
    void permitOnce(const QString &typedName);
    /// Takes the permission that the next Apply needs: none is needed unless it is production.
    [[nodiscard]] Result<Done> takePermission();

Q_SIGNALS:
    void changed();

private:
    EnvironmentMark(EnvironmentStore store, const QString &name, QObject *parent);

    [[nodiscard]] Result<Done> keep(const DatabaseMark &mark);

    EnvironmentStore m_store;
    DatabaseMark m_mark;
    QString m_name; ///< of the database
    bool m_permitted = false;
};

} // namespace core
