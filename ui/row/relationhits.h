// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationlookup.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace ui {

/// One line of the relation picker.
struct RelationLine {
    enum class Kind {
        Hit,
        Nothing, ///< NULL: refer to no row
        Create   ///< a new row, with what was typed as its label
    };
    Kind kind = Kind::Hit;
    core::RelationLookup::Hit hit; ///< of a Hit
    QString text;                  ///< Create: what was typed
    friend bool operator==(const RelationLine &, const RelationLine &) = default;
    /// Whether both mean the same row, however it fits what was typed by now.
    [[nodiscard]] bool isSameAs(const RelationLine &other) const;
};

/// The lines of the relation picker: NULL first where there may be one and nothing is typed, the hits, a new row last.
class RelationHits : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        KeyRole = Qt::UserRole, ///< the key as text, when the label does not say the same
        MarkRole,               ///< "new", for staged rows; else empty
        KindRole                ///< int, of RelationLine::Kind
    };

    using QAbstractListModel::QAbstractListModel;

    void setLines(const QList<RelationLine> &lines, const QString &table);
    [[nodiscard]] const RelationLine &line(int row) const { return m_lines.at(row); }
    [[nodiscard]] int rowOf(const RelationLine &line) const; ///< −1: it is not there any more
    [[nodiscard]] int firstHit() const;                      ///< −1: there is none

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<RelationLine> m_lines;
    QString m_table;
};

/// Label, key dim after it, and at the right whether the row is staged only.
class RelationHitDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
