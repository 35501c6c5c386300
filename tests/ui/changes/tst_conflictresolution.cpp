// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflictresolution.h"

#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Choice = ui::ConflictChoice;

namespace {

const QualifiedName users{{}, u"users"_s};
const RowKey key{{Value::integer(7)}};

Value text(const QString &words)
{
    return Value::text(words);
}

/// name and mail are edited; city was seen beside them.
ChangeSet staged()
{
    ChangeSet changes;
    const QMap<QString, Value> seen{
        {u"name"_s, text(u"Ada"_s)}, {u"mail"_s, text(u"a@x"_s)}, {u"city"_s, text(u"London"_s)}};
    for (const QString &column : {u"name"_s, u"mail"_s})
        (void)changes.apply(SetCell{users, key, column, seen.value(column), NewValue(text(u"mine"_s)), -1, seen});
    return changes;
}

} // namespace

class TestConflictResolution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRowIsSeenAsItIsNow_data()
    {
        QTest::addColumn<QString>("changed"); // by somebody else, to "theirs"
        QTest::addColumn<int>("choice");
        QTest::addColumn<QStringList>("kept"); // edits
        const int mine = int(Choice::KeepMine);
        const int theirs = int(Choice::TakeTheirs);
        QTest::newRow("an edited cell, mine") << u"name"_s << mine << QStringList{u"mail"_s, u"name"_s};
        QTest::newRow("an edited cell, theirs") << u"name"_s << theirs << QStringList{u"mail"_s};
        QTest::newRow("a cell beside, mine") << u"city"_s << mine << QStringList{u"mail"_s, u"name"_s};
        QTest::newRow("a cell beside, theirs") << u"city"_s << theirs << QStringList();
    }

    void theRowIsSeenAsItIsNow()
    {
        QFETCH(QString, changed);
        QFETCH(int, choice);
        QFETCH(QStringList, kept);
        ChangeSet changes = staged();
        const ChangeSet before = changes;
        Conflict conflict;
        conflict.table = users;
        conflict.key = key;
        conflict.theirs = {{u"name"_s, text(u"Ada"_s)}, {u"mail"_s, text(u"a@x"_s)}};
        conflict.theirs.insert(changed, text(u"theirs"_s));
        const auto undo = changes.apply(
            ui::resolution({conflict}, {Choice(choice)}, changes, Schema(), *dialectByName(u"sqlite"_s)));
        VERIFY_OK(undo);
        const RowEdit *row = changes.find(users, key);
        QCOMPARE(row ? row->cells.keys() : QStringList(), kept);
        if (row) {
            QVERIFY(row->context.value(changed) == text(u"theirs"_s));
            QVERIFY(!row->cells.contains(changed) || row->cells.value(changed).base == text(u"theirs"_s));
            QVERIFY(row->cells.first().value == NewValue(text(u"mine"_s)));
        }
        VERIFY_OK(changes.apply(*undo));
        QVERIFY(changes == before);
    }
};

QTEST_GUILESS_MAIN(TestConflictResolution)
#include "tst_conflictresolution.moc"
