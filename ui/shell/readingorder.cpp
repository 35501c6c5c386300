// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/readingorder.h"

#include <QWidget>

#include <algorithm>

namespace ui {

namespace {

/// Those shown directly within, cut into lines: what overlaps another by half of its height stands beside it.
QList<QWidget *> childrenInLines(const QWidget *within)
{
    QList<QWidget *> all = within->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    all.removeIf([](const QWidget *w) { return w->isWindow() || !w->isVisible(); });
    std::stable_sort(all.begin(), all.end(), [](const QWidget *a, const QWidget *b) { return a->y() < b->y(); });
    const auto byX = [](const QWidget *a, const QWidget *b) { return a->x() < b->x(); };
    auto line = all.begin();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QWidget *first = *line;
        const int overlap = first->y() + first->height() - (*it)->y();
        if (overlap * 2 >= std::min(first->height(), (*it)->height()))
            continue;
        std::stable_sort(line, it, byX);
        line = it;
    }
    std::stable_sort(line, all.end(), byX);
    return all;
}

void collect(const QWidget *within, QList<QWidget *> &into)
{
    for (QWidget *child : childrenInLines(within)) {
        if (child->focusPolicy() & Qt::TabFocus && child->isEnabled() && !child->focusProxy())
            into.append(child);
        collect(child, into);
    }
}

} // namespace

QList<QWidget *> inReadingOrder(const QWidget *within)
{
    QList<QWidget *> all;
    collect(within, all);
    return all;
}

QWidget *nextInReadingOrder(const QWidget *within, QWidget *focus, bool forward)
{
    const QList<QWidget *> all = inReadingOrder(within);
    if (all.isEmpty())
        return nullptr;
    qsizetype at = -1;
    for (QWidget *w = focus; w && at < 0; w = w->parentWidget())
        at = all.indexOf(w);
    if (at < 0)
        return forward ? all.first() : all.last();
    return all.at((at + (forward ? 1 : all.size() - 1)) % all.size());
}

} // namespace ui
