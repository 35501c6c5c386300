// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "support/tempdatabase.h"
#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"

#include <QDialog>
#include <QDir>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/// Pages of tables on a database of the test's own, with a real session and stack. Check `session` before use.
class TablePages {
public:
    explicit TablePages(const QString &sql)
    {
        m_path = tempdatabase::make(m_dir, QStringLiteral("pages.db"), sql);
        open();
    }
    /// On a database at a place of its own.
    TablePages(const QString &sql, const QString &path)
        : m_path(path)
    {
        if (QFile(path).open(QFile::WriteOnly) && tempdatabase::run(path, sql).isEmpty())
            open();
    }
    /// Again, as at the next start.
    void open()
    {
        stack.reset();
        session.reset();
        core::Session::Options options;
        options.stateFolder = m_dir.filePath(QStringLiteral("state"));
        QDir().mkpath(options.stateFolder);
        auto opened = core::Session::open(m_path, options);
        if (!opened)
            return;
        session = std::move(*opened);
        stack = std::make_unique<ui::EditStack>(*session);
    }
    /// Settled, in the active window, with the focus; nullptr: that took too long.
    [[nodiscard]] std::unique_ptr<ui::TablePage> page(const QString &table, const QSize &size = {1600, 500}) const
    {
        auto made = std::make_unique<ui::TablePage>(*session, *stack, core::QualifiedName{{}, table});
        made->resize(size);
        made->show();
        QApplication::setActiveWindow(made.get());
        if (!QTest::qWaitForWindowExposed(made.get()) || !QTest::qWaitFor([&] { return made->isSettled(); }, 10000))
            return nullptr;
        made->grid()->setFocus();
        return made;
    }
    [[nodiscard]] static int column(const ui::TablePage &page, const QString &name)
    {
        const QList<ui::ColumnHead> &heads = page.grid()->header()->heads();
        for (int i = 0; i < heads.size(); ++i) {
            if (heads.at(i).name == name)
                return i;
        }
        return -1;
    }
    /// The column's texts as they are drawn, row by row; empty while something is being read.
    [[nodiscard]] static QStringList texts(const ui::TablePage &page, const QString &name)
    {
        QStringList list;
        const int at = column(page, name);
        for (qint64 row = 0; row < page.grid()->model()->rows(); ++row) {
            const ui::CellLook look = page.grid()->lookAt(row, at);
            if (look.placeholder)
                return {};
            list.append(look.text);
        }
        return list;
    }
    /// A click on the column's head.
    static void clickHead(const ui::TablePage &page, const QString &name, Qt::MouseButton button = Qt::LeftButton)
    {
        ui::GridHeader *header = page.grid()->header();
        const QPoint at(header->sectionViewportPosition(column(page, name)) + 20, header->height() / 2);
        if (button == Qt::LeftButton)
            QTest::mouseClick(header->viewport(), button, {}, at);
        else
            Q_EMIT header->customContextMenuRequested(at);
    }
    /// The entry of the menu of that name, by the beginning of its text; nullptr: there is none.
    [[nodiscard]] static QAction *entry(const ui::TablePage &page, const QString &menu, const QString &text)
    {
        const QList<QMenu *> menus = page.findChildren<QMenu *>(menu);
        for (auto it = menus.crbegin(); it != menus.crend(); ++it) {
            for (QAction *action : (*it)->actions()) {
                if (action->text().startsWith(text))
                    return action;
            }
        }
        return nullptr;
    }
    /// The dialog of that name that is open over it.
    template <typename Dialog = QDialog> [[nodiscard]] static Dialog *dialog(const QWidget &page, const QString &name)
    {
        Dialog *found = nullptr;
        if (!QTest::qWaitFor([&] {
                found = page.findChild<Dialog *>(name);
                return found && found->isVisible();
            }, 5000))
            return nullptr;
        QApplication::setActiveWindow(found);
        return found;
    }
    [[nodiscard]] std::shared_ptr<const core::ChangeSet> changes() const { return session->changes(); }
    [[nodiscard]] QStringList rows(const QString &sql) const { return tempdatabase::rows(m_path, sql); }
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QTemporaryDir m_dir;
    QString m_path;

public:
    std::unique_ptr<core::Session> session;
    std::unique_ptr<ui::EditStack> stack;
};
