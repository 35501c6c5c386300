// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QPlainTextEdit;

namespace ui {

/// The text box that opens over a cell: one line, several lines, or one line with a list of choices below it.
/// Knows keys and text; what the text means is CellEditing's business.
class CellEditor : public QWidget {
    Q_OBJECT

public:
    enum class Form { Line, Lines };
    enum class Exit { Stay, Down, Up, Right, Left };
    Q_ENUM(Exit)

    CellEditor(Form form, const QStringList &choices, QWidget *parent);
    ~CellEditor() override;

    void setText(const QString &text, bool selectAll);
    [[nodiscard]] QString text() const; ///< line breaks are LF; every other character as it was typed
    void setInvalid(bool invalid);
    void placeAt(const QRect &cell); ///< over the cell, kept inside the parent

Q_SIGNALS:
    void accepted(ui::CellEditor::Exit exit);
    void cancelled();
    void
    commandRequested(const QString &actionId); ///< NULL, DEFAULT, empty text, or another row to refer to, while typing

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QWidget *input() const;
    [[nodiscard]] bool isOurs(QKeyEvent *event) const;
    bool handleKey(QKeyEvent *event);
    void moveChoice(int step);
    void markChoice(const QString &text);

    QLineEdit *m_line = nullptr;
    QPlainTextEdit *m_lines = nullptr;
    QListWidget *m_choices = nullptr;
};

} // namespace ui
