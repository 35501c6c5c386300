// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>

/// A port on loopback that nobody listens at now.
[[nodiscard]] inline int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}
