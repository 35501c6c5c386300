// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/linkchips.h"

#include "ui/row/childrowsmodel.h"
#include "ui/row/insight.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using State = core::RelatedRow::State;

constexpr int linkGap = 5;
constexpr int linkCrossWidth = 18;
constexpr int besideLinkWords = 9;
constexpr int crossSize = 10;
constexpr int farStep = 1'000'000;

bool isGoing(State state)
{
    return state == State::Removed || state == State::MovedAway;
}

PillKind kindOf(State state)
{
    switch (state) {
    case State::Stored:
        return PillKind::Neutral;
    case State::Added:
        return PillKind::Green;
    case State::Removed:
        return PillKind::Red;
    case State::MovedHere:
    case State::MovedAway:
        return PillKind::Amber;
    }
    return PillKind::Neutral;
}

Tone toneOf(State state)
{
    switch (state) {
    case State::Stored:
        return Tone::TextMuted;
    case State::Added:
        return Tone::PillGreenText;
    case State::Removed:
        return Tone::PillRedText;
    case State::MovedHere:
    case State::MovedAway:
        return Tone::PillAmberText;
    }
    return Tone::TextMuted;
}

} // namespace

LinkChip::LinkChip(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(u"link-chip"_s);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::ClickFocus);
}

void LinkChip::setChip(const Look &look)
{
    if (look == m_look)
        return;
    m_look = look;
    setText(look.label);
    const QString state = toText(look.state);
    setAccessibleName(state.isEmpty() ? look.label : QString(look.label + u", "_s + state));
    QString tip = accessibleName() + tr("\nEnter shows the row");
    if (look.removable)
        tip += isGoing(look.state) ? tr("; Delete connects it again") : tr("; Delete disconnects it");
    setToolTip(plainToolTip(tip));
    updateGeometry();
    update();
}

QSize LinkChip::sizeHint() const
{
    QFont font = Theme::current().small();
    font.setItalic(!m_look.isLabel);
    const int words = QFontMetrics(font).horizontalAdvance(m_look.label);
    return {words + 2 * besideLinkWords + (m_look.removable ? linkCrossWidth - besideLinkWords / 2 : 0), Pill::height};
}

void LinkChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::current();
    Pill::paintBody(painter, rect(), kindOf(m_look.state));
    QFont font = theme.small();
    font.setItalic(!m_look.isLabel);
    font.setStrikeOut(isGoing(m_look.state));
    painter.setFont(font);
    painter.setPen(theme.color(m_look.state == State::Stored ? m_look.isLabel ? Tone::Text : Tone::TextFaint
                                                             : toneOf(m_look.state)));
    const QRect room = rect().adjusted(besideLinkWords, 0, m_look.removable ? -linkCrossWidth : -besideLinkWords / 2, 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(m_look.label, Qt::ElideRight, room.width()));
    if (m_look.removable) {
        const QRect cross(width() - linkCrossWidth + 2, (height() - crossSize) / 2, crossSize, crossSize);
        theme.icon(isGoing(m_look.state) ? Icon::Undo : Icon::Close, toneOf(m_look.state)).paint(&painter, cross);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme.color(Tone::AccentLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    }
}

void LinkChip::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_look.removable && event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())
        && event->position().x() >= width() - linkCrossWidth) {
        setDown(false);
        Q_EMIT toggleRequested();
        return;
    }
    QAbstractButton::mouseReleaseEvent(event);
}

bool LinkChip::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_F4:
            event->accept();
            return true;
        default:
            break;
        }
    }
    return QAbstractButton::event(event);
}

void LinkChip::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (m_look.removable)
            Q_EMIT toggleRequested();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F4:
        click();
        break;
    case Qt::Key_Left:
    case Qt::Key_Up:
        Q_EMIT moveRequested(-1);
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
        Q_EMIT moveRequested(1);
        break;
    case Qt::Key_Home:
        Q_EMIT moveRequested(-farStep);
        break;
    case Qt::Key_End:
        Q_EMIT moveRequested(farStep);
        break;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void LinkChip::focusInEvent(QFocusEvent *event)
{
    QAbstractButton::focusInEvent(event);
    bringInSight(this, rect());
    Q_EMIT moveRequested(0);
}

LinkChips::LinkChips(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    hide();
}

void LinkChips::setChips(const QList<LinkChip::Look> &chips)
{
    const int focused = focusedChip();
    while (m_chips.size() > chips.size()) {
        LinkChip *last = m_chips.takeLast();
        if (last->hasFocus())
            last->clearFocus(); // it goes to a neighbour below
        last->hide();
        last->deleteLater();
    }
    while (m_chips.size() < chips.size()) {
        auto *chip = new LinkChip(this);
        const int index = int(m_chips.size());
        connect(chip, &QAbstractButton::clicked, this, [this, index] { Q_EMIT openRequested(index); });
        connect(chip, &LinkChip::toggleRequested, this, [this, index] { Q_EMIT toggleRequested(index); });
        connect(chip, &LinkChip::moveRequested, this, [this, index](int step) {
            if (step == 0)
                reachByTab(index);
            else
                focusChip(std::clamp(index + step, 0, count() - 1));
        });
        m_chips.append(chip);
        chip->show();
    }
    for (qsizetype i = 0; i < chips.size(); ++i)
        m_chips.at(i)->setChip(chips.at(i));
    reachByTab(m_reached);
    setVisible(!m_chips.isEmpty());
    arrange();
    if (focused >= count() && count() > 0)
        focusChip(count() - 1);
}

int LinkChips::focusedChip() const
{
    for (int i = 0; i < count(); ++i) {
        if (m_chips.at(i)->hasFocus())
            return i;
    }
    return -1;
}

void LinkChips::focusChip(int index)
{
    if (m_chips.isEmpty())
        return;
    m_chips.at(std::clamp(index, 0, count() - 1))->setFocus(Qt::OtherFocusReason);
}

void LinkChips::reachByTab(int index)
{
    m_reached = std::clamp(index, 0, std::max(0, count() - 1));
    for (int i = 0; i < count(); ++i)
        m_chips.at(i)->setFocusPolicy(i == m_reached ? Qt::StrongFocus : Qt::ClickFocus);
}

void LinkChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void LinkChips::arrange()
{
    int x = 0;
    int y = 0;
    for (LinkChip *chip : std::as_const(m_chips)) {
        const int wide = std::min(chip->sizeHint().width(), std::max(1, width()));
        if (x > 0 && x + wide > width()) {
            x = 0;
            y += Pill::height + linkGap;
        }
        chip->setGeometry(x, y, wide, Pill::height);
        x += wide + linkGap;
    }
    setFixedHeight(m_chips.isEmpty() ? 0 : y + Pill::height);
}

} // namespace ui

#include "moc_linkchips.cpp"
