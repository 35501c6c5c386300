// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/misfits.h"

#include "support/verify.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::Value;

class TestMisfits : public QObject {
    Q_OBJECT

    const core::QualifiedName m_things{{}, u"things"_s};
    const core::RowKey m_key{{Value::integer(2)}};

    core::Schema schema() const
    {
        core::Table table;
        table.name = m_things;
        const auto add = [&](const QString &name, const QString &type) {
            table.columns.append(core::Column());
            table.columns.last().name = name;
            table.columns.last().declaredType = type;
        };
        add(u"id"_s, u"INTEGER"_s);
        add(u"stars"_s, u"INTEGER"_s);
        add(u"title"_s, u"TEXT"_s);
        table.columns.last().notNull = true;
        table.primaryKey = core::PrimaryKey{{}, {{u"id"_s, {}, {}, {}}}, false, {}, u"id"_s};
        table.checks = {{{}, u"stars <= 5"_s, {}}};
        core::Schema made;
        made.tables = {table};
        return made;
    }
    QStringList said(const QString &column, const Value &value) const
    {
        core::ChangeSet changes;
        const auto done = changes.apply(core::SetCell{m_things, m_key, column, Value::text(u"before"_s), value});
        if (!done)
            return {done.error().message};
        return ui::misfits(changes, schema(), *core::dialectByName(u"sqlite"_s), {}, 5);
    }

private Q_SLOTS:
    void whatIsRefusedAndWhatDoesNotSuit()
    {
        QCOMPARE(said(u"stars"_s, Value::integer(5)), QStringList());
        QCOMPARE(said(u"stars"_s, Value::integer(6)), QStringList{u"things 2, stars: The table allows ≤ 5 here"_s});
        QCOMPARE(said(u"stars"_s, Value::text(u"many"_s)), QStringList{u"things 2, stars: “many” is no number"_s});
        QCOMPARE(said(u"title"_s, Value()), QStringList{u"things 2, title: This must have a value: the column is NOT NULL"_s});
        QCOMPARE(said(u"id"_s, Value()), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestMisfits)
#include "tst_misfits.moc"
