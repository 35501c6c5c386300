// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/postgrescluster.h"

#include <QProcess>
#include <QString>

#include <memory>

/// pgbouncer in transaction mode before a cluster: every transaction may get another of its few servers. On loopback,
/// as the cluster's user; gone at the end.
class PgBouncer {
public:
    PgBouncer();
    ~PgBouncer();
    PgBouncer(const PgBouncer &) = delete;
    PgBouncer &operator=(const PgBouncer &) = delete;

    [[nodiscard]] static QString unavailableBecause(); ///< empty: it can be had
    /// `settings`: lines of its configuration beside ours.
    [[nodiscard]] bool start(const PostgresCluster &cluster, const QStringList &settings = {});
    void stop();
    [[nodiscard]] QString location(const QString &database) const;
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    [[nodiscard]] bool startAtPort(const PostgresCluster &cluster, const QStringList &settings);

    std::unique_ptr<QProcess> m_process;
    QString m_problem;
    int m_port = 0;
};
