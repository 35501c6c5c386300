// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;

namespace ui {

class DesignDesk;

/// The line above what is designed: its name, its schema and its comment, as far as the system has these. Says what is
/// asked for, and shows what it is told.
class DesignHead : public QWidget {
    Q_OBJECT

public:
    /// `kind` and `nameOf`: "Table", "Name of the table".
    DesignHead(const DesignDesk &desk, const QString &kind, const QString &nameOf, QWidget *parent = nullptr);

    /// `before`: what the database calls it; empty: it is new.
    void show(const core::QualifiedName &now, const core::QualifiedName &before, const QString &comment);
    using QWidget::show;
    void showNameAgain(); ///< what was asked for is refused
    void finishEditing(); ///< asks for what is typed
    void focusName();
    [[nodiscard]] QHBoxLayout *options() const { return m_options; } ///< between the name and the comment

Q_SIGNALS:
    void nameWanted(const core::QualifiedName &name);
    void commentWanted(const QString &comment);
    void nameTyped(); ///< and Enter

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void rename();
    void comment();
    void listSchemas();

    const DesignDesk &m_desk;
    core::QualifiedName m_now;
    QString m_commentNow;
    QLineEdit *m_name = nullptr;
    QComboBox *m_schema = nullptr;
    QLineEdit *m_comment = nullptr;
    QHBoxLayout *m_options = nullptr;
};

} // namespace ui
