// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QImage>
#include <QSize>
#include <QWidget>

namespace ui {

/// A picture out of a database, made small enough to be looked at.
struct Picture {
    QImage image;
    QSize size; ///< as it is stored
};

/// Reads it on a thread of the pool. What would need too much memory is refused before it is unpacked: a file of some
/// kilobytes can say that it is a hundred thousand pixels wide. `format` as in core::BlobKind; nothing else is tried.
[[nodiscard]] QFuture<core::Result<Picture>> readPicture(const QByteArray &bytes, const QByteArray &format);

/// Shows it as large as there is room for, and no larger than wantedSize().
class PictureView : public QWidget {
    Q_OBJECT

public:
    explicit PictureView(QWidget *parent);
    void setImage(const QImage &image);
    [[nodiscard]] const QImage &image() const { return m_image; }
    /// As large as it is to be seen if there is room: what has only a few pixels is shown larger, pixel by pixel.
    [[nodiscard]] QSize wantedSize() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QImage m_image;
};

} // namespace ui
