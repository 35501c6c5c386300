// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

namespace core {

/// NAME=value, export NAME='value', # comments; a quoted value may go over several lines. As resources/bridge reads it.
[[nodiscard]] QMap<QString, QString> parseDotenv(QString text);

/// That of a file; empty where there is none.
[[nodiscard]] QMap<QString, QString> readDotenv(const QString &path);

} // namespace core
