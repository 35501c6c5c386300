// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <array>

using namespace Qt::Literals::StringLiterals;

static void initIconResources()
{
    Q_INIT_RESOURCE(icons); // a static library's resources are not found otherwise
}

namespace ui {

namespace {

constexpr std::array<const char *, static_cast<size_t>(iconCount)> iconNames{
    "app",   "table",   "view",      "migration", "history",  "database", "filter",      "columns",      "plus",
    "copy",  "trash",   "undo",      "redo",      "refresh",  "search",   "key",         "link",         "close",
    "check", "warning", "error",     "info",      "sun",      "moon",     "chevrondown", "chevronright", "arrowup",
    "arrowdown", "back", "forward",  "minus",     "paste",    "folder",   "file",        "edit",         "play",
    "lock",  "command", "panelright", "panelbottom", "dots", "calendar", "expand"};

/// The drawing with its colour put in; kept, since delegates paint the same ones over and over.
QPixmap tinted(Icon icon, const QColor &color, const QSize &deviceSize)
{
    const QString key = u"rc-icon-%1-%2-%3x%4"_s.arg(static_cast<int>(icon))
                            .arg(color.name(QColor::HexArgb))
                            .arg(deviceSize.width())
                            .arg(deviceSize.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(iconFile(icon));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    QByteArray svg = opened ? file.readAll() : QByteArray();
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    pixmap = QPixmap(deviceSize);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(deviceSize)));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class ToneIconEngine final : public QIconEngine {
public:
    ToneIconEngine(Icon icon, Tone tone)
        : m_icon(icon)
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, QRectF(rect), m_icon, color(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return tinted(m_icon, color(mode), size); // Qt asks in device pixels
    }
    QIconEngine *clone() const override { return new ToneIconEngine(m_icon, m_tone); }
    QString key() const override { return u"raincheck"_s; }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const
    {
        return Theme::current().color(mode == QIcon::Disabled ? Tone::TextFaint : m_tone);
    }
    Icon m_icon;
    Tone m_tone;
};

} // namespace

QString iconFile(Icon icon)
{
    [[maybe_unused]] static const bool ready = (initIconResources(), true);
    return u":/icons/"_s + QLatin1StringView(iconNames[static_cast<size_t>(icon)]) + u".svg"_s;
}

QIcon makeIcon(Icon icon, Tone tone)
{
    return QIcon(new ToneIconEngine(icon, tone));
}

void paintIcon(QPainter &painter, const QRectF &rect, Icon icon, const QColor &color)
{
    const qreal side = qMin(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(rect.center());
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    const QPixmap pixmap = tinted(icon, color, (square.size() * ratio).toSize());
    painter.drawPixmap(square, pixmap, QRectF(pixmap.rect()));
}

} // namespace ui
