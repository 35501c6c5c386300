// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/buttons.h"
#include "ui/style/icons.h"
#include "ui/style/pill.h"
#include "ui/style/plainface.h"
#include "ui/style/plainlabel.h"
#include "ui/style/stylesheet.h"
#include "ui/style/theme.h"

#include "support/quiet.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>
#include <QTextLayout>
#include <QtEndian>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

/// The fonts as one file: tables are found by where they are in the file.
QByteArray collectionOf(const QList<QByteArray> &fonts)
{
    const auto bigEndian = [](quint32 n) {
        QByteArray bytes(4, '\0');
        qToBigEndian(n, bytes.data());
        return bytes;
    };
    quint32 at = 12 + 4 * static_cast<quint32>(fonts.size());
    QByteArray head = "ttcf" + bigEndian(0x00010000) + bigEndian(static_cast<quint32>(fonts.size()));
    QByteArray body;
    for (QByteArray font : fonts) {
        head += bigEndian(at);
        const auto tables = qFromBigEndian<quint16>(font.constData() + 4);
        for (qsizetype table = 0; table < tables; ++table) {
            char *offset = font.data() + 12 + 16 * table + 8;
            qToBigEndian(qFromBigEndian<quint32>(offset) + at, offset);
        }
        body += font;
        at += static_cast<quint32>(font.size());
    }
    return head + body;
}

/// Relative luminance and contrast as WCAG 2 defines them.
double luminance(const QColor &color)
{
    const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (qMax(la, lb) + 0.05) / (qMin(la, lb) + 0.05);
}

struct Drawn {
    QList<quint32> glyphs;
    QList<QPointF> places;
};

/// What of the font stands for the text, and where.
Drawn drawn(const QString &text, const QFont &font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    Drawn all;
    for (const QGlyphRun &run : layout.glyphRuns()) {
        all.glyphs += run.glyphIndexes();
        all.places += run.positions();
    }
    return all;
}

QFont monospace(bool italic)
{
    QFont font = Theme::current().monospace();
    font.setItalic(italic);
    return font;
}

/// As the window uses it: plain, medium, semi-bold, slanted.
QList<QFont> interfaces()
{
    QList<QFont> fonts(4, Theme::current().interface());
    fonts[1].setWeight(QFont::Medium);
    fonts[2].setWeight(QFont::DemiBold);
    fonts[3].setItalic(true);
    return fonts;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void contrast_data()
    {
        QTest::addColumn<ThemeKind>("kind");
        QTest::addColumn<Tone>("text");
        QTest::addColumn<Tone>("back");
        QTest::addColumn<double>("least");
        const QList<std::tuple<const char *, Tone, Tone, double>> pairs{
            {"text", Tone::Text, Tone::Window, 7},
            {"text on panel", Tone::Text, Tone::Panel, 7},
            {"text on button", Tone::Text, Tone::Raised, 7},
            {"text on hover", Tone::Text, Tone::Hover, 7},
            {"text on inserted", Tone::Text, Tone::InsertedBack, 7},
            {"text on modified", Tone::Text, Tone::ModifiedBack, 7},
            {"muted", Tone::TextMuted, Tone::Window, 4.5},
            {"muted on panel", Tone::TextMuted, Tone::Panel, 4.5},
            {"muted on button", Tone::TextMuted, Tone::Raised, 4.5},
            {"faint", Tone::TextFaint, Tone::Window, 3},
            {"faint on panel", Tone::TextFaint, Tone::Panel, 3},
            {"faint on inserted", Tone::TextFaint, Tone::InsertedBack, 3},
            {"faint on modified", Tone::TextFaint, Tone::ModifiedBack, 3},
            {"header", Tone::Header, Tone::Panel, 4.5},
            {"accent", Tone::AccentText, Tone::Accent, 4.5},
            {"selection", Tone::SelectionText, Tone::Selection, 4.5},
            {"deleted", Tone::DeletedText, Tone::DeletedBack, 4.5},
            {"danger", Tone::Danger, Tone::Window, 4.5},
            {"danger on panel", Tone::Danger, Tone::Panel, 4.5},
            {"green", Tone::PillGreenText, Tone::PillGreenBack, 4.5},
            {"amber", Tone::PillAmberText, Tone::PillAmberBack, 4.5},
            {"red", Tone::PillRedText, Tone::PillRedBack, 4.5},
            {"blue", Tone::PillBlueText, Tone::PillBlueBack, 4.5},
            {"violet", Tone::PillVioletText, Tone::PillVioletBack, 4.5},
            {"sql keyword", Tone::SqlKeyword, Tone::Window, 4.5},
            {"sql string", Tone::SqlString, Tone::Window, 4.5},
            {"sql number", Tone::SqlNumber, Tone::Window, 4.5},
            {"sql comment", Tone::SqlComment, Tone::Window, 4.5},
            {"sql identifier", Tone::SqlIdentifier, Tone::Window, 4.5},
            {"accent line", Tone::AccentLine, Tone::Window, 3},
            {"inserted mark", Tone::InsertedMark, Tone::InsertedBack, 3},
            {"modified mark", Tone::ModifiedMark, Tone::ModifiedBack, 2.5},
            {"deleted mark", Tone::DeletedMark, Tone::DeletedBack, 3},
        };
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
            for (const auto &[name, text, back, least] : pairs)
                QTest::addRow("%s, %s", name, kind == ThemeKind::Dark ? "dark" : "light")
                    << kind << text << back << least;
        }
    }
    void contrast()
    {
        QFETCH(ThemeKind, kind);
        QFETCH(Tone, text);
        QFETCH(Tone, back);
        QFETCH(double, least);
        const Theme theme(kind);
        const double found = ::contrast(theme.color(text), theme.color(back));
        QVERIFY2(found >= least, qPrintable(u"%1:1 is less than %2:1"_s.arg(found).arg(least)));
    }

    void everyIconIsDrawn()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < iconCount; ++i) {
            const auto icon = static_cast<Icon>(i);
            QFile file(iconFile(icon));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            const QByteArray svg = file.readAll();
            QVERIFY2(svg.contains("currentColor"), qPrintable(file.fileName()));
            QVERIFY2(!seen.contains(svg), qPrintable(file.fileName() + u" is another icon again"));
            seen.insert(svg);
            const QImage image = Theme::current().icon(icon).pixmap(QSize(16, 16), 2.0).toImage();
            QCOMPARE(image.size(), QSize(32, 32));
            int inked = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    inked += image.pixelColor(x, y).alpha() > 128 ? 1 : 0;
            }
            QVERIFY2(inked > 10, qPrintable(file.fileName() + u" is empty"));
        }
    }

    void iconsFollowTheTheme()
    {
        const QIcon icon = Theme::current().icon(Icon::Check, Tone::Text);
        const auto brightest = [&] {
            const QImage image = icon.pixmap(QSize(32, 32), 1.0).toImage();
            int value = 0;
            for (int y = 0; y < 32; ++y) {
                for (int x = 0; x < 32; ++x) {
                    if (image.pixelColor(x, y).alpha() > 250)
                        value = qMax(value, image.pixelColor(x, y).lightness());
                }
            }
            return value;
        };
        Theme::apply(*qApp, ThemeKind::Dark);
        QVERIFY(brightest() > 200);
        Theme::apply(*qApp, ThemeKind::Light);
        QVERIFY(brightest() < 60);
    }

    void styleSheetUsesOnlyTones()
    {
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
            const QString sheet = styleSheet(Theme(kind));
            QVERIFY(!sheet.contains(QRegularExpression(u"\\{[A-Z]\\w+\\}"_s)));
            const Theme theme(kind);
            QSet<QString> known;
            for (int i = 0; i < toneCount; ++i)
                known.insert(theme.color(static_cast<Tone>(i)).name());
            auto colours = QRegularExpression(u"#[0-9a-f]{6}"_s).globalMatch(sheet);
            while (colours.hasNext())
                QVERIFY(known.contains(colours.next().captured()));
        }
    }

    void applyGivesThePalette()
    {
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            Theme::apply(*qApp, kind);
            QCOMPARE(Theme::current().kind(), kind);
            QCOMPARE(qApp->palette().color(QPalette::Base), Theme(kind).color(Tone::Window));
        }
    }

    void labelsShowDataAsItIs()
    {
        PlainLabel label(u"<b>R&D</b>"_s);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        label.setText(u"<img src=x>"_s);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(!plainToolTip(u"<img src=x>"_s).contains(u"<img"_s));
        QCOMPARE(plainButtonText(u"R&D"_s), u"R&&D"_s);
    }

    void cellsAndNamesShowEveryCharacter_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"!=",  "->", "<-", "<->",  "-->", "--",  "<=",    ">=",  "=>",  "==",  "::",  "|>", "<>",  "/*", "*/",
              "www", "&&", "##", "0xFF", "3x4", "10x", "12:30", "A-B", "A:B", "(A)", "a@b", "+-", "***", "fi", "ffl"}) {
            QTest::addRow("%s", text) << QString::fromLatin1(text);
        }
    }
    void cellsAndNamesShowEveryCharacter()
    {
        QFETCH(QString, text);
        const QList<QFont> monospaced{monospace(false), monospace(true)};
        for (const QFont &font : monospaced + interfaces()) {
            QList<quint32> alone;
            for (const QChar c : text)
                alone += drawn(c, font).glyphs;
            QCOMPARE(alone.size(), text.size());
            QCOMPARE(drawn(text, font).glyphs, alone);
        }
        for (const QFont &font : monospaced) {
            QCOMPARE(QFontMetrics(font).horizontalAdvance(text),
                     qRound(QFontMetricsF(font).horizontalAdvance(u'0') * static_cast<double>(text.size())));
        }
    }

    void theChosenFacesAreUsedWhereTheyAreInstalled()
    {
        if (QFontDatabase::families().contains(u"JetBrains Mono"_s))
            QCOMPARE(Theme::current().monospace().family(), plainFamily(PlainFace::Mono));
        if (!QFontDatabase::families().contains(u"Inter"_s))
            return;
        QSet<QString> styles;
        for (const QFont &font : interfaces()) {
            const QRawFont used = QRawFont::fromFont(font);
            QCOMPARE(font.family(), plainFamily(PlainFace::Interface));
            QCOMPARE(used.familyName(), font.family());
            QCOMPARE(used.weight(), font.weight());
            QCOMPARE(used.style(), font.style());
            styles += used.styleName();
        }
        QCOMPARE(styles.size(), 4); // each has a file of its own
    }

    void accentsAndJoinedScriptsStayWhole()
    {
        for (const QFont &font : {monospace(false), Theme::current().interface()}) {
            for (const QString &text : {u"e\u0301"_s, u"x\u0301"_s, u"n\u0303\u0301"_s})
                QCOMPARE(QFontMetricsF(font).horizontalAdvance(text),
                         QFontMetricsF(font).horizontalAdvance(text.first(1)));
            // Letters that join look otherwise than alone, whichever font has them.
            const QString arabic = u"\u0628\u0628\u0628"_s;
            const QList<quint32> alone = drawn(arabic.left(1), font).glyphs;
            QVERIFY(drawn(arabic, font).glyphs != alone + alone + alone);
        }
        // One accent stands above the other, or where the face itself has it.
        const Drawn stacked = drawn(u"q\u0303\u0301"_s, monospace(false));
        QVERIFY(stacked.places.size() < 3 || stacked.places.at(1).y() != stacked.places.at(2).y());
        QFont inter = Theme::current().interface();
        inter.setFamily(u"Inter"_s);
        for (const QString &text : {u"q\u0303\u0301"_s, u"x\u0323\u0301"_s, u"AVAST To"_s})
            QCOMPARE(drawn(text, Theme::current().interface()).places, drawn(text, inter).places);
    }

    /// Some systems have one file of all faces.
    void everyFaceOfACollectionIsPlain()
    {
        QList<QByteArray> faces;
        for (const QString &style : {u"Regular"_s, u"Medium"_s}) {
            QFile file(QStandardPaths::locate(QStandardPaths::FontsLocation, u"opentype/inter/Inter-%1.otf"_s.arg(style)));
            if (file.open(QFile::ReadOnly))
                faces.append(file.readAll());
        }
        if (faces.size() < 2)
            QSKIP("Inter is not installed");
        const QByteArray stored = collectionOf(faces);
        QVERIFY(stored.contains("calt"));
        const QByteArray plain = withoutLigatures(stored, PlainFace::Interface);
        QCOMPARE(plain.size(), stored.size());
        QVERIFY(!plain.contains("calt") && !plain.contains("liga"));
        const int id = QFontDatabase::addApplicationFontFromData(plain);
        QVERIFY(id >= 0);
        const QStringList families = QFontDatabase::applicationFontFamilies(id);
        QVERIFY(families.contains(plainFamily(PlainFace::Interface)));
        QVERIFY2(families.filter(u"Inter"_s).isEmpty(), qPrintable(families.join(u", "_s)));
        QVERIFY(QFontDatabase::removeApplicationFont(id));
    }

    /// A variable font has another family name.
    void aVariableFontIsFoundByTheSameName()
    {
        const QByteArray name = QByteArray::fromHex("000000010012" "0003000104090001001c0000")
            + QByteArray("\0I\0n\0t\0e\0r\0 \0V\0a\0r\0i\0a\0b\0l\0e", 28);
        const auto number = [](qsizetype n) {
            QByteArray bytes(4, '\0');
            qToBigEndian(static_cast<quint32>(n), bytes.data());
            return bytes;
        };
        const QByteArray font = QByteArray::fromHex("000100000002000000000000") + "name" + number(0) + number(44)
            + number(name.size()) + "cmap" + number(0) + number(44 + name.size()) + number(1) + name + "x";
        const QByteArray plain = withoutLigatures(font, PlainFace::Interface);
        QCOMPARE(plain.size(), font.size());
        const QByteArray record = plain.mid(44 + 6, 12);
        QCOMPARE(record.toHex(), QByteArray("0003000104090001000a0000"));
        QCOMPARE(plain.mid(44 + 18, 10), QByteArray("\0R\0a\0i\0n\0y", 10));
    }

    void onlyFontsAreTakenApart()
    {
        const PlainFace face = PlainFace::Interface;
        QVERIFY(withoutLigatures({}, face).isEmpty());
        QVERIFY(withoutLigatures("no font", face).isEmpty());
        QByteArray claims = QByteArray::fromHex("00010000ffff000000000000");
        QVERIFY(withoutLigatures(claims, face).isEmpty());
        // A table that would end behind the file.
        claims = QByteArray::fromHex("000100000002000000000000") + "name"
            + QByteArray::fromHex("0000000000000000ffffffff") + "cmap" + QByteArray::fromHex("000000000000002c00000001")
            + "x";
        QVERIFY(withoutLigatures(claims, face).isEmpty());
    }

    void pillGrowsWithItsText()
    {
        Pill small(PillKind::Amber, u"1"_s);
        Pill large(PillKind::Amber, u"12 pending"_s);
        QVERIFY(large.sizeHint().width() > small.sizeHint().width());
        const int before = small.sizeHint().width();
        small.setDot(true);
        QVERIFY(small.sizeHint().width() > before);
        small.show();
        QVERIFY(!small.grab().isNull());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
