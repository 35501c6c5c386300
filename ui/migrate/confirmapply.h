// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/sql/script.h"

#include <QDialog>

#include <optional>

class QCheckBox;

namespace ui {

/// The last question before a migration runs. It counts things.
class ConfirmApply : public QDialog {
    Q_OBJECT

public:
    struct About {
        QString tag;
        QString databaseName;
        std::shared_ptr<const core::Script> script;
        std::optional<core::DryRunReport> rehearsal;
        QList<core::Finding> findings; ///< all of them; STOP ones here have been allowed
        int stagedRows = 0; ///< edits that wait; they stay staged
        QString productionName = {}; ///< to be typed, because the database is production; empty: it is not
        bool isOnServer = false; ///< then there is no backup to be made
        bool saysWhatItDoes = false; ///< the tag is a sentence: "Mark 3 migrations as applied"
    };

    explicit ConfirmApply(const About &about, QWidget *parent = nullptr);

    [[nodiscard]] bool withBackup() const;
    [[nodiscard]] static QStringList facts(const About &about); ///< what it counts, one sentence each

private:
    QCheckBox *m_backup = nullptr;
};

} // namespace ui
