// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "ui/shell/navigation.h"
#include "ui/style/pill.h"

#include <QAbstractListModel>
#include <QHash>

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
/// in more than one schema, a section for each. Internal and shadow tables are left out. Row counts come one by one,
/// from outside.
class SidebarModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class Kind { Section, Table, View, Migrations, History, Objects };
    Q_ENUM(Kind)
    enum Role { KindRole = Qt::UserRole, NoteRole, PillRole, PillKindRole, BrokenRole, IconRole };

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

    [[nodiscard]] Kind kindAt(int row) const { return m_rows.at(row).kind; }
    [[nodiscard]] core::QualifiedName nameAt(int row) const { return m_rows.at(row).name; }
    [[nodiscard]] std::optional<Place> placeAt(int row) const; ///< none for a section
    [[nodiscard]] std::optional<Place> firstTable() const; ///< or view, where there is no table
    [[nodiscard]] int rowOf(const Place &place) const; ///< −1 when it is filtered away
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
    };
    struct Count {
        std::optional<qint64> rows;
        bool fresh = false;
    };
    void build();
    void addSchemas(const QList<Row> &tables, const QList<Row> &views);
    [[nodiscard]] static Row tableRow(const core::Table &table);
    [[nodiscard]] static Row viewRow(const core::View &view);
    void changed(const core::QualifiedName &table);
    void changed(Kind kind);
    [[nodiscard]] QString note(const Row &row) const;
    [[nodiscard]] const DesignedName *designed(const Row &row) const; ///< nullptr: it stays as it is

    core::SchemaPtr m_schema;
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
