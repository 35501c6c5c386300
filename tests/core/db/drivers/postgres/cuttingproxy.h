// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

/// Passes connections on to a server, and cuts one where the client has said a certain word: what was said reaches the
/// server, and its answer never comes back. Each has a thread of its own.
class CuttingProxy {
public:
    CuttingProxy(int serverPort, QByteArray word)
        : m_serverPort(serverPort)
        , m_word(std::move(word))
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(m_listener, 8) == 0
            && ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~CuttingProxy()
    {
        m_ending = true;
        m_thread.join();
        for (std::thread &each : m_connections)
            each.join();
        ::close(m_listener);
    }
    CuttingProxy(const CuttingProxy &) = delete;
    CuttingProxy &operator=(const CuttingProxy &) = delete;

    [[nodiscard]] int port() const { return m_port; }
    void setArmed(bool armed) { m_armed = armed; }
    [[nodiscard]] bool hasCut() const { return m_cut; }

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
    static bool pass(int from, int to, QByteArray *seen)
    {
        char bytes[16384];
        const ssize_t count = ::read(from, bytes, sizeof bytes);
        if (count <= 0)
            return false;
        if (seen)
            seen->append(bytes, static_cast<qsizetype>(count));
        return ::write(to, bytes, static_cast<size_t>(count)) == count;
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
        while (!m_ending) {
            pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(both, 2, 20) <= 0)
                continue;
            QByteArray said;
            if (both[0].revents != 0 && !pass(client, server, &said))
                return;
            if (m_armed && said.contains(m_word)) {
                while (!isReady(server) && !m_ending) { } // it has done what it was told
                m_cut = true;
                return;
            }
            if (both[1].revents != 0 && !pass(server, client, nullptr))
                return;
        }
    }

    const int m_serverPort;
    const QByteArray m_word;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_armed = false;
    std::atomic<bool> m_cut = false;
    std::atomic<bool> m_ending = false;
    std::vector<std::thread> m_connections; ///< of m_thread's
    std::thread m_thread;
};
