// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/commandpalette.h"

#include "ui/actions/palettedelegate.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int paletteWidth = 600;
constexpr int paletteHeight = 420;

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QFrame(window)
    , m_model(new PaletteModel(this))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new PlainLabel(PlainLabel::Role::Muted, {}, m_list))
{
    setObjectName(u"commandPalette"_s);
    setArea(this, u"popup"_s);
    m_field->setObjectName(u"paletteField"_s);
    m_field->setMinimumHeight(36);
    m_list->setObjectName(u"paletteList"_s);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing->setObjectName(u"paletteNothing"_s);
    m_nothing->setContentsMargins(16, 10, 16, 10);
    m_nothing->setElided(true);
    auto *layout = plainLayout<QVBoxLayout>(this, 8, 8);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    setGraphicsEffect(shadow);
    hide();
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setPattern(text);
        selectFirst();
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_list->setCurrentIndex(index);
        choose(QApplication::keyboardModifiers() & Qt::ControlModifier);
    });
    m_field->installEventFilter(this);
    window->installEventFilter(this);
}

void CommandPalette::open(const QList<PaletteEntry> &entries, const QStringList &recent, const QString &placeholder)
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    m_field->setPlaceholderText(placeholder);
    m_model->setPattern({});
    m_model->setEntries(entries, recent);
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    selectFirst();
}

void CommandPalette::closePalette()
{
    if (!isVisible())
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::setPattern(const QString &pattern)
{
    m_field->setText(pattern);
}

void CommandPalette::choose(bool newTab)
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const PaletteEntry entry = m_model->entry(current.row());
    closePalette(); // first: what is chosen may want the focus
    Q_EMIT chosen(entry, newTab);
}

void CommandPalette::moveSelection(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    int row = m_list->currentIndex().row() + rows;
    if (qAbs(rows) == 1)
        row = (row + count) % count;
    m_list->setCurrentIndex(m_model->index(qBound(0, row, count - 1)));
}

void CommandPalette::place()
{
    const QSize space = parentWidget()->size();
    const int width = qMin(paletteWidth, space.width() - 32);
    const int atMost = qMin(paletteHeight, space.height() - 64);
    setGeometry((space.width() - width) / 2, 6, width, atMost);
    // Whole lines only: half a name at the lower edge looks like a fault.
    const QMargins around = layout()->contentsMargins();
    const int field = qMax(m_field->minimumHeight(), m_field->sizeHint().height());
    const int list = atMost - around.top() - around.bottom() - layout()->spacing() - field - 2 * m_list->frameWidth();
    const int line = m_list->itemDelegate()->sizeHint({}, {}).height();
    const int rest = line > 0 && list > line ? list % line : 0;
    resize(width, atMost - rest);
}

void CommandPalette::selectFirst()
{
    m_list->setCurrentIndex(m_model->index(0));
    m_list->scrollToTop();
    sayNothingMatches();
}

void CommandPalette::sayNothingMatches()
{
    const bool nothing = m_model->rowCount() == 0;
    m_nothing->setVisible(nothing);
    if (!nothing)
        return;
    m_nothing->setText(m_field->text().isEmpty() ? u"There is nothing to choose from."_s
                                                 : u"Nothing matches “%1”."_s.arg(visibleText(m_field->text(), 60)));
    m_nothing->setGeometry(0, 0, m_list->width(), m_nothing->sizeHint().height());
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (object == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (object != m_field)
        return false;
    if (event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
            closePalette();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape: closePalette(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(key->modifiers() & Qt::ControlModifier); return true;
    case Qt::Key_Up: moveSelection(-1); return true;
    case Qt::Key_Down: moveSelection(1); return true;
    case Qt::Key_PageUp: moveSelection(-10); return true;
    case Qt::Key_PageDown: moveSelection(10); return true;
    default: return false;
    }
}

} // namespace ui

#include "moc_commandpalette.cpp"
