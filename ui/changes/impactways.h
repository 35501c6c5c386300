// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/waysout.h"
#include "core/session/session.h"
#include "ui/changes/impactrows.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace ui {

class EditStack;
class RelationPicker;

/// What can be done about a node of the blast radius. Each way stages one step of undo about all rows concerned, which
/// are asked for first where the tree names only some of them. Session and stack outlive it.
class ImpactWays : public QObject {
    Q_OBJECT

public:
    enum class Way { DeleteToo, Detach, Reparent, TakeBack, Restore };

    ImpactWays(core::Session &session, EditStack &edits, QWidget *parent);
    ~ImpactWays() override;

    /// Whether the way makes sense for the node. Pure.
    [[nodiscard]] static bool isOpen(Way way, const core::ImpactNode &node, const core::Schema &schema);
    /// `of`: the edits the impact is about; nothing is staged where they are not the session's any more.
    /// `anchor`: where the relation picker opens, if it is needed.
    void take(Way way, const std::shared_ptr<const core::Impact> &impact,
              const std::shared_ptr<const core::ChangeSet> &of, int node, QWidget *anchor);
    void showRows(const std::shared_ptr<const core::Impact> &impact, int node);

Q_SIGNALS:
    void openRequested(const ui::Destination &to);
    void noteRequested(const QString &plainText);
    void failed(const core::Error &error);

private:
    using Handler = std::function<void(const core::Impact &, int node)>;

    void withSamples(const std::shared_ptr<const core::Impact> &impact, int node, qint64 wanted, const Handler &then);
    void stage(Way way, const core::ImpactNode &node, const QList<core::NewValue> &values);
    /// Whether the staged edits are no longer those; says so.
    [[nodiscard]] bool isOutdated(const std::shared_ptr<const core::ChangeSet> &of);
    void pick(const core::ImpactNode &node, QWidget *anchor);
    void open(const ImpactRows &rows, bool complete);

    core::Session &m_session;
    EditStack &m_edits;
    QPointer<RelationPicker> m_picker; ///< made when first wanted; the window's child
};

} // namespace ui
