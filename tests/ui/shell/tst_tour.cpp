// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sample.h"
#include "core/session/session.h"
#include "ui/shell/tour.h"

#include "support/quiet.h"
#include "support/verify.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestTour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    /// RAINCHECK_TOUR_DIR keeps the pictures, to be looked at.
    void drawsEveryPaneAndWritesNothing()
    {
        const QTemporaryDir state;
        const auto sample = core::openSample(state.path());
        VERIFY_OK(sample);
        core::Session::Options options;
        options.stateFolder = state.path();
        auto session = core::Session::open(sample.value(), options);
        VERIFY_OK(session);
        const QByteArray before = contents(sample.value());

        TourOptions tour;
        tour.folder = qEnvironmentVariable("RAINCHECK_TOUR_DIR", state.filePath(u"pictures"_s));
        std::optional<core::Result<QStringList>> result;
        Theme::apply(*qApp, ThemeKind::Dark);
        runTour(*qApp, std::move(session).value(), tour,
                [&](const core::Result<QStringList> &files) { result = files; });
        QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), 400000);
        VERIFY_OK(*result);
        const QStringList files = result->value();
        for (const QString &scene :
             {u"related"_s, u"related-cells"_s, u"picker"_s, u"chips"_s,
              u"table"_s, u"edited"_s, u"error"_s, u"palette"_s, u"migrations"_s, u"dryrun"_s, u"history"_s, u"filter"_s,
              u"empty"_s, u"null-empty-default"_s, u"composite-key"_s, u"blob"_s, u"blast-radius"_s, u"blast-radius-blocked"_s,
              u"blast-radius-new-row"_s, u"many-edits"_s, u"blast-radius-small"_s, u"applied"_s, u"conflict"_s,
              u"row-times"_s, u"row-json-error"_s, u"row-picture"_s, u"row-full-width"_s, u"row-several"_s,
              u"peek"_s, u"peek-children"_s, u"pinned"_s, u"referring"_s, u"expanded"_s,
              u"history-records"_s, u"dryrun-loss"_s, u"preview-nothing"_s, u"preview"_s, u"preview-dryrun"_s, u"history-wayback"_s, u"preview-wayback"_s}) {
            const qsizetype drawn = std::count_if(files.cbegin(), files.cend(), [&](const QString &file) {
                return QFileInfo(file).baseName().section(u'-', 2) == scene;
            });
            QVERIFY2(drawn == 2, qPrintable(scene)); // dark and light
        }
        QHash<QByteArray, QString> seen;
        for (const QString &file : files) {
            const QImage image(file);
            const QString scene = QFileInfo(file).baseName();
            QCOMPARE(image.size(), scene.endsWith(u"-small"_s)        ? QSize(900, 600)
                                       : scene.endsWith(u"-narrow"_s) ? QSize(760, 600)
                                                                      : QSize(1440, 900));
            const QByteArray bytes = contents(file);
            QVERIFY2(!seen.contains(bytes), qPrintable(file + u" is the same as "_s + seen.value(bytes)));
            seen.insert(bytes, file);
        }
        QCOMPARE(contents(sample.value()), before);
    }

private:
    static QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_MAIN(TestTour)
#include "tst_tour.moc"
