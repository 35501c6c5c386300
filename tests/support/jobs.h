// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <functional>

/// A job that runs without a connection, and is cancelled when the test says so.
class TestJob final : public core::JobContext {
public:
    std::function<bool()> cancelled = [] { return false; };
    QList<std::pair<int, int>> progress;

    [[nodiscard]] bool isCancelled() const override { return cancelled(); }
    void setProgress(int done, int total) override { progress += {done, total}; }
};
