// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/preferences.h"
#include "support/verify.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPreferences : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void roundTrip()
    {
        const PreferencesStore store(m_dir.path(), u"/data/ä \"shop\".db"_s);
        QCOMPARE(*store.read(), Preferences());
        Preferences kept;
        kept.labels.insert({{}, u"users"_s}, {{u"first"_s, u"last"_s}});
        kept.labels.insert({u"aux"_s, u"it's"_s}, {});
        DrawnForeignKey drawn;
        drawn.table = {{}, u"posts"_s};
        drawn.key.columns = QStringList{u"a"_s, u"b"_s};
        drawn.key.target = {{}, u"modules"_s};
        drawn.key.targetColumns = QStringList{u"course"_s, u"number"_s};
        kept.drawn = {drawn};
        kept.stamps.insert({{}, u"posts"_s}, {u"updated_at"_s, {TimeNotation::Kind::Text, false, u'T', true, u"Z"_s}});
        kept.stamps.insert({{}, u"users"_s}, {u"changed"_s, {TimeNotation::Kind::UnixMilliseconds, false, u' ', false, {}}});
        VERIFY_OK(store.write(kept));
        QCOMPARE(*PreferencesStore(m_dir.path(), u"/data/ä \"shop\".db"_s).read(), kept);
        QCOMPARE(*PreferencesStore(m_dir.path(), u"/data/other.db"_s).read(), Preferences());
        const QFile::Permissions others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
        QVERIFY(!(QFileInfo(store.path()).permissions() & others));
    }

    void whatCannotBeReadIsSaidAndLeft_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("word");
        QTest::newRow("cut off") << QByteArray("{\"version\": 1, \"lab") << u"could not be read"_s;
        QTest::newRow("a list") << QByteArray("[]") << u"no JSON object"_s;
        QTest::newRow("from the future") << QByteArray("{\"version\": 2}") << u"another version"_s;
    }
    void whatCannotBeReadIsSaidAndLeft()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, word);
        const PreferencesStore store(m_dir.path(), u"/data/damaged.db"_s);
        VERIFY_OK(store.write({}));
        QFile file(store.path());
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(bytes);
        file.close();
        const auto read = store.read();
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(word), qPrintable(read.error().message));
        QCOMPARE(file.size(), bytes.size());
    }

    void aFolderThatCannotBeMade()
    {
        QFile blocking(m_dir.filePath(u"blocked"_s));
        QVERIFY(blocking.open(QFile::WriteOnly));
        QVERIFY(!PreferencesStore(blocking.fileName(), u"/data/x.db"_s).write({}));
    }
};

QTEST_GUILESS_MAIN(TestPreferences)
#include "tst_preferences.moc"
