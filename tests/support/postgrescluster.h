// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <optional>

#include <libpq-fe.h>

/// A PostgreSQL server of the test's own, from Debian's packages: private, without passwords, gone at the end, also
/// when the test crashes. Programs that have one link raincheck_test_postgres and carry the label "postgres".
///
///     PostgresCluster m_cluster;
///     void initTestCase() { START_POSTGRES(m_cluster); }
///     … ConnectionSpec{u"postgres"_s, m_cluster.newDatabase(u"CREATE TABLE t(id int)"_s), Mode::Write}
class PostgresCluster {
public:
    PostgresCluster();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster &) = delete;
    PostgresCluster &operator=(const PostgresCluster &) = delete;

    /// Why there can be none here; empty: there can.
    [[nodiscard]] static QString unavailableBecause();

    /// `settings`: "name=value", beside ours. False: see problem(). Called again after stop(), the data is as it was.
    [[nodiscard]] bool start(const QStringList &settings = {});
    void stop(); ///< as a server that shuts down: sessions are ended, nothing is lost
    [[nodiscard]] bool restart();
    [[nodiscard]] QString problem() const { return m_problem; }

    /// A new empty database in which the SQL has run; its location. Empty on failure, see problem().
    [[nodiscard]] QString newDatabase(const QString &sql = {});
    /// Likewise from a dump as plain SQL, also one that is gzipped, by psql.
    [[nodiscard]] QString newDatabaseFrom(const QString &dump);
    [[nodiscard]] QString location(const QString &database, const QString &user = QStringLiteral("raincheck")) const;
    [[nodiscard]] QString tcpLocation(const QString &database, const QString &user = QStringLiteral("raincheck")) const;
    [[nodiscard]] int port() const { return m_port; } ///< on 127.0.0.1, and of the socket
    /// Writes a file that only the server may read ("pg_hba.conf", a key) into its data; false: it could not.
    [[nodiscard]] bool putFile(const QString &name, const QByteArray &bytes);
    [[nodiscard]] QString folder() const; ///< of the socket; may be written to by the server
    /// The folder of initdb and postgres: as given, else RAINCHECK_TEST_POSTGRES, else Debian's newest; empty: none.
    [[nodiscard]] static QString programs();
    static void usePrograms(const QString &folder); ///< by clusters of this program that are started from now on
    [[nodiscard]] static QString psql();
    /// Makes a process run as whom the server runs as, which is never root.
    static void asServersUser(QProcess &process);

private:
    [[nodiscard]] bool initialize();
    [[nodiscard]] bool startServer();
    [[nodiscard]] bool run(const QString &program, const QStringList &arguments);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_server;
    QStringList m_settings;
    QString m_problem;
    int m_port = 0;
    int m_databases = 0;
};

/// Another session beside Raincheck's own: plain libpq.
class PostgresSession {
public:
    explicit PostgresSession(const QString &location);
    ~PostgresSession();
    PostgresSession(const PostgresSession &) = delete;
    PostgresSession &operator=(const PostgresSession &) = delete;
    /// Runs it; false with the server's words in problem().
    bool run(const QString &sql);
    [[nodiscard]] QString value(const QString &sql); ///< of the first cell; "(null)" for NULL, "(none)" without a row
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    PGconn *m_handle;
    QString m_problem;
};

/// Starts it, or skips the whole program, visibly.
#define START_POSTGRES(cluster, ...)                                                                                   \
    do {                                                                                                               \
        if (const QString because = PostgresCluster::unavailableBecause(); !because.isEmpty())                         \
            QSKIP(qPrintable(because));                                                                                \
        QVERIFY2((cluster).start(__VA_ARGS__), qPrintable((cluster).problem()));                                       \
    } while (false)
