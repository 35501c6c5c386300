// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/whendone.h"
#include "support/opensession.h"
#include "ui/changes/editstack.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/row/fieldrow.h"
#include "ui/row/linkchips.h"
#include "ui/row/relatedsection.h"
#include "ui/row/relationpicker.h"
#include "ui/row/rowpanel.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

/// A row panel on a small blog, and what its related cards show, as text. A test class has it as its second base.
class RelatedFixture {
protected:
    [[nodiscard]] static core::QualifiedName table(const QString &name) { return {{}, name}; }
    [[nodiscard]] static core::RowKey key(qint64 id) { return {{core::Value::integer(id)}}; }

    [[nodiscard]] static QString databaseSql()
    {
        return QStringLiteral(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES "
            "users(id),"
            " editor_id INTEGER REFERENCES users(id));"
            "CREATE INDEX posts_user ON posts(user_id); CREATE INDEX posts_editor ON posts(editor_id);"
            "CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id), body TEXT NOT NULL,"
            " user_id INTEGER REFERENCES users(id));"
            "CREATE INDEX comments_post ON comments(post_id);"
            "CREATE TABLE drafts (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts(id), text TEXT);"
            "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
            "CREATE TABLE post_tags (post_id INTEGER NOT NULL REFERENCES posts(id), tag_id INTEGER NOT NULL REFERENCES "
            "tags(id),"
            " PRIMARY KEY (post_id, tag_id)) WITHOUT ROWID;"
            "CREATE TABLE reviewers (post_id INTEGER NOT NULL REFERENCES posts(id), user_id INTEGER NOT NULL REFERENCES"
            " users(id), verdict TEXT NOT NULL, PRIMARY KEY (post_id, user_id));"
            "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, parent_id INTEGER REFERENCES places(id));"
            "CREATE TABLE rooms (building TEXT NOT NULL, number INTEGER NOT NULL, name TEXT, PRIMARY KEY (building, "
            "number));"
            "CREATE TABLE beds (building TEXT NOT NULL, number INTEGER NOT NULL, bed INTEGER NOT NULL, colour TEXT,"
            " PRIMARY KEY (building, number, bed), FOREIGN KEY (building, number) REFERENCES rooms (building, number));"
            "INSERT INTO users VALUES (7,'Ada Byron'), (12,'Grace Hopper');"
            "INSERT INTO posts VALUES (1,'Rain',12,7), (2,'Hail',7,NULL);"
            "INSERT INTO comments VALUES (901,1,'Great piece',7), (887,1,'What about fog?',NULL), (851,2,'Thanks!',12);"
            "INSERT INTO drafts VALUES (5,1,'first');"
            "INSERT INTO tags VALUES (3,'weather'), (4,'climate'), (5,'hail');"
            "INSERT INTO post_tags VALUES (1,3), (1,4);"
            "INSERT INTO reviewers VALUES (1,7,'fine');"
            "INSERT INTO places VALUES (1,'World',NULL), (2,'Europe',1), (3,'Loop',3);"
            "INSERT INTO rooms VALUES ('North',1,'Attic'), ('North',2,'Cellar');"
            "INSERT INTO beds VALUES ('North',1,1,'red'), ('North',1,2,'blue'), ('North',2,1,'grey');");
    }

    void close()
    {
        m_panel.reset();
        m_edits.reset();
        m_open.reset();
    }
    void open(const core::Session::Options &options = {})
    {
        close();
        m_open = std::make_unique<OpenSession>(databaseSql(), options);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_edits = std::make_unique<ui::EditStack>(*m_open->session);
        m_panel = std::make_unique<ui::RowPanel>(*m_open->session, *m_edits);
        m_panel->resize(420, 1100);
        m_panel->show();
        m_panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    }
    void show(const QString &name, const core::RowKey &of)
    {
        m_panel->showRow(ui::RowAddress{table(name), of, 0});
        QTRY_VERIFY(m_panel->isSettled());
    }
    void show(const QString &name, qint64 id) { show(name, key(id)); }
    void press(Qt::Key with, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), with, modifiers);
    }
    /// What went wrong; empty when it went well.
    QString apply()
    {
        m_edits->commitOpenEditors();
        const auto script = m_open->session->editScript();
        if (!script)
            return script.error().message;
        auto future = m_open->session->applyEdits(*script);
        if (!QTest::qWaitFor([&] { return future.isFinished() && m_open->session->changes()->isEmpty(); }, 10'000)) {
            const auto report = core::waitFor(future);
            return report ? QStringLiteral("the edits are still staged") : report.error().message;
        }
        return {};
    }
    /// Of the card that leads to that table.
    [[nodiscard]] int cardOf(const QString &to) const
    {
        for (int i = 0; i < 12; ++i) {
            for (const auto *name : m_panel->findChildren<QLabel *>(QStringLiteral("related-name-%1").arg(i))) {
                if (name->isVisibleTo(m_panel.get()) && name->text() == to)
                    return i;
            }
        }
        return -1;
    }
    template <typename T> [[nodiscard]] T *part(const QString &name, const QString &to) const
    {
        QList<T *> found = m_panel->findChildren<T *>(QStringLiteral("related-%1-%2").arg(name).arg(cardOf(to)));
        found.removeIf(
            [&](const T *one) { return !one->parentWidget()->isVisibleTo(m_panel.get()) && name != u"list"; });
        return found.isEmpty() ? nullptr : found.last();
    }
    [[nodiscard]] ui::ChildList *list(const QString &to) const
    {
        return part<ui::ChildList>(QStringLiteral("list"), to);
    }
    [[nodiscard]] ui::ChildRowsModel *model(const QString &to) const
    {
        return qobject_cast<ui::ChildRowsModel *>(list(to)->model());
    }
    [[nodiscard]] ui::LinkChips *chipsOf(const QString &to) const
    {
        return part<ui::LinkChips>(QStringLiteral("chips"), to);
    }
    [[nodiscard]] QToolButton *button(const QString &name, const QString &to) const
    {
        return part<QToolButton>(name, to);
    }
    [[nodiscard]] QString countOf(const QString &to) const
    {
        const auto *label = part<QLabel>(QStringLiteral("count"), to);
        return label ? label->text() : QString();
    }
    [[nodiscard]] QString errorOf(const QString &to) const
    {
        const auto *label = part<QLabel>(QStringLiteral("error"), to);
        return label && label->isVisible() ? label->text() : QString();
    }
    /// As another program does; empty when it went well.
    [[nodiscard]] QString write(const QString &sql) const { return tempdatabase::run(m_open->path, sql); }
    [[nodiscard]] QString pillOf(const QString &name, const QString &to) const
    {
        const auto *pill = part<ui::Pill>(name, to);
        return pill && pill->isVisible() ? pill->text() : QString();
    }
    [[nodiscard]] static QString mark(core::RelatedRow::State state)
    {
        static const QHash<int, QString> marks{{int(core::RelatedRow::State::Added), QStringLiteral("+")},
                                               {int(core::RelatedRow::State::Removed), QStringLiteral("-")},
                                               {int(core::RelatedRow::State::MovedHere), QStringLiteral(">")},
                                               {int(core::RelatedRow::State::MovedAway), QStringLiteral("<")}};
        return marks.value(int(state));
    }
    /// One text a line: its state, the key where it is shown, the cells, an edited one with a star.
    [[nodiscard]] QStringList lines(const QString &to) const
    {
        QStringList out;
        const ui::ChildRowsModel *rows = model(to);
        for (int row = 0; row < rows->rowCount(); ++row) {
            QStringList cells;
            for (int column = rows->hasKey() ? 0 : 1; column < rows->columnCount(); ++column) {
                const QModelIndex index = rows->index(row, column);
                cells.append(
                    index.data().toString()
                    + (index.data(ui::ChildRowsModel::ModifiedRole).toBool() ? QStringLiteral("*") : QString()));
            }
            out.append(mark(rows->line(row).related.state) + cells.join(QStringLiteral(" | ")));
        }
        return out;
    }
    [[nodiscard]] QStringList chips(const QString &to) const
    {
        QStringList out;
        const ui::LinkChips *all = chipsOf(to);
        for (int i = 0; all && i < all->count(); ++i)
            out.append(mark(all->chip(i)->look().state) + all->chip(i)->look().label);
        return out;
    }
    [[nodiscard]] static QLineEdit *editor()
    {
        auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        return line && line->objectName() == QStringLiteral("child-editor") ? line : nullptr;
    }
    [[nodiscard]] ui::RelationPicker *picker() const
    {
        for (auto *one : m_panel->findChildren<ui::RelationPicker *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] QString firstHit() const
    {
        const auto *hits = picker() ? picker()->findChild<QListView *>(QStringLiteral("picker-list")) : nullptr;
        return hits ? hits->model()->index(0, 0).data().toString() : QString();
    }
    [[nodiscard]] int lineCount() const
    {
        const auto *hits = picker() ? picker()->findChild<QListView *>(QStringLiteral("picker-list")) : nullptr;
        return hits ? hits->model()->rowCount() : 0;
    }
    [[nodiscard]] core::NewValue staged(const QString &name, qint64 id, const QString &column) const
    {
        const core::RowEdit *edit = m_open->session->changes()->find(table(name), key(id));
        return edit && edit->cells.contains(column) ? edit->cells.value(column).value
                                                    : core::NewValue(core::Value::text(QStringLiteral("(not staged)")));
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<ui::EditStack> m_edits;
    std::unique_ptr<ui::RowPanel> m_panel;
};
