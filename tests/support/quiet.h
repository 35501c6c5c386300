// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QTest>

/// For the init() of a test of widgets: a warning nobody expects is a failure. What the offscreen platform says about
/// itself is no such warning.
inline void failOnUnexpectedWarnings()
{
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support (raise|propagateSizeHints|grabbing the keyboard)).*")));
}
