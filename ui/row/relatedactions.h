// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relatedlist.h"
#include "ui/row/relationfields.h"

namespace ui {

/// What a person may do to the rows along one relation of the row on view: each is one step of undo with a sentence for
/// a text. Nothing is staged where one of these fails. Session and stack outlive it.
class RelatedActions {
public:
    using Line = core::RelatedList::Line;

    /// Kind Many or OneToOne, or ManyToMany.
    RelatedActions(core::Session &session, EditStack &edits, const core::Relation &relation);

    void setSubject(const RelationFields::Subject &subject) { m_subject = subject; }
    [[nodiscard]] const RelationFields::Subject &subject() const { return m_subject; }
    [[nodiscard]] bool isKnown() const; ///< the row on view has been read, or is new
    [[nodiscard]] const core::Relation &relation() const { return m_relation; }
    [[nodiscard]] const core::Relation &listed() const
    {
        return m_listed;
    } ///< to the rows that are listed: children, or the junction's
    [[nodiscard]] core::RowEnd here() const; ///< the row on view as others refer to it; none when its key is NULL

    // Why it cannot be done; empty when it can.
    [[nodiscard]] QString readOnlyBecause() const;
    [[nodiscard]] QString addForbidden(const QList<Line> &lines) const;
    /// Nothing can be added while it is not known what is there, where that decides whether it may.
    [[nodiscard]] QString unreadBecause(core::RelatedList::State state) const;
    [[nodiscard]] QString detachForbidden(const Line &line) const;
    [[nodiscard]] QString editForbidden(const Line &line) const;

    /// A new child; → its insertId.
    core::Result<qint64> add(const QMap<QString, core::NewValue> &cells);
    /// Along what rows of the listed table are found by their own key, to be attached; none: they have none to be found
    /// by.
    [[nodiscard]] std::optional<core::Relation> listedByKey() const;
    /// Lets an existing child refer to the row on view. `stored`: as read, with the columns that refer; of a new row
    /// none.
    core::Result<core::Done> attach(const core::RowRef &child, const QMap<QString, core::Value> &stored);
    core::Result<core::Done> detach(const Line &line);
    core::Result<core::Done> remove(const Line &line, const QString &label = {});
    core::Result<core::Done> takeBack(const Line &line);
    core::Result<core::Done> setCell(const Line &line, const QString &column, const core::NewValue &value);
    /// Lets the child's foreign key (kind One, from the listed table) refer to another row.
    core::Result<core::Done> setReference(const Line &line, const core::Relation &key, const core::RowEnd &end);
    /// The same for a new row of the table the key leads to, with these cells; → its insertId.
    core::Result<qint64> createReference(const Line &line, const core::Relation &key,
                                         const QMap<QString, core::NewValue> &cells);

    // ManyToMany only; `stored`: the junction's rows as read.
    /// → the insertId of the junction's new row; 0 when one that was to go stays.
    core::Result<qint64> connectTo(const core::RowEnd &there, const QList<core::StoredRow> &stored);
    struct Created {
        qint64 there = 0; ///< insertId of the new row at the other end
        qint64 link = 0; ///< and of the junction's
    };
    core::Result<Created> createAndConnect(const QMap<QString, core::NewValue> &cells,
                                           const QList<core::StoredRow> &stored);

private:
    [[nodiscard]] core::Result<core::EditOp> referenceOp(const core::ChangeSet &changes, const Line &line,
                                                         const core::Relation &key, const core::RowEnd &end) const;
    [[nodiscard]] core::Result<core::EditOp> linkOp(const core::ChangeSet &changes, const core::RowEnd &there,
                                                    const QList<core::StoredRow> &stored) const;
    [[nodiscard]] QString rowOnView() const; ///< "posts 1207", "the new row of posts"
    [[nodiscard]] bool refersHere(const core::ChangeSet &changes, const core::RowRef &child,
                                  const QMap<QString, core::Value> &stored) const;
    [[nodiscard]] QMap<QString, core::Value> seen(const Line &line) const;

    core::Session &m_session;
    EditStack &m_edits;
    core::Relation m_relation;
    core::Relation m_listed;
    RelationFields::Subject m_subject;
};

} // namespace ui
