// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace core {

/// A Node.js process that is spoken to over its standard input and output. It has a cleaned environment and a process
/// group of its own: with this object it goes, and all it has started. Any thread may use it, one at a time.
class NodeChild {
public:
    [[nodiscard]] static Result<std::unique_ptr<NodeChild>> start(const QString &node, const QStringList &arguments,
                                                                  const QString &folder);
    ~NodeChild(); ///< kills them, and does not wait until they are gone
    NodeChild(const NodeChild &) = delete;
    NodeChild &operator=(const NodeChild &) = delete;

    [[nodiscard]] bool send(const QByteArray &line); ///< false: it does not listen any more

    struct Limits {
        int milliseconds = 0;
        qint64 outputBytes = 0;
    };
    struct Answer {
        enum class End { Answered, Exited, Cancelled, TimedOut, TooMuch };
        End end = End::Answered;
        QByteArray document; ///< Answered
        bool crashed = false; ///< Exited: by a signal
        int exitCode = 0; ///< Exited
        QByteArray errors; ///< Exited: the last of standard error
    };
    /// Waits for the line with the mark and a length, and so many bytes after it, within whatever else is printed.
    /// After any other end than Answered it is of no use any more. `isCancelled` is asked every few milliseconds.
    [[nodiscard]] Answer waitFor(const QByteArray &mark, const Limits &limits,
                                 const std::function<bool()> &isCancelled = {});

private:
    NodeChild() = default;
    void take(int &descriptor, QByteArray &into);
    void exited(Answer &answer);

    int m_process = 0;
    int m_input = -1; ///< a socket: who writes where nobody reads gets an error, and no signal
    int m_output = -1; ///< these two are -1 once they have ended
    int m_errors = -1;
    QByteArray m_read;
    QByteArray m_words;
};

} // namespace core
