// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include "support/scratchdb.h"

#include <QDir>
#include <QTest>

/// A database of users and posts, with a session on it and others who write to it.
namespace usersandposts {

using namespace core;
using namespace Qt::Literals::StringLiterals;

inline const QualifiedName users{{}, u"users"_s};

inline RowKey keyOf(qint64 id)
{
    return {{Value::integer(id)}};
}

inline SetCell rename(qint64 id, const QString &from, const QString &to)
{
    return {users, keyOf(id), u"name"_s, Value::text(from), NewValue(Value::text(to)), -1};
}

/// A database of users and posts with a session on it.
struct Opened {
    Opened()
    {
        path =
            scratch::makeDatabase(dir, u"app.db"_s,
                                  u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bio TEXT);"
                                  "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INT NOT NULL REFERENCES users ON "
                                  "DELETE CASCADE, title TEXT);"
                                  "INSERT INTO users VALUES (1, 'Ada', 'a'), (2, 'Grace', 'g'), (3, 'Edsger', 'e');"
                                  "INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z')"_s);
    }
    void open(bool readOnly = false)
    {
        Session::Options with = options();
        with.readOnly = readOnly;
        session = Session::open(path, with);
    }
    Session::Options options() const
    {
        Session::Options with;
        with.stateFolder = state();
        return with;
    }
    QString state() const
    {
        QDir(dir.path()).mkdir(u"state"_s);
        return dir.filePath(u"state"_s);
    }
    /// As another program would.
    bool outside(const QString &sql) const
    {
        const auto other = scratch::open(path);
        return other && (*other)->execute(sql);
    }
    QStringList column(const QString &sql) const
    {
        QStringList values;
        const auto other = scratch::open(path, ConnectionSpec::Mode::Read);
        if (!other)
            return {other.error().message};
        const auto rows = (*other)->query(sql);
        if (!rows)
            return {rows.error().message};
        for (const Row &row : *rows)
            values.append(row.front().display());
        return values;
    }
    Session *operator->() const { return session->get(); }

    QTemporaryDir dir;
    QString path;
    Result<std::unique_ptr<Session>> session = Error::invalid(u"not opened"_s);
};

/// Waits for it with the event loop running, as the window does.
template <typename T> Result<T> ended(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error::invalid(u"still not finished"_s);
    return future.resultCount() > 0 ? future.result() : Result<T>(Error::cancelled());
}

} // namespace usersandposts
