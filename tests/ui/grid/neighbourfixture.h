// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/tablepages.h"
#include "ui/grid/rowexpansions.h"

#include <QApplication>

/// Users with posts with notes, and parts with a key of two columns that stock refers to; table pages on them, driven
/// by keys.
struct NeighbourFixture : TablePages {
    NeighbourFixture()
        : TablePages(QStringLiteral(
            "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT);"
            "INSERT INTO users VALUES(1,'Ada Byron','admin'),(2,'Bob','editor'),(3,'Cleo','admin');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, body TEXT, user_id INT REFERENCES users(id));"
            "CREATE INDEX posts_user ON posts(user_id);"
            "INSERT INTO posts VALUES(10,'Rain',printf('%.9000c', 'x'),1),(11,'Hail',NULL,1),(12,'Snow',NULL,2),"
            "(13,'Lost',NULL,99),(14,'Draft',NULL,NULL);"
            "CREATE TABLE notes(id INTEGER PRIMARY KEY, post_id INT REFERENCES posts(id), text TEXT);"
            "INSERT INTO notes VALUES(1,10,'wet'),(2,10,'very wet'),(3,12,'cold');"
            "CREATE TABLE parts(maker TEXT, number INT, label TEXT, PRIMARY KEY(maker, number)) WITHOUT ROWID;"
            "INSERT INTO parts VALUES('acme',1,'bolt'),('acme',2,'nut'),('zeta',1,'gear');"
            "CREATE TABLE stock(id INTEGER PRIMARY KEY, maker TEXT, number INT, amount INT,"
            " FOREIGN KEY(maker, number) REFERENCES parts(maker, number));"
            "INSERT INTO stock VALUES(1,'acme',1,5),(2,'acme',2,7),(3,'acme',1,9),(4,'zeta',1,1);"))
    {
        if (!session)
            qFatal("the database does not open");
    }

    [[nodiscard]] std::unique_ptr<ui::TablePage> page(const QString &table) const
    {
        return TablePages::page(table, {1200, 700});
    }
    static void key(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    /// One by one: the first opens an editor, the others go into it.
    static void keys(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    /// Opens the relation's rows below the row by Enter; the focus is in them then.
    static ui::TablePage *expand(ui::TablePage &page, qint64 row, const QString &relation)
    {
        page.grid()->setFocus();
        page.grid()->setCurrent(row, column(page, relation));
        key(Qt::Key_Return);
        ui::TablePage *inner = page.expansions()->at(row);
        if (!inner || !QTest::qWaitFor([&] { return page.isSettled(); }, 10000) || !inner->grid()->hasFocus())
            return nullptr;
        return inner;
    }
    core::Result<core::Done> insertUser(const QString &name) const
    {
        return stack->push(
            core::InsertRow{{{}, QStringLiteral("users")}, 0, {{QStringLiteral("name"), core::Value::text(name)}}, -1},
            QStringLiteral("Insert a user"));
    }
};
