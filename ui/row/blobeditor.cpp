// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/blobeditor.h"

#include "core/base/whendone.h"
#include "core/rows/blobkind.h"
#include "ui/row/hexview.h"
#include "ui/row/picture.h"
#include "ui/row/valueline.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype fewBytes = 32; ///< fit the line itself
constexpr int viewLines = 6;
enum Page { PicturePage, HexPage };

} // namespace

BlobEditor::BlobEditor(const Field &field, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_line(new ValueLine(this))
    , m_views(new QStackedWidget(this))
    , m_picture(new PictureView(m_views))
    , m_hexView(new HexView(m_views))
    , m_problem(new PlainLabel(PlainLabel::Role::Small, {}, this))
{
    auto *all = plainLayout<QVBoxLayout>(this, 0, 4);
    all->addWidget(m_line);
    m_line->setReadOnly(true);
    setFocusProxy(m_line);
    m_picture->setObjectName(u"blob-picture"_s);
    m_hexView->setObjectName(u"blob-hex"_s);
    m_hexView->setAccessibleName(tr("Bytes of %1").arg(field.column.name));
    m_views->addWidget(m_picture);
    m_views->addWidget(m_hexView);
    all->addWidget(m_views);
    m_problem->setObjectName(u"blob-problem"_s);
    m_problem->setWordWrap(true);
    all->addWidget(m_problem);

    m_bar = new QWidget(this);
    auto *bar = plainLayout<QHBoxLayout>(m_bar, 0, 4);
    m_asHex = new QToolButton(m_bar);
    m_asHex->setObjectName(u"blob-as-hex"_s);
    m_asHex->setText(tr("Hex"));
    m_asHex->setToolTip(tr("The bytes in place of the picture"));
    m_asHex->setCheckable(true);
    setLook(m_asHex, ButtonLook::Flat);
    connect(m_asHex, &QToolButton::clicked, this, [this](bool hex) { turnTo(hex ? HexPage : PicturePage); });
    bar->addWidget(m_asHex);
    bar->addStretch(1);
    const auto add = [&](const QString &name, const QString &text, const QString &tip) {
        auto *button = new QPushButton(text, m_bar);
        button->setObjectName(name);
        button->setAccessibleName(tip);
        button->setToolTip(plainToolTip(tip));
        setLook(button, ButtonLook::Flat); // in a narrow panel there is no room for frames
        bar->addWidget(button);
        return button;
    };
    m_load = add(u"blob-load"_s, tr("Load…"), tr("Load a file into %1").arg(field.column.name));
    m_save = add(u"blob-save"_s, tr("Save…"), tr("Save %1 to a file").arg(field.column.name));
    connect(m_load, &QPushButton::clicked, this, &ValueEditor::loadRequested);
    connect(m_save, &QPushButton::clicked, this, &ValueEditor::saveRequested);
    all->addWidget(m_bar);
}

void BlobEditor::turnTo(int page)
{
    const int most = Theme::controlHeight * viewLines;
    const int wanted =
        page == PicturePage ? qBound(Theme::controlHeight, m_picture->wantedSize().height(), most) : most;
    m_views->setFixedHeight(wanted);
    m_views->setCurrentIndex(page);
    m_asHex->setChecked(page == HexPage);
}

void BlobEditor::show(const FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    const bool blob = value && value->kind() == core::Value::Kind::Blob && !state.unset;
    m_line->setPlaceholderText(blob ? QString() : placeholderText(m_field, state));
    m_line->setMixed(state.mixed > 0);
    m_save->setEnabled(blob);
    const QByteArray bytes = blob ? value->bytes() : QByteArray();
    showBytes(bytes, state.cutSize.value_or(bytes.size()));
    if (!blob)
        m_line->clear();
}

void BlobEditor::showBytes(const QByteArray &bytes, qint64 size)
{
    ++m_generation;
    const core::BlobKind kind = core::blobKindOf(bytes);
    const bool whole = size == bytes.size();
    m_size = size;
    m_kind = kind.name;
    m_hex = QString::fromLatin1(bytes.first(qMin(bytes.size(), fewBytes)).toHex(' '));
    summarize();
    m_hexView->setBytes(bytes);
    m_picture->setImage({});
    m_problem->hide();
    m_asHex->setVisible(false);
    m_views->setVisible(size > fewBytes);
    turnTo(HexPage);
    if (kind.picture.isEmpty() || size <= fewBytes)
        return;
    if (whole) {
        showPicture(bytes, kind.picture);
    } else {
        m_problem->setText(tr("The picture is shown once all of it is loaded."));
        m_problem->show();
    }
}

void BlobEditor::showPicture(const QByteArray &bytes, const QByteArray &format)
{
    core::whenDone(readPicture(bytes, format), this,
                   [this, generation = m_generation](const core::Result<Picture> &picture) {
                       if (generation != m_generation)
                           return;
                       if (!picture) {
                           m_problem->setText(picture.error().message);
                           m_problem->show();
                           return;
                       }
                       m_kind += u", %1 × %2"_s.arg(picture->size.width()).arg(picture->size.height());
                       summarize();
                       m_picture->setImage(picture->image);
                       m_asHex->setVisible(true);
                       turnTo(PicturePage);
                   });
}

void BlobEditor::summarize()
{
    const QString bytes = m_size == 1 ? tr("1 byte") : tr("%1 bytes").arg(QLocale().toString(m_size));
    const QString rest = m_size <= fewBytes ? m_hex : m_kind;
    m_line->setText(rest.isEmpty() ? bytes : bytes + u"  "_s + rest);
    m_line->setCursorPosition(0);
}

void BlobEditor::setReadOnly(bool readOnly)
{
    m_load->setEnabled(!readOnly);
}

QWidget *BlobEditor::input() const
{
    return m_line;
}

} // namespace ui

#include "moc_blobeditor.cpp"
