// SPDX-License-Identifier: GPL-3.0-or-later
// JetBrains Mono draws "!=", "->" and "--" as one sign each, Inter "->", and "3x4" with a cross for its letter. Data
// must be read character by character, in cells as in chips and names, and Qt 6.4 can switch no feature of a font off:
// QFont::PreferNoShaping takes the joined forms of Arabic and the places of stacked accents along. So the feature is
// renamed in a copy of the font in memory, which nothing asks for under that name.
#include "ui/style/plainface.h"

#include <QFile>
#include <QFontDatabase>
#include <QList>
#include <QStandardPaths>
#include <QtEndian>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype directoryStart = 12;
constexpr qsizetype directoryEntry = 16;
constexpr qsizetype featureEntry = 6;
constexpr qsizetype nameHeader = 6;
constexpr qsizetype nameRecord = 12;
constexpr int familyName = 1;
constexpr int typographicFamily = 16;
constexpr quint32 facesAtMost = 64; ///< of a collection

template <typename Number> Number numberAt(const QByteArray &bytes, qsizetype offset)
{
    if (offset < 0 || offset + static_cast<qsizetype>(sizeof(Number)) > bytes.size())
        return 0;
    return qFromBigEndian<Number>(bytes.constData() + offset);
}

struct Part {
    qsizetype start = 0;
    qsizetype length = 0;
};

/// Where the directories of the faces are: one, or as many as a collection (.ttc) has, which share tables.
QList<qsizetype> facesOf(const QByteArray &font)
{
    if (!font.startsWith("ttcf"))
        return {0};
    QList<qsizetype> faces;
    const auto count = std::min<quint32>(numberAt<quint32>(font, 8), facesAtMost);
    for (quint32 i = 0; i < count; ++i)
        faces.append(numberAt<quint32>(font, directoryStart + 4 * qsizetype(i)));
    return faces;
}

/// Empty where the face has no such table, or claims one beyond its end.
Part tableOf(const QByteArray &font, qsizetype face, QByteArrayView tag)
{
    const int count = numberAt<quint16>(font, face + 4);
    for (int i = 0; i < count; ++i) {
        const qsizetype entry = face + directoryStart + i * directoryEntry;
        if (font.mid(entry, 4) != tag)
            continue;
        const Part part{numberAt<quint32>(font, entry + 8), numberAt<quint32>(font, entry + 12)};
        return part.start + part.length <= font.size() ? part : Part{};
    }
    return {};
}

void switchLigaturesOff(QByteArray &font, qsizetype face)
{
    const Part table = tableOf(font, face, "GSUB");
    if (table.length == 0)
        return;
    const qsizetype list = table.start + numberAt<quint16>(font, table.start + 6);
    const int count = numberAt<quint16>(font, list);
    for (int i = 0; i < count; ++i) {
        const qsizetype entry = list + 2 + i * featureEntry;
        const QByteArray tag = font.mid(entry, 4);
        if (tag == "calt" || tag == "liga" || tag == "clig")
            font.replace(entry, 4, "off ");
    }
}

QByteArray utf16(QByteArrayView latin)
{
    QByteArray wide;
    for (const char c : latin)
        wide.append('\0').append(c);
    return wide;
}

/// A variable font is called "Inter Variable": its records of the family end after the name that is asked for.
void shortenFamily(QByteArray &font, const Part &table, const QByteArray &family)
{
    const qsizetype texts = table.start + numberAt<quint16>(font, table.start + 4);
    const int count = numberAt<quint16>(font, table.start + 2);
    for (int i = 0; i < count; ++i) {
        const qsizetype record = table.start + nameHeader + i * nameRecord;
        const int id = numberAt<quint16>(font, record + 6);
        const QByteArray text = font.mid(texts + numberAt<quint16>(font, record + 10), numberAt<quint16>(font, record + 8));
        for (const QByteArray &wanted : {family, utf16(family)}) {
            const QByteArray variable = wanted + (wanted == family ? QByteArray(" Variable") : utf16(" Variable"));
            if ((id == familyName || id == typographicFamily) && text == variable)
                qToBigEndian(static_cast<quint16>(wanted.size()), font.data() + record + 8);
        }
    }
}

/// Names of the same length, so that nothing in the font moves.
void rename(QByteArray &font, qsizetype face, PlainFace kind)
{
    using Names = QList<std::pair<QByteArray, QByteArray>>;
    const Names changes = kind == PlainFace::Mono
        ? Names{{"JetBrains Mono", "Raincheck Mono"}, {"JetBrainsMono", "RaincheckMono"}}
        : Names{{"Inter", "Rainy"}};
    const Part table = tableOf(font, face, "name");
    QByteArray names = font.mid(table.start, table.length);
    for (const auto &[from, to] : changes) {
        names.replace(from, to);
        names.replace(utf16(from), utf16(to));
    }
    font.replace(table.start, table.length, names);
    shortenFamily(font, table, plainFamily(kind).toLatin1());
}

QByteArray installed(const QString &fileName)
{
    // The folders of Debian, Fedora, Arch, and of a person who unpacked the archive.
    for (const QString &folder :
         {u"truetype/jetbrains-mono/"_s, u"opentype/inter/"_s, u"jetbrains-mono-fonts/"_s, u"rsms-inter-fonts/"_s,
          u"TTF/"_s, u"OTF/"_s, u"inter/"_s, u"Inter/"_s, u"inter-fonts/"_s, u"jetbrains-mono/"_s, QString(), u"JetBrainsMono/"_s, u"fonts/ttf/"_s}) {
        QFile file(QStandardPaths::locate(QStandardPaths::FontsLocation, folder + fileName));
        if (!file.fileName().isEmpty() && file.open(QIODevice::ReadOnly))
            return file.readAll();
    }
    return {};
}

bool load(const QString &fileName, PlainFace face)
{
    const QByteArray font = withoutLigatures(installed(fileName), face);
    const int id = font.isEmpty() ? -1 : QFontDatabase::addApplicationFontFromData(font);
    return id >= 0 && QFontDatabase::applicationFontFamilies(id).contains(plainFamily(face));
}

bool loadAny(const QStringList &fileNames, PlainFace face)
{
    return std::any_of(fileNames.cbegin(), fileNames.cend(), [face](const QString &name) { return load(name, face); });
}

bool loadMono()
{
    // A variable font serves as its upright one; heavier ones are made from it.
    const bool regular = loadAny({u"JetBrainsMono-Regular.ttf"_s, u"JetBrainsMono-Regular.otf"_s,
                                  u"JetBrainsMono[wght].ttf"_s}, PlainFace::Mono);
    // NULL is in italics; where that file is missing, the upright one is slanted.
    if (regular)
        static_cast<void>(loadAny({u"JetBrainsMono-Italic.ttf"_s, u"JetBrainsMono-Italic.otf"_s,
                                   u"JetBrainsMono-Italic[wght].ttf"_s}, PlainFace::Mono));
    return regular;
}

bool loadInterface()
{
    const auto either = [](const QString &style) {
        return load(u"Inter-%1.otf"_s.arg(style), PlainFace::Interface)
            || load(u"Inter-%1.ttf"_s.arg(style), PlainFace::Interface);
    };
    if (!either(u"Regular"_s)) // one file of all faces, or a variable one, of which the others are made
        return loadAny({u"Inter.ttc"_s, u"InterVariable.ttf"_s, u"Inter[opsz,wght].ttf"_s, u"Inter[wght].ttf"_s,
                        u"Inter[slnt,wght].ttf"_s}, PlainFace::Interface);
    // The faces the house uses; one that is missing is made from the nearest.
    for (const QString &style : {u"Medium"_s, u"SemiBold"_s, u"Italic"_s})
        static_cast<void>(either(style));
    return true;
}

} // namespace

QByteArray withoutLigatures(QByteArray font, PlainFace face)
{
    const QList<qsizetype> faces = facesOf(font);
    if (faces.isEmpty())
        return {};
    for (const qsizetype at : faces) {
        if (tableOf(font, at, "name").length == 0 || tableOf(font, at, "cmap").length == 0)
            return {};
        switchLigaturesOff(font, at);
        rename(font, at, face);
    }
    return font;
}

QString plainFamily(PlainFace face)
{
    return face == PlainFace::Mono ? u"Raincheck Mono"_s : u"Rainy"_s;
}

bool loadPlainFamily(PlainFace face)
{
    if (face == PlainFace::Mono) {
        static const bool mono = loadMono();
        return mono;
    }
    static const bool interface = loadInterface();
    return interface;
}

} // namespace ui
