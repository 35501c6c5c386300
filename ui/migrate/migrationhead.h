// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/applygate.h"

#include <QWidget>

class QPushButton;

namespace ui {

class Pill;
class PlainLabel;

/// The bar above a migration: its name, where it stands, how many of its findings block, and what can be done with it.
class MigrationHead : public QWidget {
    Q_OBJECT

public:
    explicit MigrationHead(QWidget *parent = nullptr);

    struct About {
        bool hasScript = false;
        qsizetype statements = 0;
        bool dryRunning = false;
        bool canCopy = false;
    };
    void show(const ApplyGate &gate, const About &about);
    using QWidget::show;

Q_SIGNALS:
    void copyRequested();
    void dryRunRequested();
    void stopRequested(); ///< of the dry run
    void applyRequested();

private:
    PlainLabel *m_title = nullptr;
    Pill *m_state = nullptr;
    Pill *m_count = nullptr;
    Pill *m_blocking = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_dryRun = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace ui
