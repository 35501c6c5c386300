// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "ui/shell/navigation.h"
#include "ui/shell/tablefamilies.h"
#include "ui/style/pill.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

namespace ui {

/// What the designer does to a table or view, or one that is new there.
struct DesignedName {
    core::QualifiedName place; ///< see DesignDesk
    QString nameNow;
    bool isView = false;
    bool isNew = false;
    bool dropped = false;
    friend bool operator==(const DesignedName &, const DesignedName &) = default;
};

/// What the list at the left shows: sections with tables, views and the project's pages; where the database has tables
/// in more than one schema, a section for each. Partitions and heirs stand below their table, folded away until it is
/// unfolded, or a filter finds them. Internal and shadow tables are left out. Row counts come one by one, from outside.
class SidebarModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class Kind { Section, Table, View, Migrations, History, Objects };
    Q_ENUM(Kind)
    enum class Reading { Fine, Broken, NoRight }; ///< whether a table can be read: that none may is no fault of its
    enum class Fold { None, Folded, Unfolded }; ///< of what has others below it
    enum Role { KindRole = Qt::UserRole, NoteRole, PillRole, PillKindRole, ReadingRole, IconRole, DepthRole, FoldRole };

    using QAbstractListModel::QAbstractListModel;

    void setSchema(const core::SchemaPtr &schema); ///< nullptr: nothing is open
    void setFilter(const QString &text); ///< tables and views whose name contains it, whatever the case
    void setCount(const core::QualifiedName &table, qint64 rows);
    void setCountUnknown(const core::QualifiedName &table); ///< it cannot be counted: shown as such, not asked again
    void forgetCounts(); ///< keeps showing the old ones until new ones come
    void setStaged(const QHash<core::QualifiedName, int> &edits);
    void setDesign(const QList<DesignedName> &designed); ///< those that it changes
    void setMigrations(const QString &pill, PillKind kind, const QString &note);
    void setHistoryNote(const QString &note);

    void setFolded(int row, bool folded); ///< does nothing where there is nothing to fold, or a filter is set
    void reveal(const core::QualifiedName &table); ///< unfolds what it stands below

    [[nodiscard]] Fold foldAt(int row) const { return m_rows.at(row).fold; }
    [[nodiscard]] int parentRow(int row) const; ///< of the one it stands below; −1: none
    [[nodiscard]] Kind kindAt(int row) const { return m_rows.at(row).kind; }
    [[nodiscard]] core::QualifiedName nameAt(int row) const { return m_rows.at(row).name; }
    [[nodiscard]] std::optional<Place> placeAt(int row) const; ///< none for a section
    [[nodiscard]] std::optional<Place> firstTable() const; ///< or view, where there is no table
    /// That of the one it is folded away below, if so; −1 when it is filtered away.
    [[nodiscard]] int rowOf(const Place &place) const;
    [[nodiscard]] bool wantsCount(int row) const; ///< a table whose count is not known

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row {
        Kind kind = Kind::Section;
        core::QualifiedName name;
        QString text;
        QString brokenBecause;
        bool isNew = false; ///< only in the design
        Icon icon = Icon::Table;
        QString sort = {}; ///< in a word: "foreign"; empty: a usual one
        QString about = {}; ///< what is more to say of it, in one line
        int depth = 0;
        Fold fold = Fold::None;
    };
    struct Count {
        std::optional<qint64> rows;
        bool fresh = false;
    };
    using RowsByName = QHash<core::QualifiedName, Row>;
    [[nodiscard]] QList<Row> built() const;
    [[nodiscard]] QList<Row> withSchemas(const QList<Row> &tables, const QList<Row> &views) const;
    void addFamily(QList<Row> &rows, Row row, const RowsByName &wanted) const;
    [[nodiscard]] int exactRowOf(const Place &place) const;
    [[nodiscard]] int stagedBelow(const core::QualifiedName &table) const;
    [[nodiscard]] static Row tableRow(const core::Table &table);
    [[nodiscard]] static Row viewRow(const core::View &view);
    void changed(const core::QualifiedName &table);
    void changed(Kind kind);
    [[nodiscard]] QString note(const Row &row) const;
    [[nodiscard]] static Reading readingOf(const Row &row);
    [[nodiscard]] QString about(const Row &row) const; ///< for its tool tip
    [[nodiscard]] const DesignedName *designed(const Row &row) const; ///< nullptr: it stays as it is

    core::SchemaPtr m_schema;
    TableFamilies m_families;
    QSet<core::QualifiedName> m_unfolded;
    QString m_filter;
    QList<Row> m_rows;
    QHash<core::QualifiedName, Count> m_counts;
    QHash<core::QualifiedName, int> m_staged;
    QList<DesignedName> m_designed;
    QString m_migrationsPill;
    PillKind m_migrationsPillKind = PillKind::Amber;
    QString m_migrationsNote;
    QString m_historyNote;
    qsizetype m_objects = 0; ///< beside tables and views
};

} // namespace ui
