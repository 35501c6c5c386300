// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/actionspecs.h"

#include <QAction>
#include <QHash>
#include <QObject>
#include <QSet>

namespace ui {

/// The QActions of one window, made from the table. Owns them; they are added to the window, so their keys work.
class ActionRegistry : public QObject {
    Q_OBJECT

public:
    explicit ActionRegistry(QWidget *window);

    /// Asking for an id that is not in the table is a bug: asserted, and answered with a dead action.
    [[nodiscard]] QAction *action(const QString &id) const;
    /// Exactly these; `reasons`, where there are, are in the tool tips of those that are not.
    void setEnabled(const QSet<QString> &ids, const QHash<QString, QString> &reasons = {});
    void trigger(const QString &id);           ///< as a click would; does nothing while disabled

    /// What people see: "Ctrl+S"; empty without one.
    [[nodiscard]] static QString shortcutText(const ActionSpec &spec);

Q_SIGNALS:
    void triggered(const QString &id);

private:
    QHash<QString, QAction *> m_actions;
    QHash<QString, QString> m_told; ///< the reasons that are in tool tips
    QAction *m_dead = nullptr;
};

} // namespace ui
