// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace ui {

/// What Tab reaches within a widget, in the order in which a person sees it: line by line, left to right, whole groups
/// at a time. Qt's own order is that in which widgets were made, and pages and fields are made late.
[[nodiscard]] QList<QWidget *> inReadingOrder(const QWidget *within);

/// The next one after (or before) what has the focus, round and round; nullptr when there is none.
[[nodiscard]] QWidget *nextInReadingOrder(const QWidget *within, QWidget *focus, bool forward);

} // namespace ui
