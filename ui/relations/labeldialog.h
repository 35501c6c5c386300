// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/labelrule.h"
#include "core/rows/rowsource.h"

#include <QDialog>

#include <memory>
#include <optional>

class QBoxLayout;
class QListWidget;
class QRadioButton;

namespace core {
class Session;
}

namespace ui {

class PlainLabel;

/// What rows of a table are called wherever others refer to them: as guessed, by the key alone, or by some columns in
/// an order, with real rows called so. Accepting tells the session, which remembers it for this database.
class LabelDialog : public QDialog {
    Q_OBJECT

public:
    /// `table` is in the session's schema. The session outlives the dialog.
    LabelDialog(core::Session &session, const core::QualifiedName &table, QWidget *parent);
    ~LabelDialog() override;

    [[nodiscard]] std::optional<core::LabelRule> rule() const; ///< as chosen now; none: as guessed
    [[nodiscard]] QStringList examples() const; ///< what is shown of real rows

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void createChoices(QBoxLayout &layout);
    void createColumns(QBoxLayout &layout);
    void createExamples(QBoxLayout &layout);
    void fillColumns(const QStringList &chosen);
    void readRows();
    void showExamples();
    void move(int step);
    void accept() override;

    core::Session &m_session;
    core::Table m_table;
    core::LabelRule m_guessed;
    std::unique_ptr<core::RowSource> m_rows;
    bool m_filling = false;
    QRadioButton *m_asGuessed = nullptr;
    QRadioButton *m_byKey = nullptr;
    QRadioButton *m_byColumns = nullptr;
    QListWidget *m_columns = nullptr;
    QList<PlainLabel *> m_examples;
};

} // namespace ui
