// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>

namespace core {

/// How to reach a database on a server, as a postgresql:// URL or a list of libpq's keywords says it. Everything may
/// be empty: then the server's library chooses (see ServerDefaults).
struct ServerAddress {
    QString host; ///< or an absolute folder: that of a socket; several with commas
    QString port; ///< digits; several with commas
    QString database;
    QString user;
    QString password; ///< never in url()
    QMap<QString, QString> options; ///< by libpq's keyword: "sslmode", "sslrootcert", "service", …
    QStringList ignored; ///< options that libpq does not know, as other programs' URLs have: not in url()
    friend bool operator==(const ServerAddress &, const ServerAddress &) = default;

    [[nodiscard]] QString option(const QString &keyword) const { return options.value(keyword); }
    void setOption(const QString &keyword, const QString &value); ///< empty: takes it out
    [[nodiscard]] bool isSocket() const { return host.startsWith(QLatin1Char('/')); }
    /// Without the password, options in order: what is shown, kept and compared.
    [[nodiscard]] QString url() const;
    /// For people and narrow places: "db.example.com:6432/shop", "shop on this machine".
    [[nodiscard]] QString place() const;
};

/// Whether the text is that of a server rather than of a file.
[[nodiscard]] bool isServerUrl(const QString &text);

/// Reads what people paste: a postgresql:// or postgres:// URL, with `DATABASE_URL=`, `psql` or quotes around it, or
/// `host=… dbname=…`. Errors say what in it cannot be right, and never hold the password.
[[nodiscard]] Result<ServerAddress> parseServerAddress(const QString &text);

/// What an address leaves open, and where it comes from then: libpq's own rules, for people to see before they connect.
class ServerDefaults {
public:
    using Environment = std::function<QString(const char *name)>; ///< empty: not set
    /// `home`: the folder with .pgpass; `login`: the name in the system.
    ServerDefaults(Environment environment, QString home, QString login);
    [[nodiscard]] static ServerDefaults ofThisProcess();

    [[nodiscard]] QString host() const; ///< "the socket on this machine", or what PGHOST says
    [[nodiscard]] QString port() const;
    [[nodiscard]] QString user() const;
    [[nodiscard]] QString database(const ServerAddress &address) const;
    [[nodiscard]] QString sslMode() const;

    /// Where the password comes from when none is given, in one sentence; reads .pgpass, but no secret of it is in the
    /// sentence.
    [[nodiscard]] QString passwordSource(const ServerAddress &address) const;

private:
    [[nodiscard]] QString set(const char *variable, const QString &otherwise) const;
    [[nodiscard]] QString passwordFile(const ServerAddress &address) const;
    [[nodiscard]] bool passwordFileFits(const ServerAddress &address, const QString &path) const;

    Environment m_environment;
    QString m_home;
    QString m_login;
};

/// What the modes of encryption mean, in libpq's order; the first is what libpq does unasked.
struct SslMode {
    QString name; ///< "verify-full"
    QString meaning; ///< one sentence
};
[[nodiscard]] const QList<SslMode> &sslModes();

} // namespace core
