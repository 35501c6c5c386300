// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/changes/impactcontext.h"
#include "ui/changes/impactways.h"

#include <QWidget>

class QBoxLayout;
class QPushButton;
class QTreeView;

namespace ui {

class ImpactModel;
class PlainLabel;

/// What staged edits take along, beside their script: in one sentence, as a tree of tables and actions, and for the
/// rows that forbid the edits what can be done about them. Stages through the EditStack; session and stack outlive it.
class ImpactView : public QWidget {
    Q_OBJECT

public:
    ImpactView(core::Session &session, EditStack &edits, QWidget *parent = nullptr);
    ~ImpactView() override;

    /// The node that was looked at stays in view, as far as it is still there; else one that forbids the edits comes
    /// first. `of`: the edits it was found out for; ways out are taken as long as these are the session's.
    void showImpact(const std::shared_ptr<const core::Impact> &impact,
                    const std::shared_ptr<const core::ChangeSet> &of);
    [[nodiscard]] ImpactContext context() const;
    bool perform(const QString &actionId); ///< "impact.…"; false: not its business
    [[nodiscard]] QTreeView &tree() { return *m_tree; }

Q_SIGNALS:
    void contextChanged();
    void openRequested(const ui::Destination &to);
    void noteRequested(const QString &plainText);
    void failed(const core::Error &error);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeStrip();
    void updateStrip();
    void fitStrip();
    void fitColumns();
    void expand(const QStringList &collapsed);
    void showMenu(const QPoint &at);
    [[nodiscard]] QStringList collapsedNodes() const;
    [[nodiscard]] int current() const; ///< node; −1
    [[nodiscard]] int firstToLookAt(const QString &before) const;
    [[nodiscard]] QPushButton *button(const QString &actionId) const;

    core::Session &m_session;
    ImpactWays *m_ways = nullptr;
    ImpactModel *m_model = nullptr;
    std::shared_ptr<const core::ChangeSet> m_of; ///< the edits the tree is about
    PlainLabel *m_sentence = nullptr;
    QTreeView *m_tree = nullptr;
    QBoxLayout *m_strip = nullptr;
    PlainLabel *m_why = nullptr;
    QList<QPushButton *> m_buttons;
    ImpactContext m_context;
};

} // namespace ui
