// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

#include <QPlainTextEdit>

namespace ui {

class SqlHighlighter;

/// A coloured text to write SQL in. What is typed is handed over when the focus goes elsewhere, or with Ctrl+Enter.
class SqlEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit SqlEdit(const core::Dialect &dialect, QWidget *parent = nullptr);

    void setSql(const QString &sql); ///< unless something is being typed
    [[nodiscard]] QString sql() const { return toPlainText(); }
    [[nodiscard]] bool isEdited() const { return m_edited; }
    void setAccepted(); ///< what stands there was taken

Q_SIGNALS:
    void edited(); ///< by typing
    void submitted(); ///< to be taken now

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    void recolour();

    const core::Dialect &m_dialect;
    SqlHighlighter *m_colours = nullptr;
    QString m_coloured;
    bool m_edited = false;
    bool m_setting = false;
};

} // namespace ui
