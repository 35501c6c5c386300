// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/stylesheet.h"

#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

// {Tone} is replaced by the tone's colour.
constexpr QLatin1StringView areas(R"(
QMainWindow, QDialog { background: {Window}; }
*[area="window"] { background: {Window}; }
*[area="panel"] { background: {Panel}; }
*[area="topbar"] { background: {Panel}; border: none; border-bottom: 1px solid {Border}; }
*[area="toolbar"] { background: {Window}; border: none; border-bottom: 1px solid {Border}; }
*[area="statusbar"] { background: {Panel}; border: none; border-top: 1px solid {Border}; }
*[area="topbar"][mark="production"] { border-bottom: 2px solid {DeletedMark}; }
*[area="statusbar"][mark="production"] { border-top: 2px solid {DeletedMark}; }
*[area="sidebar"] { background: {Panel}; border: none; border-right: 1px solid {Border}; }
*[area="card"] { background: {Panel}; border: 1px solid {Border}; border-radius: 8px; }
*[area="popup"] { background: {Panel}; border: 1px solid {Border}; border-radius: 10px; }
*[area="error"] { background: {PillRedBack}; border: none; border-bottom: 1px solid {PillRedBorder}; }
*[area="good"] { background: {PillGreenBack}; border: none; border-bottom: 1px solid {PillGreenBorder}; }
*[area="caution"] { background: {PillAmberBack}; border: none; border-bottom: 1px solid {PillAmberBorder}; }
*[area="note"] { background: {PillBlueBack}; border: none; border-bottom: 1px solid {PillBlueBorder}; }
#messageBar { border: 1px solid {Border}; border-radius: 8px; }
#messageBar[area="error"] { border-color: {PillRedBorder}; }
#messageBar[area="good"] { border-color: {PillGreenBorder}; }
#messageBar[area="note"] { border-color: {PillBlueBorder}; }
QLabel { background: transparent; }
QLabel[textRole="muted"], QLabel[textRole="small"] { color: {TextMuted}; }
QLabel[textRole="faint"], QLabel[textRole="caption"] { color: {TextFaint}; }
QLabel[textRole="title"] { color: {Text}; }
QLabel[textRole="hero"] { color: {Text}; font-size: 26px; font-weight: 600; }
QLabel[tone="danger"] { color: {Danger}; }
QLabel[tone="muted"] { color: {TextMuted}; }
QLabel[tone="good"] { color: {PillGreenText}; }
QLabel[tone="amber"] { color: {PillAmberText}; }
*[area="error"] QLabel { color: {PillRedText}; }
*[area="good"] QLabel { color: {PillGreenText}; }
*[area="caution"] QLabel { color: {PillAmberText}; }
*[area="note"] QLabel { color: {PillBlueText}; }
QSplitter::handle { background: {Border}; }
QSplitter::handle:hover { background: {AccentLine}; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QToolTip { background: {Raised}; color: {Text}; border: 1px solid {Border}; padding: 4px 6px; }
)");

constexpr QLatin1StringView controls(R"(
QPushButton, QToolButton { background: {Raised}; color: {Text}; border: 1px solid {Border}; border-radius: 6px;
    padding: 0 10px; min-height: 26px; }
QPushButton:hover, QToolButton:hover { background: {Hover}; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: {Selection}; }
QPushButton:focus, QToolButton:focus { border-color: {AccentLine}; }
QPushButton:disabled, QToolButton:disabled { color: {TextFaint}; background: {Panel}; }
QToolButton::menu-indicator { image: none; width: 0; }
*[look="primary"] { background: {Accent}; border-color: {Accent}; color: {AccentText}; font-weight: 600; }
*[look="primary"]:hover { background: {AccentLine}; border-color: {AccentLine}; }
*[look="primary"]:disabled { background: {Selection}; border-color: {Selection}; color: {TextMuted}; }
*[look="danger"] { background: transparent; border-color: {PillRedBorder}; color: {Danger}; }
*[look="danger"]:hover { background: {PillRedBack}; }
*[look="danger"]:disabled { border-color: {Border}; color: {TextFaint}; background: transparent; }
*[look="flat"] { background: transparent; border-color: transparent; padding: 0 6px; }
*[look="flat"][tight="true"] { padding: 0 3px; }
*[look="flat"]:hover { background: {Hover}; }
*[look="flat"]:disabled { background: transparent; color: {TextFaint}; }
*[look="flat"]:checked { background: {Selection}; }
*[look="field"] { background: {Window}; color: {TextMuted}; border-radius: 6px; text-align: left; }
*[look="field"]:hover { border-color: {TextFaint}; background: {Window}; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox { background: {Window}; color: {Text};
    border: 1px solid {Border}; border-radius: 6px; selection-background-color: {Accent};
    selection-color: {AccentText}; }
QLineEdit, QAbstractSpinBox { padding: 0 8px; min-height: 26px; }
QLineEdit > QToolButton { background: transparent; border: none; padding: 0; min-height: 0; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus { border-color: {AccentLine}; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: {TextFaint}; background: {Panel}; }
QLineEdit:read-only { background: {Panel}; }
*[state="modified"] { border-color: {ModifiedMark}; }
*[state="invalid"] { border-color: {Danger}; }
*[bare="true"], *[bare="true"]:focus { border: none; border-radius: 0; background: transparent; }
QComboBox QLineEdit { border: none; min-height: 0; background: transparent; }
QComboBox { color: {Text}; }
QCheckBox, QRadioButton { color: {Text}; background: transparent; spacing: 7px; }
QCheckBox[dim="true"] { color: {TextMuted}; }
QCheckBox:disabled, QRadioButton:disabled { color: {TextFaint}; }
QProgressBar { background: {Raised}; border: none; border-radius: 3px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: {Accent}; border-radius: 3px; }
QGroupBox { border: 1px solid {Border}; border-radius: 8px; margin-top: 8px; padding-top: 8px; }
)");

constexpr QLatin1StringView views(R"(
QAbstractItemView { background: {Window}; color: {Text}; border: none; outline: none;
    selection-background-color: {Selection}; selection-color: {SelectionText}; }
*[area="panel"] QAbstractItemView, *[area="sidebar"] QAbstractItemView, *[area="popup"] QAbstractItemView,
*[area="card"] QAbstractItemView { background: transparent; }
QCalendarWidget QAbstractItemView:disabled { color: {TextFaint}; }
QListView::item, QTreeView::item { min-height: 26px; padding: 1px 8px; border-radius: 6px; border: none; }
QListView::item:hover, QTreeView::item:hover { background: {Hover}; }
QListView::item:selected, QTreeView::item:selected { background: {Selection}; color: {SelectionText}; }
QTreeView { show-decoration-selected: 1; }
#impact-tree::item { border-radius: 0; }
QTableView { gridline-color: {GridLine}; }
QTableView::item { padding: 0 8px; border: none; }
QHeaderView { background: {Panel}; }
QHeaderView::section { background: {Panel}; color: {Header}; border: none; padding: 0 10px;
    border-right: 1px solid {GridLine}; border-bottom: 1px solid {Border}; min-height: 31px; }
QTableCornerButton::section { background: {Panel}; border: none; border-bottom: 1px solid {Border}; }
QComboBox QAbstractItemView { background: {Panel}; border: 1px solid {Border}; border-radius: 6px; padding: 4px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; margin: 0; }
QScrollBar:horizontal { height: 12px; margin: 0; }
QScrollBar::handle { background: {Scroll}; border-radius: 3px; border: none; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: {TextFaint}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { background: transparent; border: none; }
QMenu { background: {Panel}; color: {Text}; border: 1px solid {Border}; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 10px; border-radius: 5px; margin: 0 1px; }
QMenu::item:selected { background: {Selection}; color: {SelectionText}; }
QMenu::item:disabled { color: {TextFaint}; background: transparent; }
QMenu::separator { height: 1px; background: {Border}; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: {Panel}; color: {Text}; }
QTabWidget::pane { border: none; }
QTabBar { background: {Panel}; border: none; }
QTabBar::tab { background: {Panel}; color: {TextMuted}; border: none; border-right: 1px solid {Border};
    border-top: 2px solid {Panel}; padding: 0 14px; min-height: 34px; }
QTabBar::tab:selected { background: {Window}; color: {Text}; border-top: 2px solid {AccentLine}; }
QTabBar::tab:hover:!selected { color: {Text}; background: {Hover}; border-top-color: {Hover}; }
)");

} // namespace

QString styleSheet(const Theme &theme)
{
    static const QList<std::pair<QLatin1StringView, Tone>> names{
        {"{Window}"_L1, Tone::Window},
        {"{Panel}"_L1, Tone::Panel},
        {"{Raised}"_L1, Tone::Raised},
        {"{Border}"_L1, Tone::Border},
        {"{GridLine}"_L1, Tone::GridLine},
        {"{Text}"_L1, Tone::Text},
        {"{TextMuted}"_L1, Tone::TextMuted},
        {"{TextFaint}"_L1, Tone::TextFaint},
        {"{Accent}"_L1, Tone::Accent},
        {"{AccentText}"_L1, Tone::AccentText},
        {"{AccentLine}"_L1, Tone::AccentLine},
        {"{Selection}"_L1, Tone::Selection},
        {"{SelectionText}"_L1, Tone::SelectionText},
        {"{ModifiedMark}"_L1, Tone::ModifiedMark},
        {"{DeletedMark}"_L1, Tone::DeletedMark},
        {"{Danger}"_L1, Tone::Danger},
        {"{Header}"_L1, Tone::Header},
        {"{Hover}"_L1, Tone::Hover},
        {"{Scroll}"_L1, Tone::Scroll},
        {"{PillRedBack}"_L1, Tone::PillRedBack},
        {"{PillRedBorder}"_L1, Tone::PillRedBorder},
        {"{PillRedText}"_L1, Tone::PillRedText},
        {"{PillGreenBack}"_L1, Tone::PillGreenBack},
        {"{PillGreenBorder}"_L1, Tone::PillGreenBorder},
        {"{PillGreenText}"_L1, Tone::PillGreenText},
        {"{PillAmberBack}"_L1, Tone::PillAmberBack},
        {"{PillAmberBorder}"_L1, Tone::PillAmberBorder},
        {"{PillAmberText}"_L1, Tone::PillAmberText},
        {"{PillBlueBack}"_L1, Tone::PillBlueBack},
        {"{PillBlueBorder}"_L1, Tone::PillBlueBorder},
        {"{PillBlueText}"_L1, Tone::PillBlueText},
    };
    QString sheet = QString(areas) + QString(controls) + QString(views);
    for (const auto &[name, tone] : names)
        sheet.replace(name, theme.color(tone).name());
    static const QRegularExpression leftover(u"\\{[A-Z][A-Za-z]+\\}"_s);
    Q_ASSERT_X(!sheet.contains(leftover), "styleSheet", "a tone in the sheet has no entry in the table");
    return sheet;
}

} // namespace ui
