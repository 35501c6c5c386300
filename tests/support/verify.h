// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QTest>

/// Fails the test with the error's own words.
#define VERIFY_OK(result)                                                                                              \
    do {                                                                                                               \
        const auto &rcVerified = (result);                                                                             \
        if (!rcVerified.ok())                                                                                          \
            QFAIL(qPrintable(rcVerified.error().message + QLatin1String(" | ") + rcVerified.error().detail             \
                             + QLatin1String(" | ") + rcVerified.error().statement));                                  \
    } while (false)
