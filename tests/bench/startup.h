// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/figures.h"

/// The program against the floor, both as processes of their own, alternately: from the start of the process to its
/// first painted rows; and what the program holds then, and when the anchors are there.
class StartUp {
public:
    StartUp(QString program, QString floor, QString database);
    void run(Figures &figures, int pairs);

private:
    QString m_program;
    QString m_floor;
    QString m_database;
};
