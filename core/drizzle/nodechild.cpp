// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/nodechild.h"

#include "core/drizzle/nodeprocess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QThreadPool>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int lookMilliseconds = 10;
constexpr int buryMilliseconds = 2000;
constexpr qsizetype keptWords = 32 * 1024;
/// Of the processor: what outlives us in an endless loop, because we were killed ourselves, does not do so for long.
constexpr rlim_t processorSeconds = 120;

/// Both ends, closed in programs that are started; -1: there is none.
struct Ends {
    int ours = -1;
    int theirs = -1;

    static Ends ofPipe()
    {
        std::array<int, 2> made{-1, -1};
        return ::pipe2(made.data(), O_CLOEXEC) == 0 ? Ends{made[0], made[1]} : Ends{};
    }
    static Ends ofSocket()
    {
        std::array<int, 2> made{-1, -1};
        return ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, made.data()) == 0 ? Ends{made[0], made[1]} : Ends{};
    }
};

void closeEnd(int &descriptor)
{
    if (descriptor >= 0)
        ::close(descriptor);
    descriptor = -1;
}

/// The strings, and pointers to them as exec wants them.
class ExecStrings {
public:
    explicit ExecStrings(const QStringList &texts)
    {
        m_bytes.reserve(static_cast<size_t>(texts.size()));
        for (const QString &text : texts)
            m_bytes.push_back(QFile::encodeName(text));
        for (QByteArray &bytes : m_bytes)
            m_pointers.push_back(bytes.data());
        m_pointers.push_back(nullptr);
    }
    [[nodiscard]] char *const *data() { return m_pointers.data(); }

private:
    std::vector<QByteArray> m_bytes;
    std::vector<char *> m_pointers;
};

int spawnChild(pid_t &process, const QStringList &command, const QString &folder, const Ends &input, const Ends &output,
               const Ends &errors)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&actions, input.theirs, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output.theirs, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors.theirs, STDERR_FILENO);
    ::posix_spawn_file_actions_addchdir_np(&actions, QFile::encodeName(folder).constData());
    sigset_t usual;
    ::sigemptyset(&usual);
    ::sigaddset(&usual, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes, &usual);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    ExecStrings arguments(command);
    ExecStrings environment(nodeEnvironment().toStringList());
    const int failed = ::posix_spawn(&process, QFile::encodeName(command.constFirst()).constData(), &actions,
                                     &attributes, arguments.data(), environment.data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return failed;
}

} // namespace

Result<std::unique_ptr<NodeChild>> NodeChild::start(const QString &node, const QStringList &arguments,
                                                    const QString &folder)
{
    Ends input = Ends::ofSocket();
    Ends output = Ends::ofPipe();
    Ends errors = Ends::ofPipe();
    auto child = std::unique_ptr<NodeChild>(new NodeChild);
    child->m_input = input.ours;
    child->m_output = output.ours;
    child->m_errors = errors.ours;
    pid_t process = 0;
    int failed = errors.theirs < 0 || output.theirs < 0 || input.theirs < 0 ? EMFILE : 0;
    if (failed == 0)
        failed = spawnChild(process, QStringList{node} + arguments, folder, input, output, errors);
    closeEnd(input.theirs);
    closeEnd(output.theirs);
    closeEnd(errors.theirs);
    if (failed != 0)
        return Error::io(u"Node.js (%1) could not be started: %2."_s.arg(node, qt_error_string(failed)));
    child->m_process = process;
    const rlimit processor{processorSeconds, processorSeconds};
    ::prlimit(process, RLIMIT_CPU, &processor, nullptr);
    ::fcntl(child->m_output, F_SETFL, O_NONBLOCK);
    ::fcntl(child->m_errors, F_SETFL, O_NONBLOCK);
    return child;
}

NodeChild::~NodeChild()
{
    if (m_process > 0) {
        ::kill(-m_process, SIGKILL);
        ::kill(m_process, SIGKILL);
        // It may take its time to go (its memory, a slow disk), and this may be the window's thread.
        if (::waitpid(m_process, nullptr, WNOHANG) == 0)
            QThreadPool::globalInstance()->start([process = m_process] { ::waitpid(process, nullptr, 0); });
    }
    closeEnd(m_input);
    closeEnd(m_output);
    closeEnd(m_errors);
}

bool NodeChild::send(const QByteArray &line)
{
    const QByteArray all = line + '\n';
    return ::send(m_input, all.constData(), static_cast<size_t>(all.size()), MSG_NOSIGNAL | MSG_DONTWAIT) == all.size();
}

void NodeChild::take(int &descriptor, QByteArray &into)
{
    std::array<char, 65536> chunk{};
    while (descriptor >= 0) {
        const ssize_t read = ::read(descriptor, chunk.data(), chunk.size());
        if (read > 0) {
            into.append(chunk.data(), read);
            if (into.size() > keptWords && &into == &m_words)
                into = into.right(keptWords);
            if (read < static_cast<ssize_t>(chunk.size()))
                return;
        } else if (read < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        } else {
            closeEnd(descriptor);
        }
    }
}

/// It has closed its output; it may live on for a moment, but has nothing more to say.
void NodeChild::exited(Answer &answer)
{
    answer.end = Answer::End::Exited;
    QElapsedTimer timer;
    timer.start();
    const auto hasEnded = [this] {
        siginfo_t how{};
        const bool asked = ::waitid(P_PID, static_cast<id_t>(m_process), &how, WEXITED | WNOHANG | WNOWAIT) == 0;
        return !asked || how.si_pid != 0;
    };
    while (!hasEnded() && timer.elapsed() < buryMilliseconds)
        ::poll(nullptr, 0, lookMilliseconds);
    take(m_errors, m_words);
    answer.errors = m_words;
    const bool isAlive = !hasEnded();
    ::kill(-m_process, SIGKILL); // what it has started, too; its number is its own until it is buried
    int status = 0;
    ::waitpid(m_process, &status, 0);
    m_process = 0;
    answer.crashed = isAlive || WIFSIGNALED(status);
    answer.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

NodeChild::Answer NodeChild::waitFor(const QByteArray &mark, const Limits &limits,
                                     const std::function<bool()> &isCancelled)
{
    const QByteArray begin = '\n' + mark + ' ';
    Answer answer;
    QElapsedTimer timer;
    timer.start();
    qsizetype looked = 0; // nothing begins before it
    for (;;) {
        const qsizetype at = m_read.indexOf(begin, looked);
        const qsizetype end = at < 0 ? -1 : m_read.indexOf('\n', at + begin.size());
        looked = at < 0 ? std::max<qsizetype>(0, m_read.size() - begin.size()) : at;
        if (end > 0) {
            const qint64 length = m_read.mid(at + begin.size(), end - at - begin.size()).toLongLong();
            if (m_read.size() > end + length) {
                answer.document = m_read.mid(end + 1, length);
                m_read.remove(0, end + 1 + length);
                return answer;
            }
        }
        if (m_output < 0) {
            exited(answer);
            return answer;
        }
        std::array<pollfd, 2> waited{pollfd{m_output, POLLIN, 0}, pollfd{m_errors, POLLIN, 0}};
        ::poll(waited.data(), waited.size(), lookMilliseconds);
        take(m_output, m_read);
        take(m_errors, m_words);
        if (isCancelled && isCancelled())
            answer.end = Answer::End::Cancelled;
        else if (timer.elapsed() > limits.milliseconds)
            answer.end = Answer::End::TimedOut;
        else if (m_read.size() > limits.outputBytes)
            answer.end = Answer::End::TooMuch;
        if (answer.end != Answer::End::Answered)
            return answer;
    }
}

} // namespace core
