// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"
#include "ui/grid/cellvalue.h"

#include <QDialog>

class QAbstractButton;
class QPlainTextEdit;

namespace ui {

class JsonCheck;
class PlainLabel;

/// One whole value with room around it: text on several lines, JSON with a word on whether it is, a blob as hex to
/// look at. Knows keys and text; what is chosen is staged by whoever opened it. Ctrl+Enter accepts, Esc cancels.
class ValueDialog : public QDialog {
    Q_OBJECT

public:
    struct Subject {
        QString title; ///< "title of posts 12"
        core::Column column;
        core::ColumnFormat format;
        core::Value base;    ///< as stored
        core::Value current; ///< as staged
        bool isDefault = false;
        bool raw = false;
        QString readOnlyBecause; ///< empty: may be changed
    };

    ValueDialog(const Subject &subject, const core::Dialect &dialect, QWidget *parent);

    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }

Q_SIGNALS:
    void chosen(const core::NewValue &value); ///< just before it closes; not when nothing was changed

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void createText();
    void createButtons();
    void showValue();
    void showBytes();
    [[nodiscard]] bool isJson() const;
    [[nodiscard]] QString text() const;
    void accept() override;
    void choose(const core::NewValue &value);
    void describe();

    Subject m_subject;
    const core::Dialect &m_dialect;
    EditText m_shown;
    bool m_readOnly = false;
    QPlainTextEdit *m_text = nullptr;
    JsonCheck *m_json = nullptr;
    PlainLabel *m_note = nullptr;
};

} // namespace ui
