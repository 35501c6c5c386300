// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/migrationdryrun.h"

#include <QMap>
#include <QWidget>

class QGridLayout;
class QProgressBar;

namespace ui {

class Pill;
class PlainLabel;

/// What a dry run found: rows per table before and after, what was lost, how long it took, and that nothing was
/// touched. Rows that go without the script saying so are red.
class DryRunView : public QWidget {
    Q_OBJECT

public:
    explicit DryRunView(QWidget *parent = nullptr);

    void setOnServer(bool onServer) { m_onServer = onServer; } ///< there is no copy then
    void showNothing(const QString &databaseName);
    void showRunning();
    void showApplying(); ///< the original is written to now
    void setProgress(int done, int total);
    void setProgressText(const QString &text); ///< "posts: 420,000 of 1,000,000 rows"
    void showReport(const core::DryRunReport &report, const QString &databaseName);
    /// Likewise, with what it said of every column, and how far the result is from the target.
    void showDryRun(const core::MigrationDryRun &run, const QString &databaseName);
    void showFailure(const core::Error &error, const QString &databaseName); ///< the dry run itself could not be made
    static constexpr int room = 180; ///< pixels that a report wants at least
    [[nodiscard]] QString text() const; ///< everything shown, one line each, for tests and the clipboard

Q_SIGNALS:
    void unfolded(); ///< there is more to see than its head now

private:
    void fold(bool folded); ///< to its head alone
    void clearLines();
    void addLine(const QStringList &cells, bool alarming, bool muted = false);
    void addLedger(const QList<core::TableLedger> &tables);
    void addTable(const core::TableLedger &table);
    void addUnchanged(const QList<core::TableLedger> &tables);
    void addChecks(const core::DryRunReport &report);
    [[nodiscard]] static QString whatIsLeft(core::TriedOn where);
    void addFindings(const core::DryRunReport &report);
    void addDifferences(const core::MigrationDryRun &run);
    void showHead(const core::DryRunReport &report, const QString &databaseName);
    void compareColumns(const QList<core::ColumnCheck> &columns);
    [[nodiscard]] QString verdictOf(const core::TableLedger &table) const;
    void setHead(const QString &pill, int pillKind, const QString &note);

    Pill *m_state = nullptr;
    PlainLabel *m_note = nullptr;
    QProgressBar *m_progress = nullptr;
    QWidget *m_body = nullptr;
    QGridLayout *m_lines = nullptr;
    QMap<QString, QString> m_kept; ///< by table: what the checksums of its columns say
    bool m_onServer = false;
    int m_next = 0;
    QStringList m_text;
};

} // namespace ui
