// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionregistry.h"

#include "ui/style/plainlabel.h"

#include <QWidget>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString titleOf(const ActionSpec &spec)
{
    const QString key = ActionRegistry::shortcutText(spec);
    return key.isEmpty() ? spec.text : u"%1 (%2)"_s.arg(spec.text, key);
}

} // namespace

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
        action->setToolTip(plainToolTip(titleOf(spec)));
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

void ActionRegistry::setEnabled(const QSet<QString> &ids, const QHash<QString, QString> &reasons)
{
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it)
        it.value()->setEnabled(ids.contains(it.key()));
    if (reasons == m_told)
        return;
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it) {
        const QString reason = reasons.value(it.key());
        const ActionSpec *spec = reason == m_told.value(it.key()) ? nullptr : actionSpec(it.key());
        if (spec)
            it.value()->setToolTip(plainToolTip(reason.isEmpty() ? titleOf(*spec) : titleOf(*spec) + u'\n' + reason));
    }
    m_told = reasons;
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
