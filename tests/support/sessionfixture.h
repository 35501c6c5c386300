// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/opensession.h"
#include "ui/changes/editstack.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QObject>

#include <memory>

/// What tests of widgets over a session begin with: a database of their own, a session and a stack of edits on it, and
/// no warning that nobody expects. The test derives from it; its widgets go before closeSession().
class SessionFixture : public QObject {
protected:
    void openSession(const QString &sql)
    {
        QTest::failOnWarning(anyRealWarning());
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
        m_open = std::make_unique<OpenSession>(sql);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_edits = std::make_unique<ui::EditStack>(*m_open->session);
    }
    void closeSession()
    {
        m_edits.reset();
        m_open.reset();
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<ui::EditStack> m_edits;
};
