// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSplitter>

namespace ui {

/// A splitter with a thin line, of which nothing can be dragged away. Where it is told so, what stands side by side
/// stands one below the other as soon as there is too little room for that.
class PaneSplitter : public QSplitter {
    Q_OBJECT

public:
    static constexpr int roomForCards = 620; ///< pixels: enough for a script and a column of cards beside it

    explicit PaneSplitter(Qt::Orientation orientation, QWidget *parent = nullptr);

    /// Side by side from that width on, with these sizes; else below each other, with those.
    void setBesideFrom(int width, const QList<int> &beside, const QList<int> &below);
    void giveRoom(int index, int size); ///< at least so much to that one, from the first
    [[nodiscard]] QSize minimumSizeHint() const override; ///< as narrow as the widest of them

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QList<int> sizesToComeBackTo() const;

    int m_besideFrom = 0; ///< 0: it stays as it was made
    QList<int> m_told; ///< what the sizes were last set to
    QList<int> m_otherSizes; ///< in the other orientation
};

} // namespace ui
