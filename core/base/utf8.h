// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringDecoder>

#include <optional>

namespace core {

/// The text of these bytes; none when they are not UTF-8, rather than text with replacement characters, which would be
/// written into a database.
[[nodiscard]] inline std::optional<QString> textFromUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

/// Why such a file is no script: one sentence. `what` names it.
[[nodiscard]] inline QString notUtf8(const QString &what)
{
    return QStringLiteral("%1 is not UTF-8 text: save it as UTF-8; bytes are written as x'…'.").arg(what);
}

} // namespace core
