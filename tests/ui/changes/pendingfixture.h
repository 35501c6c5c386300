// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/sessionfixture.h"
#include "ui/changes/notice.h"
#include "ui/changes/pendingpanel.h"
#include "ui/changes/sqlview.h"

#include <QPushButton>
#include <QSplitter>
#include <QTest>

#include <memory>

/// The pending panel below an empty page, in a window that is shown.
class PendingFixture : public SessionFixture {
protected:
    void openPanel(const QString &sql, QSize size = {1000, 500})
    {
        openSession(sql);
        if (!m_edits)
            return;
        m_window = std::make_unique<QSplitter>(Qt::Vertical);
        m_window->addWidget(new QWidget);
        m_panel = new ui::PendingPanel(*m_open->session, *m_edits, m_window.get());
        m_window->resize(size);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void closePanel()
    {
        m_window.reset();
        m_panel = nullptr;
        closeSession();
    }

    [[nodiscard]] static core::RowKey key(qint64 id) { return {{core::Value::integer(id)}}; }
    template <typename T> [[nodiscard]] T *child(const char *name) const
    {
        return m_panel->findChild<T *>(QLatin1String(name));
    }
    [[nodiscard]] ui::Notice &notice() const { return *child<ui::Notice>("pending-notice"); }
    void click(const char *name) const { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }

    std::unique_ptr<QSplitter> m_window;
    ui::PendingPanel *m_panel = nullptr;
};
