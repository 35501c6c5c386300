// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connectionspec.h"

#include <QStringList>

namespace core {

/// Which addresses lead to the same database, as far as any was ever opened: what is said of a database on a server
/// holds for it however its address is written, and whoever connects. Kept in the state folder, a file for each
/// address, 0600. An address is a stateKey(), a database what its lastingIdentity() says. Any thread; blocks.
class KnownAddresses {
public:
    explicit KnownAddresses(const QString &stateFolder);

    /// The address leads to that database now. What it led to before is remembered.
    [[nodiscard]] Result<Done> note(const QString &address, const QString &database) const;
    /// All that lead, or led, to the database to which this address leads now; itself first.
    [[nodiscard]] QStringList sameAs(const QString &address) const;

private:
    struct Entry {
        QString address;
        QStringList databases; ///< the newest last
    };
    [[nodiscard]] QString pathOf(const QString &address) const;
    [[nodiscard]] static Entry read(const QString &path);

    QString m_folder;
};

} // namespace core
