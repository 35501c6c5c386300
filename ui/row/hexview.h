// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>

namespace ui {

/// Bytes as offset, hex and text, line by line. Only the lines on view are worked out, so that the size does not
/// matter.
class HexView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit HexView(QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes);
    [[nodiscard]] qint64 lineCount() const;
    [[nodiscard]] int bytesPerLine() const { return m_perLine; }
    [[nodiscard]] QString lineText(qint64 line) const; ///< "00000010  89 50 …  .P"

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    [[nodiscard]] QString offsetText(qint64 line) const;
    [[nodiscard]] QString hexText(qint64 line) const;
    [[nodiscard]] QString charactersText(qint64 line) const;
    [[nodiscard]] QByteArray bytesOf(qint64 line) const;
    [[nodiscard]] int lineHeight() const;

    QByteArray m_bytes;
    int m_perLine = 16;
};

} // namespace ui
