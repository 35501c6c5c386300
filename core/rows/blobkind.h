// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace core {

/// What some bytes are, by how they begin.
struct BlobKind {
    QString name; ///< "PNG picture"; empty: not known
    QString suffix; ///< of a file of that kind, "png"; "bin" when not known
    QByteArray picture; ///< the format's name for a picture reader, "png"; empty: no picture
    friend bool operator==(const BlobKind &, const BlobKind &) = default;
};
[[nodiscard]] BlobKind blobKindOf(const QByteArray &bytes);

} // namespace core
