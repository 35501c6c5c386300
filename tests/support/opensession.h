// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "support/tempdatabase.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/// A Session on a temporary database, with a state folder of its own. Check `session` before use.
struct OpenSession {
    explicit OpenSession(const QString &sql, const core::Session::Options &wanted = {})
    {
        path = tempdatabase::make(dir, QStringLiteral("test.db"), sql);
        open(wanted);
    }

    void open(const core::Session::Options &wanted = {})
    {
        core::Session::Options options = wanted;
        if (options.stateFolder.isEmpty())
            options.stateFolder = dir.filePath(QStringLiteral("state"));
        QDir().mkpath(options.stateFolder);
        auto opened = core::Session::open(path, options);
        if (opened)
            session = std::move(opened).value();
        else
            error = opened.error().message;
    }

    [[nodiscard]] QStringList rows(const QString &sql) const { return tempdatabase::rows(path, sql); }

    QTemporaryDir dir;
    QString path;
    QString error;
    std::unique_ptr<core::Session> session;
};

/// For QTest::failOnWarning in tests with widgets: everything but what the offscreen platform says about itself.
[[nodiscard]] inline QRegularExpression anyRealWarning()
{
    return QRegularExpression(QStringLiteral("^(?!This plugin does not support|QStandardPaths: ).*"));
}
