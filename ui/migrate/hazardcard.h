// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/fillpreview.h"
#include "ui/migrate/previewgate.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace ui {

class Pill;
class PlainLabel;

/// One hazard: how grave, how many rows, a look at them, and what can be done. Stays the same widget while its hazard
/// is planned, so that an expression can be typed while the plan changes under it.
class HazardCard : public QWidget {
    Q_OBJECT

public:
    HazardCard(const core::Dialect &dialect, QWidget *parent);

    void show(const JudgedHazard &hazard, bool canAct);
    using QWidget::show;
    void setOffersWays(bool offers) { m_offersWays = offers; } ///< before show(): see core::Hazard::way
    [[nodiscard]] const JudgedHazard &hazard() const { return m_hazard; }
    /// The fill that is typed here; none: it is about no fill, or nothing is typed.
    [[nodiscard]] std::optional<core::Fill> fill() const;
    void showResult(const core::FillPreview &preview); ///< of fill()
    void clearResult();
    [[nodiscard]] bool showsResult() const; ///< or why there is none
    bool focusAnswer(); ///< the field, a fix, or what allows it; false: nothing can be done about it here

Q_SIGNALS:
    void rowsRequested(const core::Probe &probe);
    void filled(const core::Fill &fill); ///< at every key
    void castChosen(const core::QualifiedName &table, const QString &column, bool on);
    void repairChosen(const QString &hazard, const std::optional<core::Statement> &statement);
    void wayChosen(core::GentleWay way, bool on);
    void allowedChanged(const QString &hazard, bool allowed);

private:
    void makeHead(QVBoxLayout *all);
    void makeField(QVBoxLayout *all);
    void makeFooter(QVBoxLayout *all);
    void showHead();
    void showField();
    void showAnswer();
    void showWay();
    void offerFixes();
    void choose(const core::HazardFix &fix);
    void typed(const QString &text);
    void takeBack();
    [[nodiscard]] const core::HazardFix *fillFix() const;

    const core::Dialect &m_dialect;
    JudgedHazard m_hazard;
    bool m_shown = false; ///< something was
    bool m_canAct = true;
    bool m_offersWays = false;
    std::optional<core::HazardFix> m_setting; ///< the "set to…" whose expression is being typed

    Pill *m_word = nullptr;
    PlainLabel *m_code = nullptr;
    PlainLabel *m_count = nullptr;
    PlainLabel *m_message = nullptr;
    QToolButton *m_rows = nullptr;
    QToolButton *m_fixes = nullptr;
    PlainLabel *m_fieldName = nullptr;
    QLineEdit *m_field = nullptr;
    PlainLabel *m_result = nullptr;
    PlainLabel *m_problem = nullptr;
    PlainLabel *m_answer = nullptr;
    QToolButton *m_takeBack = nullptr;
    QCheckBox *m_way = nullptr;
    QCheckBox *m_allow = nullptr;
};

} // namespace ui
