// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/previewgate.h"

#include <QWidget>

class QPushButton;

namespace ui {

class Pill;
class PlainLabel;

/// The bar above a preview: where it comes from, what it comes to in numbers, and what can be done with it.
class PreviewHead : public QWidget {
    Q_OBJECT

public:
    explicit PreviewHead(QWidget *parent = nullptr);

    struct About {
        QString title;
        qsizetype tables = 0; ///< that change
        bool dryRunning = false;
        bool savesMigration = false; ///< it can become a migration of a project
    };
    void show(const PreviewGate &gate, const About &about);
    using QWidget::show;

Q_SIGNALS:
    void copyRequested();
    void saveRequested();
    void dryRunRequested();
    void stopRequested(); ///< of the dry run
    void applyRequested();

private:
    PlainLabel *m_title = nullptr;
    Pill *m_tables = nullptr;
    Pill *m_blocking = nullptr;
    Pill *m_values = nullptr;
    Pill *m_questions = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_dryRun = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace ui
