// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "impactscript.h"
#include "pendingfixture.h"
#include "support/verify.h"
#include "ui/changes/impactview.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTreeView>

/// The pending panel over a database in which every action of a foreign key is found, and its tree.
class ImpactFixture : public PendingFixture {
protected:
    void openTree(QSize size = {1100, 700})
    {
        openPanel(databaseSql(), size);
        if (m_panel)
            m_tester = new QAbstractItemModelTester(tree().model(),
                                                    QAbstractItemModelTester::FailureReportingMode::QtTest, m_panel);
    }
    [[nodiscard]] static core::QualifiedName table(const QString &name) { return {{}, name}; }

    void remove(const QString &name, qint64 id)
    {
        VERIFY_OK(m_edits->push(core::DeleteRow{table(name), key(id), {}, -1}, QStringLiteral("Delete")));
    }
    ui::ImpactView &view() { return *m_panel->findChild<ui::ImpactView *>(QStringLiteral("impact-view")); }
    QTreeView &tree() { return view().tree(); }
    QString label(const char *name) { return child<QLabel>(name)->text(); }
    QPushButton *button(const char *name) { return child<QPushButton>(name); }

    static QString nameAt(const QModelIndex &index)
    {
        const QModelIndex table = index.siblingAtColumn(ui::ImpactModel::TableColumn);
        return QStringLiteral("%1 (%2)").arg(table.data().toString(), table.data(ui::ImpactModel::DimRole).toString());
    }
    QString current() { return tree().currentIndex().isValid() ? nameAt(tree().currentIndex()) : QString(); }
    void select(const QString &name)
    {
        QModelIndex at = tree().model()->index(0, 0);
        while (at.isValid() && nameAt(at) != name)
            at = tree().indexBelow(at);
        QVERIFY2(at.isValid(), qPrintable(treeText(*tree().model()).join(QLatin1Char('\n'))));
        tree().setCurrentIndex(at);
    }

private:
    [[nodiscard]] static QString databaseSql()
    {
        return QStringLiteral(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE);"
            "CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INT REFERENCES posts ON DELETE CASCADE,"
            " parent_id INT REFERENCES comments ON DELETE CASCADE, user_id INT REFERENCES users ON DELETE SET NULL);"
            "CREATE TABLE invoices (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, payer_id INT NOT NULL"
            " REFERENCES users ON DELETE RESTRICT);"
            "CREATE TABLE lines (invoice INT NOT NULL REFERENCES invoices ON DELETE CASCADE, no INT NOT NULL,"
            " PRIMARY KEY (invoice, no)) WITHOUT ROWID;"
            "CREATE TABLE tags (name TEXT PRIMARY KEY NOT NULL, parent TEXT REFERENCES tags ON UPDATE CASCADE);"
            "CREATE TABLE tagged (id INTEGER PRIMARY KEY, tag TEXT REFERENCES tags ON UPDATE CASCADE);"
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, user_ref INT);"
            "CREATE TABLE log (what TEXT);"
            "CREATE TRIGGER posts_gone AFTER DELETE ON posts BEGIN INSERT INTO log VALUES (old.id); END;"
            "INSERT INTO users VALUES (1,'Ada'), (2,'Grace'), (3,'Lin'), (4,'Noor');"
            "INSERT INTO posts VALUES (10,1), (11,1), (12,2);"
            "INSERT INTO comments VALUES (100,10,NULL,2), (101,10,100,2), (102,10,101,1), (103,12,NULL,1);"
            "INSERT INTO invoices VALUES (1,3,4), (2,3,4), (3,NULL,3);"
            "INSERT INTO lines VALUES (1,1), (1,2), (2,1);"
            "INSERT INTO tags VALUES ('sky',NULL), ('cloud','sky');"
            "INSERT INTO tagged VALUES (1,'sky'), (2,'sky'), (3,'cloud');"
            "INSERT INTO notes VALUES (1,4), (2,4)");
    }

    QAbstractItemModelTester *m_tester = nullptr;
};
