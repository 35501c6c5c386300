// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

[[nodiscard]] double median(std::vector<double> values); ///< NaN of none

/// One of VmRSS, VmHWM, RssAnon of a process, in megabytes; NaN when there is no such process.
[[nodiscard]] double megabytes(qint64 process, const QByteArray &field);

/// Processor time a process has used, in milliseconds.
[[nodiscard]] double processorMilliseconds(qint64 process);

/// What was measured, beside what was wanted. Prints as it goes.
class Figures {
public:
    static constexpr double slack = 1.15; ///< over a goal by more than this is a failure

    void note(const QString &what, double value, const QString &unit);
    void goal(const QString &what, double value, const QString &unit, double atMost);
    void failure(const QString &what);
    [[nodiscard]] bool hasFailed() const { return m_failed; }

private:
    void print(const QString &what, double value, const QString &unit, std::optional<double> atMost);
    bool m_failed = false;
    bool m_headed = false;
};
