// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

/// Stands between clients and a server, both on loopback. Each connection has a thread of its own, on which what passes
/// may be changed, kept back or cut.
class LoopbackProxy {
public:
    /// Gets what the client says and makes of it what the server hears, now or with what comes next. `Cut`: it still
    /// hears that, and its answer never comes back.
    enum class Next { Pass, Cut };
    using Talk = std::function<Next(const QByteArray &said, QByteArray &heard)>;
    using NewTalk = std::function<Talk()>; ///< for each connection one, which may remember

    LoopbackProxy(int serverPort, NewTalk talk)
        : m_serverPort(serverPort)
        , m_talk(std::move(talk))
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(m_listener, 8) == 0
            && ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~LoopbackProxy()
    {
        m_ending = true;
        m_thread.join();
        for (std::thread &each : m_connections)
            each.join();
        ::close(m_listener);
    }
    LoopbackProxy(const LoopbackProxy &) = delete;
    LoopbackProxy &operator=(const LoopbackProxy &) = delete;

    [[nodiscard]] int port() const { return m_port; }

private:
    static sockaddr_in loopback(int port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    static bool isReady(int socket)
    {
        pollfd one{socket, POLLIN, 0};
        return ::poll(&one, 1, 20) > 0;
    }

    /// False: the connection has ended.
    static bool read(int from, QByteArray &bytes)
    {
        char buffer[16384];
        const ssize_t count = ::read(from, buffer, sizeof buffer);
        if (count > 0)
            bytes.append(buffer, static_cast<qsizetype>(count));
        return count > 0;
    }
    static bool write(int to, const QByteArray &bytes)
    {
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t count =
                ::send(to, bytes.constData() + done, static_cast<size_t>(bytes.size() - done), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            done += static_cast<qsizetype>(count);
        }
        return true;
    }

    void serve()
    {
        while (!m_ending) {
            if (!isReady(m_listener))
                continue;
            const int client = ::accept(m_listener, nullptr, nullptr);
            m_connections.emplace_back([this, client] { connect(client); });
        }
    }

    void connect(int client)
    {
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = loopback(m_serverPort);
        if (::connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
            serve(client, server);
        ::close(server);
        ::close(client);
    }

    void serve(int client, int server)
    {
        const Talk talk = m_talk();
        while (!m_ending) {
            pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(both, 2, 20) <= 0)
                continue;
            if (both[0].revents != 0) {
                QByteArray said;
                QByteArray heard;
                if (!read(client, said))
                    return;
                const Next next = talk(said, heard);
                if (!write(server, heard))
                    return;
                while (next == Next::Cut && !isReady(server) && !m_ending) { } // it has done what it was told
                if (next == Next::Cut)
                    return;
            }
            QByteArray answer;
            if (both[1].revents != 0 && (!read(server, answer) || !write(client, answer)))
                return;
        }
    }

    const int m_serverPort;
    const NewTalk m_talk;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_ending = false;
    std::vector<std::thread> m_connections; ///< of m_thread's
    std::thread m_thread;
};
