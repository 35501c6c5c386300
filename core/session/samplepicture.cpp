// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/samplepicture.h"

#include <QtEndian>

#include <array>

namespace core {

namespace {

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

quint32 crc32(const QByteArray &bytes)
{
    quint32 crc = 0xffffffffU;
    for (const char c : bytes) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return ~crc;
}

quint32 adler32(const QByteArray &bytes)
{
    quint32 a = 1;
    quint32 b = 0;
    for (const char c : bytes) {
        a = (a + static_cast<quint8>(c)) % 65521U;
        b = (b + a) % 65521U;
    }
    return (b << 16U) | a;
}

QByteArray chunk(const QByteArray &type, const QByteArray &data)
{
    return bigEndian(static_cast<quint32>(data.size())) + type + data + bigEndian(crc32(type + data));
}

/// One stored block: enough for the small pictures here (65,535 bytes at most).
QByteArray storedStream(const QByteArray &raw)
{
    const auto size = static_cast<quint16>(raw.size());
    std::array<uchar, 4> header{};
    qToLittleEndian(size, header.data());
    qToLittleEndian(static_cast<quint16>(~size), header.data() + 2);
    QByteArray stream("\x78\x01\x01", 3);
    for (const uchar byte : header)
        stream += static_cast<char>(byte);
    return stream + raw + bigEndian(adler32(raw));
}

} // namespace

QByteArray samplePicture(int side, SampleRandom &random)
{
    const int red = random.between(60, 160);
    const int blue = random.between(150, 230);
    const int horizon = random.between(side / 2, side - 2);
    QByteArray raw;
    for (int y = 0; y < side; ++y) {
        raw += '\0'; // no filter
        for (int x = 0; x < side; ++x) {
            const bool sky = y < horizon;
            const int light = random.between(0, 12) + y * 60 / side;
            raw += static_cast<char>(sky ? red + light : red / 2);
            raw += static_cast<char>(sky ? (red + blue) / 2 + light : red / 2 + 40);
            raw += static_cast<char>(sky ? blue : 60);
        }
    }
    const auto length = bigEndian(static_cast<quint32>(side));
    return QByteArray("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", length + length + QByteArray("\x08\x02\x00\x00\x00", 5))
        + chunk("IDAT", storedStream(raw)) + chunk("IEND", {});
}

} // namespace core
