// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/picture.h"

#include "ui/style/theme.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qint64 mostPixels = 30'000'000; ///< of the stored picture: 120 MB unpacked
constexpr int fewPixels = 64; ///< of a side: what has fewer is shown larger
constexpr int longestSide = 1024; ///< of what is kept

core::Result<Picture> decoded(const QByteArray &bytes, const QByteArray &format)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!reader.canRead() || !size.isValid())
        return core::Error::invalid(PictureView::tr("This picture cannot be read."));
    if (qint64(size.width()) * size.height() > mostPixels)
        return core::Error::invalid(PictureView::tr("A picture of %1 × %2 pixels is too large to be shown here.")
                                        .arg(size.width())
                                        .arg(size.height()));
    if (qMax(size.width(), size.height()) > longestSide)
        reader.setScaledSize(size.scaled(longestSide, longestSide, Qt::KeepAspectRatio).expandedTo({1, 1}));
    const QImage image = reader.read();
    if (image.isNull())
        return core::Error::invalid(PictureView::tr("This picture cannot be read: %1.").arg(reader.errorString()));
    return Picture{image, size};
}

} // namespace

QFuture<core::Result<Picture>> readPicture(const QByteArray &bytes, const QByteArray &format)
{
    return QtConcurrent::run([bytes, format] { return decoded(bytes, format); });
}

PictureView::PictureView(QWidget *parent)
    : QWidget(parent)
{
}

void PictureView::setImage(const QImage &image)
{
    m_image = image;
    update();
}

QSize PictureView::wantedSize() const
{
    const int side = qMax(m_image.width(), m_image.height());
    return side > 0 && side < fewPixels ? m_image.size() * (fewPixels / side) : m_image.size();
}

void PictureView::paintEvent(QPaintEvent *)
{
    if (m_image.isNull())
        return;
    QPainter painter(this);
    QSize size = wantedSize();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, size == m_image.size());
    if (size.width() > width() || size.height() > height())
        size.scale(width(), height(), Qt::KeepAspectRatio);
    const QRect place(QPoint(), size);
    painter.fillRect(place, Theme::current().color(Tone::Raised)); // under what is transparent
    painter.drawImage(place, m_image);
}

} // namespace ui

#include "moc_picture.cpp"
