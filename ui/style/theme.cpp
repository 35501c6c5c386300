// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme.h"

#include "ui/style/housestyle.h"
#include "ui/style/icons.h"
#include "ui/style/palettes.h"
#include "ui/style/plainface.h"
#include "ui/style/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

Theme &currentTheme()
{
    static Theme theme(ThemeKind::Dark);
    return theme;
}

/// The first family that is installed, else what the system takes for such a face.
QFont firstInstalled(const QStringList &families, QFontDatabase::SystemFont fallback, QFont::StyleHint hint)
{
    const QStringList installed = QFontDatabase::families();
    for (const QString &family : families) {
        if (installed.contains(family)) {
            QFont font(family);
            font.setStyleHint(hint);
            return font;
        }
    }
    QFont font = QFontDatabase::systemFont(fallback);
    font.setStyleHint(hint);
    return font;
}

QPalette paletteOf(const Theme &theme)
{
    QPalette p;
    const auto set = [&](QPalette::ColorRole role, Tone tone) { p.setColor(role, theme.color(tone)); };
    set(QPalette::Window, Tone::Window);
    set(QPalette::WindowText, Tone::Text);
    set(QPalette::Base, Tone::Window);
    set(QPalette::AlternateBase, Tone::Panel);
    set(QPalette::Text, Tone::Text);
    set(QPalette::PlaceholderText, Tone::TextFaint);
    set(QPalette::Button, Tone::Raised);
    set(QPalette::ButtonText, Tone::Text);
    set(QPalette::BrightText, Tone::Danger);
    set(QPalette::ToolTipBase, Tone::Raised);
    set(QPalette::ToolTipText, Tone::Text);
    set(QPalette::Highlight, Tone::Selection);
    set(QPalette::HighlightedText, Tone::SelectionText);
    set(QPalette::Link, Tone::PillBlueText);
    set(QPalette::LinkVisited, Tone::PillVioletText);
    set(QPalette::Light, Tone::Hover);
    set(QPalette::Midlight, Tone::Raised);
    set(QPalette::Mid, Tone::Border);
    set(QPalette::Dark, Tone::Border);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, theme.color(Tone::TextFaint));
    return p;
}

/// What the desktop had set before we set anything.
const QPalette &desktopPalette()
{
    static const QPalette palette = QApplication::palette();
    return palette;
}

} // namespace

Theme::Theme(ThemeKind kind)
    : m_kind(kind)
{
}

const Theme &Theme::current()
{
    return currentTheme();
}

void Theme::apply(QApplication &application, ThemeKind kind)
{
    static_cast<void>(desktopPalette());
    currentTheme() = Theme(kind);
    const Theme &theme = current();
    if (!application.property("rcHouseStyle").toBool()) {
        QApplication::setStyle(new HouseStyle);
        application.setProperty("rcHouseStyle", true);
    }
    QApplication::setFont(theme.interface());
    QApplication::setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheet(theme));
}

ThemeKind Theme::systemKind()
{
    return desktopPalette().color(QPalette::Window).lightness() < 128 ? ThemeKind::Dark : ThemeKind::Light;
}

QColor Theme::color(Tone tone) const
{
    return QColor::fromRgba(toneColor(m_kind, tone));
}

QIcon Theme::icon(Icon icon, Tone tone) const
{
    return makeIcon(icon, tone);
}

QFont Theme::monospace() const
{
    static const QFont face = [] {
        // None that joins characters: what is stored is read one by one.
        const QString first = loadPlainFamily(PlainFace::Mono) ? plainFamily(PlainFace::Mono) : u"JetBrains Mono NL"_s;
        QFont font = firstInstalled({first, u"Noto Sans Mono"_s, u"DejaVu Sans Mono"_s}, QFontDatabase::FixedFont,
                                    QFont::Monospace);
        font.setPixelSize(12);
        font.setStyleStrategy(QFont::PreferAntialias);
        return font;
    }();
    return face;
}

QFont Theme::interface() const
{
    static const QFont face = [] {
        // Chips, names and labels show data too. Inter as it is where its files are not found.
        const QString first = loadPlainFamily(PlainFace::Interface) ? plainFamily(PlainFace::Interface) : u"Inter"_s;
        QFont font = firstInstalled({first}, QFontDatabase::GeneralFont, QFont::SansSerif);
        font.setPixelSize(13);
        return font;
    }();
    return face;
}

QFont Theme::small() const
{
    QFont font = interface();
    font.setPixelSize(11);
    return font;
}

QFont Theme::caption() const
{
    QFont font = interface();
    font.setPixelSize(11);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    return font;
}

} // namespace ui
