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
class QToolButton;
class QVBoxLayout;

namespace ui {

class EditStack;
class FieldRow;
class Notice;
class Pill;
class PlainLabel;
class RelatedSection;
class RelationFields;

/// One row, a field per column; very large cells are cut until they are asked for. Edits go through the EditStack; what is staged lies over what is stored
/// and follows the ChangeSet. What is typed is handed on before another row is shown.
class RowPanel : public QWidget {
    Q_OBJECT

public:
    static constexpr qint64 cellLimit = 262'144; ///< bytes read of a text or blob cell

    RowPanel(core::Session &session, EditStack &edits, QWidget *parent = nullptr);
    ~RowPanel() override;

    void showRow(const std::optional<RowAddress> &row); ///< none: says that there is none
    [[nodiscard]] const std::optional<RowAddress> &row() const { return m_row; }
    /// How the grid shows a column, so that both agree; asked of schema and value until it is told.
    void setFormats(const core::QualifiedName &table, const QHash<QString, core::ColumnFormat> &formats);
    void focusField(const QString &column);
    [[nodiscard]] FieldRow *field(const QString &column) const; ///< nullptr when there is none
    /// Opens the relation picker at the column's field, once the row is read; nothing where that is no foreign key.
    void pick(const QString &column);
    [[nodiscard]] bool isSettled() const; ///< nothing is being read, labels neither
    [[nodiscard]] bool isLoading() const { return m_loading; }
    void commit(); ///< hands on what is being typed

Q_SIGNALS:
    void openRequested(const ui::Destination &destination, bool newTab);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    void rebuild(); ///< fields for m_row's table
    void read();
    void take(const core::Result<core::CutRow> &row);
    void showStates(bool force);
    void showHead(const core::RowEdit *edit);
    [[nodiscard]] core::Result<core::Done> push(const QString &column, const std::optional<core::NewValue> &value);
    void open(const core::Relation &relation, bool newTab);
    void openPicker(FieldRow &field, const QString &text);
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
    [[nodiscard]] QMap<QString, core::Value> readValues() const; ///< without those that are cut
    [[nodiscard]] QMap<QString, core::NewValue> shownValues() const;
    [[nodiscard]] QString readOnlyBecause() const;

    core::Session &m_session;
    EditStack &m_edits;
    std::shared_ptr<const core::ChangeSet> m_changes;
    std::optional<RowAddress> m_row;
    std::optional<core::Table> m_table; ///< the one the fields were made for
    QMap<QString, core::Value> m_stored; ///< by column; empty for a new row and until it is read
    QMap<QString, qint64> m_cutSizes;    ///< by column, of those in m_stored that are cut
    bool m_wantWhole = false;            ///< the row on view was asked for whole
    bool m_loading = false;
    quint64 m_generation = 0; ///< of reads: a late answer is dropped
    QHash<core::QualifiedName, QHash<QString, core::ColumnFormat>> m_formats;

    QString m_pickWhenRead;               ///< column; empty: none
    QList<RowAddress> m_trail;            ///< the rows from which others were gone to, back from the one on view

    RelationFields *m_relations = nullptr;
    QList<FieldRow *> m_fields;
    QStackedWidget *m_stack = nullptr;
    PlainLabel *m_title = nullptr;
    Pill *m_pill = nullptr;
    QToolButton *m_back = nullptr;
    PlainLabel *m_reason = nullptr;
    Notice *m_notice = nullptr;
    QScrollArea *m_scroll = nullptr;
    QVBoxLayout *m_place = nullptr;
    RelatedSection *m_related = nullptr;
};

} // namespace ui
