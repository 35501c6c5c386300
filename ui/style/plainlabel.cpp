// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/plainlabel.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyle>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString roleName(PlainLabel::Role role)
{
    switch (role) {
    case PlainLabel::Role::Normal: return u"normal"_s;
    case PlainLabel::Role::Muted: return u"muted"_s;
    case PlainLabel::Role::Faint: return u"faint"_s;
    case PlainLabel::Role::Title: return u"title"_s;
    case PlainLabel::Role::Caption: return u"caption"_s;
    case PlainLabel::Role::Small: return u"small"_s;
    case PlainLabel::Role::Mono: return u"mono"_s;
    case PlainLabel::Role::Hero: return u"hero"_s; // its size is in the style sheet
    }
    return {};
}

QFont roleFont(PlainLabel::Role role)
{
    const Theme &theme = Theme::current();
    switch (role) {
    case PlainLabel::Role::Normal:
    case PlainLabel::Role::Muted:
    case PlainLabel::Role::Faint:
    case PlainLabel::Role::Hero: return theme.interface();
    case PlainLabel::Role::Small: return theme.small();
    case PlainLabel::Role::Caption: return theme.caption();
    case PlainLabel::Role::Mono: return theme.monospace();
    case PlainLabel::Role::Title: {
        QFont font = theme.interface();
        font.setWeight(QFont::DemiBold);
        return font;
    }
    }
    return theme.interface();
}

} // namespace

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : PlainLabel(Role::Normal, text, parent)
{
}

PlainLabel::PlainLabel(Role role, const QString &text, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    setRole(role);
}

void PlainLabel::setRole(Role role)
{
    setProperty("textRole", roleName(role));
    setFont(roleFont(role));
    style()->unpolish(this);
    style()->polish(this);
}

void PlainLabel::setElided(bool elided)
{
    m_elided = elided;
    updateGeometry();
}

QSize PlainLabel::minimumSizeHint() const
{
    const QSize hint = QLabel::minimumSizeHint();
    return m_elided ? QSize(qMin(24, hint.width()), hint.height()) : hint;
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    if (!m_elided) {
        QLabel::paintEvent(event);
        return;
    }
    const QRect area = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, area.width());
    setToolTip(shown == text() ? QString() : plainToolTip(text()));
    QPainter painter(this);
    style()->drawItemText(&painter, area, static_cast<int>(alignment()) | Qt::TextSingleLine, palette(), isEnabled(),
                          shown, foregroundRole());
}

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : u"<span style=\"white-space:pre-wrap\">"_s + text.toHtmlEscaped() + u"</span>"_s;
}

QString plainButtonText(const QString &text)
{
    return QString(text).replace(u'&', u"&&"_s);
}

} // namespace ui

#include "moc_plainlabel.cpp"
