// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filterchips.h"

#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int chipGap = 7;
constexpr int crossWidth = 18;
constexpr int besideWords = 8;
constexpr QLatin1StringView crossRoom = "   "_L1;
constexpr int mostChipWidth = 260;

} // namespace

FilterChip::FilterChip(const QString &text, bool on, QWidget *parent)
    : QAbstractButton(parent)
    , m_on(on)
{
    setObjectName(u"filter-chip"_s);
    setText(text);
    setAccessibleName(on ? text : QString(text + u" (off)"_s));
    setToolTip(plainToolTip(text + (on ? u"\nClick to edit, Space to leave out"_s : u"\nLeft out. Space to use it"_s)));
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QWidget::customContextMenuRequested, this, &FilterChip::showMenu);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

QSize FilterChip::sizeHint() const
{
    const int words = QFontMetrics(Theme::current().small()).horizontalAdvance(text());
    const int needed = std::max(Pill::widthFor(text() + crossRoom), words + 1 + crossWidth + besideWords); // widths are rounded
    return {std::min(mostChipWidth, needed), Pill::height};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QFontMetrics metrics(Theme::current().small());
    const QString shown = metrics.elidedText(text(), Qt::ElideRight, width() - crossWidth - besideWords);
    Pill::paint(painter, rect(), m_on ? PillKind::Blue : PillKind::Neutral, shown + crossRoom);
    if (!m_on) {
        painter.setPen(Theme::current().color(Tone::TextFaint));
        painter.drawLine(9, height() / 2, width() - crossWidth - 3, height() / 2);
    }
    const QRect cross(width() - crossWidth + 1, (height() - 10) / 2, 10, 10);
    Theme::current().icon(Icon::Close, m_on ? Tone::PillBlueText : Tone::TextMuted).paint(&painter, cross);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::current().color(Tone::Accent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    }
}

void FilterChip::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())
        && event->position().x() >= width() - crossWidth) {
        setDown(false);
        Q_EMIT removeRequested();
        return;
    }
    QAbstractButton::mouseReleaseEvent(event);
}

void FilterChip::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"chip-menu"_s);
    menu->addAction(u"Edit…"_s, this, &QAbstractButton::click);
    menu->addAction(m_on ? u"Leave out for now"_s : u"Use again"_s, this, &FilterChip::toggleRequested);
    menu->addAction(u"Remove"_s, this, &FilterChip::removeRequested);
    menu->popup(mapToGlobal(position));
}

void FilterChip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        Q_EMIT removeRequested();
    else if (event->key() == Qt::Key_Space)
        Q_EMIT toggleRequested();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

FilterChips::FilterChips(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"filter-chips"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *plus = new QToolButton(this);
    plus->setObjectName(u"filter-plus"_s);
    plus->setText(u"+"_s);
    plus->setToolTip(u"Add a condition"_s);
    setLook(plus, ButtonLook::Flat);
    connect(plus, &QToolButton::clicked, this, &FilterChips::addRequested);
    m_add = plus;
    auto *more = new QToolButton(this);
    more->setObjectName(u"filter-more"_s);
    setLook(more, ButtonLook::Flat);
    connect(more, &QToolButton::clicked, this, [this] { Q_EMIT editRequested(0); });
    m_more = more;
    m_more->hide();
    m_add->hide();
}

void FilterChips::setFilter(const core::Filter &filter, const QList<FilterColumn> &columns)
{
    m_filter = filter;
    // The one that is toggled or removed by key leaves the focus to the one that stands there now.
    const auto focused = std::find_if(m_chips.cbegin(), m_chips.cend(), [](const FilterChip *c) { return c->hasFocus(); });
    const auto place = focused == m_chips.cend() ? -1 : static_cast<int>(focused - m_chips.cbegin());
    for (QWidget *w : std::as_const(m_joins)) {
        if (w)
            w->deleteLater();
    }
    for (FilterChip *c : std::as_const(m_chips))
        c->deleteLater();
    m_joins.clear();
    m_chips.clear();
    for (int i = 0; i < filter.terms.size(); ++i) {
        PlainLabel *join = nullptr;
        if (i > 0) {
            const bool isOr = filter.terms[i].join == core::FilterTerm::Join::Or;
            join = new PlainLabel(PlainLabel::Role::Muted, isOr ? u"or"_s : u"and"_s, this);
        }
        m_joins.append(join);
        auto *chip = new FilterChip(termText(filter.terms[i], columns), filter.terms[i].enabled, this);
        m_chips.append(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, i] { Q_EMIT editRequested(i); });
        connect(chip, &FilterChip::toggleRequested, this, [this, i] { toggleTerm(i); });
        connect(chip, &FilterChip::removeRequested, this, [this, i] { removeTerm(i); });
    }
    arrange();
    if (place >= 0 && !m_chips.isEmpty())
        m_chips[std::min<qsizetype>(place, m_chips.size() - 1)]->setFocus(Qt::OtherFocusReason);
}

void FilterChips::setHiding(const QString &what)
{
    if (m_hiding ? m_hiding->text() == what : what.isEmpty())
        return;
    if (m_hiding)
        m_hiding->deleteLater();
    m_hiding = nullptr;
    if (!what.isEmpty()) {
        m_hiding = new FilterChip(what, true, this);
        m_hiding->setObjectName(u"hiding-chip"_s);
        m_hiding->setToolTip(plainToolTip(what + u"\nClick to show them"_s));
        m_hiding->setContextMenuPolicy(Qt::NoContextMenu);
        connect(m_hiding, &QAbstractButton::clicked, this, &FilterChips::hidingEnded);
        connect(m_hiding, &FilterChip::toggleRequested, this, &FilterChips::hidingEnded);
        connect(m_hiding, &FilterChip::removeRequested, this, &FilterChips::hidingEnded);
    }
    arrange();
}

void FilterChips::toggleTerm(int term)
{
    core::Filter changed = m_filter;
    changed.terms[term].enabled = !changed.terms[term].enabled;
    Q_EMIT filterChanged(changed);
}

void FilterChips::removeTerm(int term)
{
    core::Filter changed = m_filter;
    changed.terms.removeAt(term);
    if (!changed.terms.isEmpty())
        changed.terms.first().join = core::FilterTerm::Join::And;
    Q_EMIT filterChanged(changed);
}

QSize FilterChips::sizeHint() const
{
    return {60, 28};
}

QSize FilterChips::minimumSizeHint() const
{
    return sizeHint();
}

void FilterChips::arrange()
{
    int x = 0;
    int hidden = 0;
    const auto put = [&](QWidget *w) {
        const QSize size = w->sizeHint();
        w->setGeometry(x, (height() - size.height()) / 2, size.width(), size.height());
        w->show();
        x += size.width() + chipGap;
    };
    if (m_hiding)
        put(m_hiding);
    for (int i = 0; i < m_chips.size(); ++i) {
        const int joinWidth = m_joins[i] ? m_joins[i]->sizeHint().width() + chipGap : 0;
        const bool last = i + 1 == m_chips.size();
        const int room = width() - x - (last ? 30 : 100);
        if (hidden > 0 || (i > 0 && joinWidth + m_chips[i]->sizeHint().width() > room)) {
            ++hidden;
            m_chips[i]->hide();
            if (m_joins[i])
                m_joins[i]->hide();
            continue;
        }
        if (m_joins[i])
            put(m_joins[i]);
        put(m_chips[i]);
    }
    if (hidden > 0) {
        m_more->setText(u"%1 more"_s.arg(hidden));
        put(m_more);
    } else {
        m_more->hide();
    }
    if (!m_chips.isEmpty())
        put(m_add);
    else
        m_add->hide();
}

void FilterChips::resizeEvent(QResizeEvent *)
{
    arrange();
}

} // namespace ui

#include "moc_filterchips.cpp"
