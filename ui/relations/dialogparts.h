// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QBoxLayout;
class QDialog;
class QPushButton;

namespace ui {

/// What the dialogs about relations have in common: closed means gone, a title, a row of buttons below.
void setUpDialog(QDialog &dialog, const QString &name, const QString &title);

struct DialogButtons {
    QPushButton *cancel = nullptr;
    QPushButton *accept = nullptr;
};
/// "<name>-cancel" and "<name>-accept", at the right of a row that `layout` ends with. Enter accepts.
DialogButtons addDialogButtons(QDialog &dialog, QBoxLayout &layout, const QString &name, const QString &acceptText);

} // namespace ui
