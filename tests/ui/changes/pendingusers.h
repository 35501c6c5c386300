// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pendingfixture.h"
#include "support/verify.h"

/// Three users with posts, a unique column, a cascade and a trigger.
class UsersFixture : public PendingFixture {
protected:
    [[nodiscard]] static QString databaseSql()
    {
        return QStringLiteral(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE);"
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id) ON DELETE CASCADE);"
            "CREATE TABLE log (what TEXT);"
            "CREATE TRIGGER users_log AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES (new.name); END;"
            "INSERT INTO users VALUES (1,'Ada','ada@x'), (2,'Grace','grace@x'), (3,'Lin','lin@x');"
            "INSERT INTO posts VALUES (10,3), (11,3)");
    }
    void setName(qint64 id, const QString &name)
    {
        const QStringList old{QStringLiteral("Ada"), QStringLiteral("Grace"), QStringLiteral("Lin")};
        const auto pushed = m_edits->push(core::SetCell{users, key(id), QStringLiteral("name"),
                                                        core::Value::text(old.at(id - 1)), core::Value::text(name), -1},
                                          QStringLiteral("Set name"));
        QVERIFY(pushed.ok());
    }

    const core::QualifiedName users{{}, QStringLiteral("users")};
};
