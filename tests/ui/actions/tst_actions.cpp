// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionregistry.h"
#include "ui/actions/enabledactions.h"

#include "support/quiet.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void idsAndTextsAreGivenOnce()
    {
        QSet<QString> ids;
        QSet<QString> texts;
        for (const ActionSpec &spec : actionSpecs()) {
            QVERIFY2(!ids.contains(spec.id), qPrintable(spec.id));
            ids.insert(spec.id);
            QVERIFY2(!spec.text.isEmpty() && !spec.category.isEmpty(), qPrintable(spec.id));
            QVERIFY2(!texts.contains(spec.category + spec.text), qPrintable(spec.text));
            texts.insert(spec.category + spec.text);
            QCOMPARE(actionSpec(spec.id), &spec);
        }
        QCOMPARE(actionSpec(u"no.such"_s), nullptr);
    }

    void noTwoActionsShareAKey()
    {
        QHash<QKeySequence, QString> owners;
        for (const ActionSpec &spec : actionSpecs()) {
            for (const QKeySequence &key : spec.shortcuts) {
                QVERIFY2(!key.isEmpty() && key.toString() != u""_s, qPrintable(spec.id));
                QVERIFY2(!owners.contains(key),
                         qPrintable(key.toString() + u": "_s + owners.value(key) + u" and "_s + spec.id));
                owners.insert(key, spec.id);
            }
        }
    }

    // The table of product.md, as far as it is this program's by now.
    void keysAreThoseOfTheProduct_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QStringList>("keys");
        const QList<std::pair<QString, QStringList>> table{
            {u"edits.apply"_s, {u"Ctrl+S"_s}},
            {u"edits.preview"_s, {u"Ctrl+Shift+P"_s}},
            {u"edits.undo"_s, {u"Ctrl+Z"_s}},
            {u"edits.redo"_s, {u"Ctrl+Shift+Z"_s, u"Ctrl+Y"_s}},
            {u"edits.discard"_s, {u"Ctrl+Shift+Backspace"_s}},
            {u"cell.edit"_s, {u"F2"_s}},
            {u"cell.editLarge"_s, {u"Shift+Return"_s}},
            {u"cell.setNull"_s, {u"Ctrl+Alt+N"_s}},
            {u"cell.setDefault"_s, {u"Ctrl+Alt+D"_s}},
            {u"cell.setEmpty"_s, {u"Alt+Backspace"_s}},
            {u"row.insert"_s, {u"Ins"_s, u"Ctrl+N"_s}},
            {u"row.duplicate"_s, {u"Ctrl+D"_s}},
            {u"row.delete"_s, {u"Ctrl+Del"_s}},
            {u"row.follow"_s, {u"F4"_s}},
            {u"row.pick"_s, {u"Alt+Down"_s}},
            {u"row.goto"_s, {u"Ctrl+G"_s}},
            {u"view.refresh"_s, {u"F5"_s, u"Ctrl+R"_s}},
            {u"filter.show"_s, {u"Ctrl+F"_s}},
            {u"copy.withHeaders"_s, {u"Ctrl+Shift+C"_s}},
            {u"copy.insert"_s, {u"Ctrl+Alt+C"_s}},
            {u"pasteAsRows"_s, {u"Ctrl+Shift+V"_s}},
            {u"palette"_s, {u"Ctrl+K"_s}},
            {u"quickOpen"_s, {u"Ctrl+P"_s}},
            {u"nav.back"_s, {u"Alt+Left"_s}},
            {u"nav.forward"_s, {u"Alt+Right"_s}},
            {u"task.stop"_s, {u"Ctrl+."_s}},
            {u"tab.new"_s, {u"Ctrl+T"_s}},
            {u"row.referencing"_s, {u"Shift+F12"_s}},
            {u"row.related"_s, {u"Shift+F4"_s}},
            {u"tab.close"_s, {u"Ctrl+W"_s}},
            {u"tab.reopen"_s, {u"Ctrl+Shift+T"_s}},
            {u"tab.1"_s, {u"Alt+1"_s}},
            {u"tab.9"_s, {u"Alt+9"_s}},
            {u"select.column"_s, {u"Ctrl+Space"_s}},
            {u"select.row"_s, {u"Shift+Space"_s}},
        };
        for (const auto &[id, keys] : table)
            QTest::addRow("%s", qPrintable(id)) << id << keys;
    }
    void keysAreThoseOfTheProduct()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, keys);
        const ActionSpec *spec = actionSpec(id);
        QVERIFY(spec);
        QStringList found;
        for (const QKeySequence &key : spec->shortcuts)
            found.append(key.toString(QKeySequence::PortableText));
        QCOMPARE(found, keys);
    }

    void enabled_data()
    {
        QTest::addColumn<UiContext>("context");
        QTest::addColumn<QStringList>("on");
        QTest::addColumn<QStringList>("off");
        const UiContext nothing;
        QTest::newRow("nothing open") << nothing << QStringList{u"file.open"_s, u"file.openFolder"_s, u"palette"_s}
                                      << QStringList{u"quickOpen"_s,    u"edits.apply"_s, u"tab.close"_s, u"copy"_s,
                                                     u"history.open"_s, u"file.sample"_s, u"nav.back"_s};
        UiContext sample;
        sample.hasSample = true;
        UiContext served;
        served.hasSession = served.onServer = true;
        QTest::newRow("on a server") << served << QStringList{u"connection.role"_s, u"connection.reconnect"_s}
                                     << QStringList{u"connection.ownRole"_s};
        UiContext looking;
        looking.hasSession = looking.readOnly = looking.untrusted = true;
        QTest::newRow("only looked at") << looking << QStringList{u"file.trust"_s} << QStringList{u"edits.apply"_s};
        QTest::newRow("a sample") << sample << QStringList{u"file.sample"_s} << QStringList{u"file.close"_s};
        UiContext open;
        open.hasSession = true;
        QTest::newRow("open, no page") << open << QStringList{u"quickOpen"_s,  u"migrations.open"_s, u"history.open"_s,
                                                              u"file.close"_s, u"tab.new"_s,         u"task.stop"_s,
                                                              u"truth.open"_s, u"truth.repair"_s}
                                       << QStringList{u"filter.show"_s, u"row.insert"_s, u"tab.close"_s, u"tab.1"_s,
                                                      u"edits.preview"_s};
        UiContext migrations = open;
        migrations.page.isMigrations = true;
        QTest::newRow("migrations") << migrations
                                    << QStringList{u"migrations.compareDatabase"_s, u"migrations.compareFile"_s,
                                                   u"migrations.answer"_s,          u"migrations.dryRun"_s,
                                                   u"migrations.apply"_s,           u"migrations.wayBack"_s,
                                                   u"migrations.copySql"_s,         u"migrations.saveSql"_s}
                                    << QStringList{u"filter.show"_s};
        UiContext table = open;
        table.tabs = 2;
        table.page.hasRows = true;
        table.page.editable = true;
        QTest::newRow("table without a current cell")
            << table << QStringList{u"row.insert"_s, u"filter.show"_s, u"tab.1"_s, u"tab.2"_s, u"tab.next"_s}
            << QStringList{u"cell.edit"_s, u"row.delete"_s, u"tab.3"_s, u"copy"_s, u"row.follow"_s};
        table.page.hasCurrentCell = true;
        table.page.hasSelection = true;
        QTest::newRow("table with a cell")
            << table << QStringList{u"cell.edit"_s, u"cell.setNull"_s, u"row.delete"_s,
                                    u"copy"_s,      u"paste"_s,        u"filter.byCell"_s}
            << QStringList{u"row.follow"_s, u"edits.apply"_s, u"edits.discard"_s};
        UiContext key = table;
        key.page.currentIsForeignKey = true;
        QTest::newRow("on a foreign key") << key << QStringList{u"row.follow"_s, u"row.pick"_s} << QStringList{};
        UiContext typing = table;
        typing.typing = true;
        typing.canUndo = true;
        typing.hasStaged = true;
        QTest::newRow("typing text") << typing << QStringList{u"edits.apply"_s, u"filter.show"_s, u"palette"_s}
                                     << QStringList{u"row.duplicate"_s, u"cell.setEmpty"_s, u"copy"_s,
                                                    u"paste"_s,         u"edits.undo"_s,    u"select.all"_s,
                                                    u"select.row"_s,    u"row.insert"_s};
        UiContext editing = table;
        editing.typing = true;
        QTest::newRow("typing, nothing staged yet") << editing << QStringList{u"edits.apply"_s, u"edits.preview"_s}
                                                    << QStringList{u"edits.discardAll"_s, u"edits.undo"_s};
        UiContext staged = table;
        staged.hasStaged = true;
        staged.canUndo = true;
        QTest::newRow("staged") << staged
                                << QStringList{u"edits.apply"_s, u"edits.preview"_s, u"edits.undo"_s,
                                               u"edits.discard"_s, u"edits.discardAll"_s}
                                << QStringList{u"edits.redo"_s};
        UiContext busy = staged;
        busy.busy = true;
        QTest::newRow("while applying") << busy << QStringList{u"edits.preview"_s, u"copy"_s, u"filter.show"_s}
                                        << QStringList{u"edits.apply"_s, u"edits.undo"_s, u"cell.edit"_s, u"paste"_s,
                                                       u"row.delete"_s};
        UiContext reaching = staged;
        reaching.impact = {true, true, true, false, true, false, false};
        QTest::newRow("rows in the way") << reaching
                                         << QStringList{u"impact.show"_s, u"impact.rows"_s, u"impact.deleteToo"_s,
                                                        u"impact.reparent"_s}
                                         << QStringList{u"impact.detach"_s, u"impact.takeBack"_s, u"impact.restore"_s};
        reaching.busy = true;
        QTest::newRow("rows in the way of what runs") << reaching << QStringList{u"impact.show"_s, u"impact.rows"_s}
                                                      << QStringList{u"impact.deleteToo"_s, u"impact.reparent"_s};
        UiContext readOnly = table;
        readOnly.readOnly = true;
        QTest::newRow("read-only") << readOnly << QStringList{u"copy"_s, u"filter.show"_s, u"migrations.open"_s}
                                   << QStringList{u"cell.edit"_s, u"row.insert"_s, u"pasteAsRows"_s, u"edits.apply"_s};
        UiContext view = table;
        view.page.editable = false;
        QTest::newRow("a view") << view << QStringList{u"copy"_s, u"filter.byCell"_s, u"row.goto"_s}
                                << QStringList{u"cell.edit"_s, u"row.insert"_s, u"row.delete"_s, u"paste"_s};
        UiContext designing = staged;
        designing.hasDesign = true;
        designing.page = {};
        designing.page.isDesign = true;
        QTest::newRow("designing, with rows staged")
            << designing << QStringList{u"design.add"_s, u"design.preview"_s, u"edits.apply"_s}
            << QStringList{u"edits.undo"_s, u"row.insert"_s, u"copy"_s};
        designing.page.canUndoDesign = true;
        QTest::newRow("designed") << designing << QStringList{u"edits.undo"_s} << QStringList{u"edits.redo"_s};
        QTest::newRow("a table") << table << QStringList{u"design.table"_s, u"design.newTable"_s}
                                 << QStringList{u"design.add"_s, u"design.discard"_s};
        UiContext typed = designing;
        typed.hasTypes = true;
        typed.page.type = {{}, u"mood"_s};
        QTest::newRow("a column of an enum")
            << typed << QStringList{u"design.type"_s, u"design.newType"_s} << QStringList{};
        QTest::newRow("no types here") << designing << QStringList{}
                                       << QStringList{u"design.type"_s, u"design.newType"_s};
        UiContext travelled = open;
        travelled.canGoBack = true;
        travelled.canReopenTab = true;
        QTest::newRow("been somewhere") << travelled << QStringList{u"nav.back"_s, u"tab.reopen"_s}
                                        << QStringList{u"nav.forward"_s};
    }
    void enabled()
    {
        QFETCH(UiContext, context);
        QFETCH(QStringList, on);
        QFETCH(QStringList, off);
        const QSet<QString> ids = enabledActions(context);
        for (const QString &id : ids)
            QVERIFY2(actionSpec(id), qPrintable(id + u" is no action"_s));
        for (const QString &id : on)
            QVERIFY2(ids.contains(id), qPrintable(id + u" should be enabled"_s));
        for (const QString &id : off) {
            QVERIFY2(actionSpec(id), qPrintable(id + u" is no action"_s));
            QVERIFY2(!ids.contains(id), qPrintable(id + u" should be disabled"_s));
        }
    }

    void whyNotIsSaid()
    {
        UiContext context;
        context.hasSession = context.page.isMigrations = true;
        context.page.migrations.apply = u"Something is running."_s;
        QVERIFY(!enabledActions(context).contains(u"migrations.apply"_s));
        QVERIFY(enabledActions(context).contains(u"migrations.dryRun"_s));
        const QHash<QString, QString> reasons = disabledReasons(context);
        QCOMPARE(reasons, (QHash<QString, QString>{{u"migrations.apply"_s, u"Something is running."_s}}));
        QWidget window;
        ActionRegistry registry(&window);
        const QString plain = registry.action(u"migrations.apply"_s)->toolTip();
        registry.setEnabled(enabledActions(context), reasons);
        QVERIFY(registry.action(u"migrations.apply"_s)->toolTip().contains(u"Something is running."_s));
        registry.setEnabled({u"migrations.apply"_s});
        QCOMPARE(registry.action(u"migrations.apply"_s)->toolTip(), plain);
    }

    void everyActionCanBeEnabled()
    {
        UiContext all; // a page that can do everything, in a window that waits for nothing
        all.hasSession = true;
        all.untrusted = true;
        all.hasSample = true;
        all.hasRecent = all.onServer = all.asRole = all.hasRemarks = true;
        all.hasStaged = true;
        all.canUndo = true;
        all.canRedo = true;
        all.canGoBack = true;
        all.canGoForward = true;
        all.canReopenTab = true;
        all.previewTab = true;
        all.tabs = 9;
        all.impact = {true, true, true, true, true, true, true};
        all.page = {true, true, true, true, true, false, true, true};
        all.page.isMigrations = true;
        UiContext designing;
        designing.hasSession = designing.hasDesign = designing.hasTypes = designing.page.isDesign = true;
        designing.page.type = {{}, u"mood"_s};
        UiContext migrating;
        migrating.hasSession = migrating.page.isMigrations = true;
        migrating.page.history.isShown = true;
        const QSet<QString> ids = enabledActions(all) + enabledActions(designing) + enabledActions(migrating);
        for (const ActionSpec &spec : actionSpecs())
            QVERIFY2(ids.contains(spec.id), qPrintable(spec.id + u" can never be used"_s));
    }

    void registryActsByIdAndByKey()
    {
        QWidget window;
        ActionRegistry registry(&window);
        QSignalSpy spy(&registry, &ActionRegistry::triggered);
        registry.setEnabled({u"edits.apply"_s});
        registry.trigger(u"edits.apply"_s);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first().first().toString(), u"edits.apply"_s);
        registry.trigger(u"row.delete"_s); // disabled
        QCOMPARE(spy.size(), 1);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(spy.size(), 2);
        QTest::keyClick(&window, Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(spy.size(), 2);
    }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
