// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/row/field.h"
#include "ui/shell/page.h"

#include <QHash>
#include <QMap>
#include <QWidget>

#include <optional>

class QScrollArea;
class QStackedWidget;

namespace ui {

class BlobFiles;
class EditStack;
class FieldColumns;
class FieldRow;
class Notice;
class Prompts;
class RelatedSection;
class RelationFields;
class RowHead;
class SeveralRows;

/// One row, a field per column, or several rows as if they were one; very large cells are cut until they are asked for.
/// Edits go through the EditStack; what is staged lies over what is stored and follows the ChangeSet. What is typed is
/// handed on before another row is shown.
class RowPanel : public QWidget {
    Q_OBJECT

public:
    static constexpr qint64 cellLimit = 262'144; ///< bytes read of a text or blob cell

    RowPanel(core::Session &session, EditStack &edits, QWidget *parent = nullptr);
    ~RowPanel() override;

    void showRow(const std::optional<RowAddress> &row); ///< none: says that there is none
    [[nodiscard]] const std::optional<RowAddress> &row() const { return m_row; } ///< none, too, while several are shown
    void showRows(const RowSelection &rows); ///< several as one
    void setPrompts(Prompts *prompts); ///< for files; outlives the panel
    void setFullWidth(bool fullWidth); ///< it has the page's place: says so, and Esc asks for the way back
    /// How the grid shows a column, so that both agree; asked of schema and value until it is told.
    void setFormats(const core::QualifiedName &table, const QHash<QString, core::ColumnFormat> &formats);
    void focusField(const QString &column);
    [[nodiscard]] FieldRow *field(const QString &column) const; ///< nullptr when there is none
    /// Opens the relation picker at the column's field, once the row is read; nothing where that is no foreign key.
    void pick(const QString &column);
    void focusRelated(); ///< what refers to the row comes in sight and takes the focus
    [[nodiscard]] bool isSettled() const; ///< nothing is being read, labels neither
    [[nodiscard]] bool isLoading() const;
    void commit(); ///< hands on what is being typed

Q_SIGNALS:
    void openRequested(const ui::Destination &destination, bool newTab);
    void actionRequested(const QString &actionId); ///< the window's business

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void build();
    void connectParts();
    void makeFields();
    [[nodiscard]] const core::Table *wantedTable() const;
    [[nodiscard]] FieldRow *makeFieldRow(const core::Column &column);
    void loadFile(FieldRow &field);
    void saveFile(const FieldRow &field);
    void showSeveral(bool force);
    void rebuild(); ///< fields for m_row's table
    void read();
    void take(const core::Result<core::CutRow> &row);
    void showStates(bool force);
    void showHead(const core::RowEdit *edit);
    [[nodiscard]] core::Result<core::Done> push(const QString &column, const std::optional<core::NewValue> &value);
    void open(const core::Relation &relation, bool newTab);
    void openPicker(FieldRow &field, const QString &text);
    void takeRelations();
    void showLabels();
    void showRelated();
    void visit(const ui::RowAddress &row); ///< with a way back
    void goBack();
    [[nodiscard]] bool takeWayBack(QEvent *event);
    void showWayBack();
    void leaveRowThatWent();
    [[nodiscard]] const core::RowEdit *stagedEdit() const;
    [[nodiscard]] FieldState stateOf(const core::Column &column, const core::RowEdit *edit) const;
    [[nodiscard]] core::ColumnFormat formatOf(const core::Column &column) const;
    [[nodiscard]] QMap<QString, core::Value> seenValues() const;
    [[nodiscard]] QList<core::Value> sampleOf(const core::Column &column) const;
    [[nodiscard]] QMap<QString, core::Value> readValues() const; ///< without those that are cut
    [[nodiscard]] QMap<QString, core::NewValue> shownValues() const;
    [[nodiscard]] QString readOnlyBecause() const;

    core::Session &m_session;
    EditStack &m_edits;
    std::shared_ptr<const core::ChangeSet> m_changes;
    std::optional<RowAddress> m_row;
    std::optional<core::Table> m_table; ///< the one the fields were made for
    QMap<QString, core::Value> m_stored; ///< by column; empty for a new row and until it is read
    QMap<QString, qint64> m_cutSizes; ///< by column, of those in m_stored that are cut
    bool m_wantWhole = false; ///< the row on view was asked for whole
    bool m_loading = false;
    quint64 m_generation = 0; ///< of reads: a late answer is dropped
    QHash<core::QualifiedName, QHash<QString, core::ColumnFormat>> m_formats;

    QString m_pickWhenRead;               ///< column; empty: none
    QList<RowAddress> m_trail;            ///< the rows from which others were gone to, back from the one on view

    RelationFields *m_relations = nullptr;
    SeveralRows *m_several = nullptr;
    BlobFiles *m_files = nullptr;
    bool m_freshSelection = false; ///< several rows that were not read yet
    bool m_fullWidth = false;
    QList<FieldRow *> m_fields;
    QStackedWidget *m_stack = nullptr;
    RowHead *m_head = nullptr;
    Notice *m_notice = nullptr;
    QScrollArea *m_scroll = nullptr;
    FieldColumns *m_place = nullptr;
    QWidget *m_relatedPlace = nullptr; ///< not there for several rows; what is in it hides itself, too
    RelatedSection *m_related = nullptr;
};

} // namespace ui
