// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/fileeffects.h"

#include <QMap>
#include <QWidget>

class QButtonGroup;
class QPushButton;
class QScrollArea;

namespace ui {

class PlainLabel;

/// The statements of a migration that is there in part, each with what is known of it; where the schema does not tell
/// whether one ran, a person says so before the rest is proposed. Writes nothing.
class RestChoices : public QWidget {
    Q_OBJECT

public:
    explicit RestChoices(QWidget *parent = nullptr);

    void setFile(const QString &tag, const core::FileEffects &effects);
    [[nodiscard]] const QString &tag() const { return m_tag; }
    [[nodiscard]] const core::FileEffects &effects() const { return m_effects; }
    [[nodiscard]] QMap<int, bool> ran() const; ///< what was said so far, by the statement's index

Q_SIGNALS:
    void decided(); ///< of all of them
    void closed(); ///< nothing is proposed

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeStatement(int statement);
    void showGate();

    QString m_tag;
    core::FileEffects m_effects;
    QMap<int, QButtonGroup *> m_choices; ///< owned by the list
    PlainLabel *m_title = nullptr;
    PlainLabel *m_says = nullptr;
    QPushButton *m_continue = nullptr;
    QScrollArea *m_list = nullptr;
};

} // namespace ui
