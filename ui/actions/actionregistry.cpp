// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionregistry.h"

#include "ui/style/plainlabel.h"

#include <QWidget>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ActionRegistry::ActionRegistry(QWidget *window)
    : QObject(window)
    , m_dead(new QAction(this))
{
    m_dead->setEnabled(false);
    for (const ActionSpec &spec : actionSpecs()) {
        auto *action = new QAction(spec.text, this);
        action->setObjectName(spec.id);
        action->setShortcuts(spec.shortcuts);
        action->setCheckable(spec.checkable);
        if (spec.icon)
            action->setIcon(Theme::current().icon(*spec.icon));
        const QString key = shortcutText(spec);
        action->setToolTip(plainToolTip(key.isEmpty() ? spec.text : u"%1 (%2)"_s.arg(spec.text, key)));
        connect(action, &QAction::triggered, this, [this, id = spec.id] { Q_EMIT triggered(id); });
        window->addAction(action);
        m_actions.insert(spec.id, action);
    }
}

QAction *ActionRegistry::action(const QString &id) const
{
    QAction *const found = m_actions.value(id, nullptr);
    Q_ASSERT_X(found, "ActionRegistry", qPrintable(id));
    return found ? found : m_dead;
}

void ActionRegistry::setEnabled(const QSet<QString> &ids)
{
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it)
        it.value()->setEnabled(ids.contains(it.key()));
}

void ActionRegistry::trigger(const QString &id)
{
    action(id)->trigger(); // a disabled action stays silent
}

QString ActionRegistry::shortcutText(const ActionSpec &spec)
{
    return spec.shortcuts.isEmpty() ? QString() : spec.shortcuts.first().toString(QKeySequence::NativeText);
}

} // namespace ui

#include "moc_actionregistry.cpp"
