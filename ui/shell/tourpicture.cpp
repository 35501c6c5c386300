// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourpicture.h"

#include "ui/style/theme.h"

#include <QApplication>
#include <QDialog>
#include <QPainter>

namespace ui {

namespace {

constexpr qreal veil = 0.6; // over what waits for a dialog

} // namespace

QDialog *dialogOver(const QWidget &window)
{
    auto *found = qobject_cast<QDialog *>(QApplication::activeModalWidget());
    return found && found->parentWidget() && found->parentWidget()->window() == &window ? found : nullptr;
}

QImage pictureOf(QWidget &window)
{
    QPixmap picture = window.grab();
    if (QWidget *popUp = QApplication::activePopupWidget()) {
        QPainter painter(&picture);
        painter.drawPixmap(window.mapFromGlobal(popUp->pos()), popUp->grab());
    }
    if (QDialog *over = dialogOver(window)) {
        const Theme &theme = Theme::current();
        QPainter painter(&picture);
        painter.setOpacity(veil);
        painter.fillRect(picture.rect(), theme.color(Tone::Window));
        painter.setOpacity(1);
        const QPixmap question = over->grab();
        QRect place(QPoint(), question.size());
        place.moveCenter(picture.rect().center());
        painter.drawPixmap(place, question);
        painter.setPen(theme.color(Tone::Border));
        painter.drawRect(place.adjusted(-1, -1, 0, 0));
    }
    return picture.toImage();
}

} // namespace ui
