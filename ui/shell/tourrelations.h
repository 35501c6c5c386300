// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

class QDialog;

namespace ui {

class Workspace;

/// A picture of the tour: what is done before it, and what it waits for beside the window having settled.
struct RelationScene {
    QString name; ///< empty: no picture is taken
    std::function<void()> act;
    std::function<bool()> ready;
};

/// What a person does along relations, in the sample: the dialogs, and rows that count as deleted, for which its
/// comments get two columns more. `workspace` and `dialog` are asked when a scene plays.
[[nodiscard]] QList<RelationScene> relationScenes(const std::function<Workspace &()> &workspace,
                                              const std::function<QDialog *()> &dialog);

} // namespace ui
