// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/blobkind.h"

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

struct Beginning {
    qsizetype offset = 0;
    QByteArrayView bytes;
    const char *name = nullptr;
    const char *suffix = nullptr;
    const char *picture = "";
};

template <size_t Size> constexpr QByteArrayView literal(const char (&text)[Size])
{
    return QByteArrayView(text, Size - 1); // NULs among them
}

const std::array beginnings{
    Beginning{0, literal("\x89PNG\r\n\x1a\n"), "PNG picture", "png", "png"},
    Beginning{0, literal("\xff\xd8\xff"), "JPEG picture", "jpg", "jpeg"},
    Beginning{0, literal("GIF87a"), "GIF picture", "gif", "gif"},
    Beginning{0, literal("GIF89a"), "GIF picture", "gif", "gif"},
    Beginning{8, literal("WEBP"), "WebP picture", "webp", "webp"},
    Beginning{0, literal("BM"), "BMP picture", "bmp", "bmp"},
    Beginning{0, literal("\0\0\1\0"), "icon", "ico", "ico"},
    Beginning{0, literal("II*\0"), "TIFF picture", "tif", "tiff"},
    Beginning{0, literal("MM\0*"), "TIFF picture", "tif", "tiff"},
    Beginning{4, literal("ftypavif"), "AVIF picture", "avif"},
    Beginning{4, literal("ftyp"), "MP4 video", "mp4"},
    Beginning{0, literal("%PDF-"), "PDF document", "pdf"},
    Beginning{0, literal("SQLite format 3\0"), "SQLite database", "sqlite"},
    Beginning{0, literal("PK\3\4"), "ZIP archive", "zip"},
    Beginning{0, literal("\x1f\x8b"), "gzip data", "gz"},
    Beginning{0, literal("\x28\xb5\x2f\xfd"), "Zstandard data", "zst"},
    Beginning{0, literal("ID3"), "MP3 sound", "mp3"},
    Beginning{0, literal("OggS"), "Ogg sound", "ogg"},
    Beginning{8, literal("WAVE"), "WAV sound", "wav"},
    Beginning{0,
              literal("\x7f"
                      "ELF"),
              "ELF program", "elf"},
};

} // namespace

BlobKind blobKindOf(const QByteArray &bytes)
{
    constexpr qsizetype shortestBitmap = 26; // "BM" alone is how many words begin
    for (const Beginning &one : beginnings) {
        if (bytes.size() < one.offset + one.bytes.size() || bytes.sliced(one.offset, one.bytes.size()) != one.bytes)
            continue;
        const QByteArray picture(one.picture);
        const bool riff = one.offset != 8 || bytes.startsWith("RIFF");
        const bool bitmap =
            picture != "bmp" || (bytes.size() >= shortestBitmap && bytes.sliced(6, 4) == QByteArray(4, '\0'));
        if (riff && bitmap)
            return {QString::fromLatin1(one.name), QString::fromLatin1(one.suffix), picture};
    }
    return {{}, u"bin"_s, {}};
}

} // namespace core
