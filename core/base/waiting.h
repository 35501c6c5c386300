// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace core {

/// Somebody who waits for what this thread does, for as long as this object lives: how he gives it up, and how he is
/// told that it takes longer than one waits without a word. What is told and asked must be safe on this thread. One
/// that is made while another lives takes its place until it goes.
class Waiting {
public:
    Waiting(std::function<bool()> isGivenUp, std::function<void(const QString &sentence)> tell);
    ~Waiting();
    Waiting(const Waiting &) = delete;
    Waiting &operator=(const Waiting &) = delete;

    /// To be polled while something runs: whether it is given up. Says `sentence` once, after two seconds of polling. As
    /// `isCancelled` of what has one; never given up, and nothing said, where nobody waits. For this thread only.
    [[nodiscard]] static std::function<bool()> isGivenUp(const QString &sentence);

private:
    const std::function<bool()> m_isGivenUp;
    const std::function<void(const QString &)> m_tell;
    Waiting *const m_before;
};

} // namespace core
