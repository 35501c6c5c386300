// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/valueeditor.h"

class QPushButton;
class QStackedWidget;
class QToolButton;

namespace ui {

class HexView;
class PictureView;
class PlainLabel;
class ValueLine;

/// Bytes: how many and of what kind, as hex or as a picture, to be loaded from a file and saved to one. They are not
/// typed.
class BlobEditor : public ValueEditor {
    Q_OBJECT

public:
    BlobEditor(const Field &field, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override { return std::nullopt; }
    void setReadOnly(bool readOnly) override; ///< bytes cannot be loaded
    [[nodiscard]] QWidget *input() const override;

private:
    void showBytes(const QByteArray &bytes, qint64 size);
    void showPicture(const QByteArray &bytes, const QByteArray &format);
    void turnTo(int page);
    void summarize();

    Field m_field;
    qint64 m_size = 0;
    QString m_kind; ///< "PNG picture, 640 × 480"
    QString m_hex; ///< of few bytes
    quint64 m_generation = 0; ///< of pictures: a late one is dropped
    ValueLine *m_line = nullptr;
    QWidget *m_bar = nullptr;
    QToolButton *m_asHex = nullptr; ///< in place of the picture
    QPushButton *m_load = nullptr;
    QPushButton *m_save = nullptr;
    QStackedWidget *m_views = nullptr;
    PictureView *m_picture = nullptr;
    HexView *m_hexView = nullptr;
    PlainLabel *m_problem = nullptr; ///< why there is no picture
};

} // namespace ui
