// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/palettes.h"

#include <array>

namespace ui {

namespace {

struct TonePair {
    Tone tone;
    QRgb dark;
    QRgb light;
};

constexpr std::array tones{
    TonePair{Tone::Window, 0xff14161b, 0xffffffff},
    TonePair{Tone::Panel, 0xff1a1d24, 0xfff6f7f9},
    TonePair{Tone::Raised, 0xff20242d, 0xffffffff},
    TonePair{Tone::Border, 0xff2a2f3a, 0xffd9dde4},
    TonePair{Tone::GridLine, 0xff1f232b, 0xffebedf1},
    TonePair{Tone::Text, 0xffe6e9ef, 0xff1b1f27},
    TonePair{Tone::TextMuted, 0xff8f97a7, 0xff596170},
    TonePair{Tone::TextFaint, 0xff737b8b, 0xff7c8492},
    TonePair{Tone::Accent, 0xff346fee, 0xff2563eb},
    TonePair{Tone::AccentText, 0xffffffff, 0xffffffff},
    TonePair{Tone::Selection, 0xff263146, 0xffdce8ff},
    TonePair{Tone::SelectionText, 0xffffffff, 0xff12284f},
    TonePair{Tone::InsertedBack, 0xff10271a, 0xffe5f6ea},
    TonePair{Tone::InsertedMark, 0xff56d37a, 0xff2f9e51},
    TonePair{Tone::ModifiedBack, 0xff3a2d10, 0xfffdf2d0},
    TonePair{Tone::ModifiedMark, 0xffe3b341, 0xffc98a00},
    TonePair{Tone::DeletedBack, 0xff2b1416, 0xfffdeaea},
    TonePair{Tone::DeletedText, 0xffb5777a, 0xff9c4348},
    TonePair{Tone::DeletedMark, 0xffff7b72, 0xffd4373e},
    TonePair{Tone::PillGreenBack, 0xff12331f, 0xffe3f6e9},
    TonePair{Tone::PillGreenBorder, 0xff1d5130, 0xffb4e0c2},
    TonePair{Tone::PillGreenText, 0xff56d37a, 0xff17692f},
    TonePair{Tone::PillAmberBack, 0xff3a2d10, 0xfffdf2d3},
    TonePair{Tone::PillAmberBorder, 0xff5c4719, 0xffe9d18c},
    TonePair{Tone::PillAmberText, 0xffe3b341, 0xff7a5200},
    TonePair{Tone::PillRedBack, 0xff3b1719, 0xfffde8e8},
    TonePair{Tone::PillRedBorder, 0xff5f2427, 0xfff3bcbc},
    TonePair{Tone::PillRedText, 0xffff7b72, 0xffa3211f},
    TonePair{Tone::PillBlueBack, 0xff16294b, 0xffe3edff},
    TonePair{Tone::PillBlueBorder, 0xff24437c, 0xffb5cdfb},
    TonePair{Tone::PillBlueText, 0xff8ab4ff, 0xff1d4fb0},
    TonePair{Tone::PillVioletBack, 0xff2a2440, 0xffefe9ff},
    TonePair{Tone::PillVioletBorder, 0xff3d3362, 0xffd2c4fa},
    TonePair{Tone::PillVioletText, 0xffc4b5fd, 0xff5a32b8},
    TonePair{Tone::SqlKeyword, 0xff8ab4ff, 0xff1d4fd7},
    TonePair{Tone::SqlString, 0xff9ece6a, 0xff2f7a1f},
    TonePair{Tone::SqlNumber, 0xffe3b341, 0xff985600},
    TonePair{Tone::SqlComment, 0xff868e9d, 0xff667080},
    TonePair{Tone::SqlIdentifier, 0xffe6e9ef, 0xff1b1f27},
    TonePair{Tone::AccentLine, 0xff4f8cff, 0xff2563eb},
    TonePair{Tone::Header, 0xffc6ccd8, 0xff3a414d},
    TonePair{Tone::Hover, 0xff262b35, 0xffeceff3},
    TonePair{Tone::Scroll, 0xff3a404d, 0xffc3c8d1},
    TonePair{Tone::Danger, 0xffff7b72, 0xffb3261e},
};

constexpr bool inOrder()
{
    for (size_t i = 0; i < tones.size(); ++i) {
        if (tones[i].tone != static_cast<Tone>(i))
            return false;
    }
    return true;
}
static_assert(tones.size() == static_cast<size_t>(toneCount), "every tone needs both colours");
static_assert(inOrder(), "the table is indexed by tone");

} // namespace

QRgb toneColor(ThemeKind kind, Tone tone)
{
    const TonePair &pair = tones[static_cast<size_t>(tone)];
    return kind == ThemeKind::Dark ? pair.dark : pair.light;
}

} // namespace ui
