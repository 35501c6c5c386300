// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "support/fakerowsource.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/columnheads.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablecommands.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPromise>
#include <QRegularExpression>
#include <QTest>

/// Every stray warning is a failure, but for what the offscreen platform says of itself.
inline void failOnStrayWarnings()
{
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support (raise|propagateSizeHints|grabbing)).*")));
}

/// posts(id, title, category enum, published boolean, views, note), rows made by number.
[[nodiscard]] inline core::Table postsTable()
{
    core::Table table;
    table.name = {{}, QStringLiteral("posts")};
    const auto column = [&](const QString &name, const QString &type, bool notNull = false) {
        core::Column c;
        c.name = name;
        c.declaredType = type;
        c.notNull = notNull;
        table.columns.append(c);
    };
    column(QStringLiteral("id"), QStringLiteral("INTEGER"));
    column(QStringLiteral("title"), QStringLiteral("TEXT"), true);
    column(QStringLiteral("category"), QStringLiteral("TEXT"));
    column(QStringLiteral("published"), QStringLiteral("BOOLEAN"));
    column(QStringLiteral("views"), QStringLiteral("INTEGER"));
    column(QStringLiteral("note"), QStringLiteral("TEXT"));
    table.columns[4].defaultExpression = QStringLiteral("0");
    core::IndexedColumn key;
    key.column = QStringLiteral("id");
    table.primaryKey = core::PrimaryKey{{}, {key}, false, {}, QStringLiteral("id")};
    core::CheckConstraint check;
    check.expression = QStringLiteral("category IN ('essay', 'guide', 'note')");
    check.column = QStringLiteral("category");
    table.checks = {check};
    return table;
}

[[nodiscard]] inline core::Value postsCell(qint64 row, int column)
{
    switch (column) {
    case 0:
        return core::Value::integer(row + 1);
    case 1:
        return core::Value::text(QStringLiteral("Title %1").arg(row + 1));
    case 2:
        return core::Value::text(QStringLiteral("essay"));
    case 3:
        return core::Value::integer(row % 2);
    case 4:
        return core::Value::integer(row * 10);
    default:
        return row % 2 == 0 ? core::Value::null() : core::Value::text(row % 4 == 1 ? QString() : QStringLiteral("note"));
    }
}

/// A grid over a table in memory, with editing, in a window; the ChangeSet stands in for the Session.
class GridFixture : public QObject {
public:
    explicit GridFixture(qint64 rows = 100, const core::Table &table = postsTable())
        : source(table.columns)
        , dialect(*core::dialectByName(QStringLiteral("sqlite")))
        , model((source.setAnswersAtOnce(true), source.setCellMaker(postsCell), source.setCount(rows), source), table,
                dialect)
        , changes(std::make_shared<core::ChangeSet>())
        , editing(view, services(), dialect)
        , commands(view, model, editing, services(), dialect)
    {
        source.answer(0); // so that the formats are guessed from rows, as in life
        view.setModel(&model);
        view.setHeads(ui::headsOf(model));
        view.resize(900, 420);
        view.show();
        QObject::connect(&editing, &ui::CellEditing::message, this, [this](const QString &m) { messages.append(m); });
        QObject::connect(&commands, &ui::TableCommands::message, this, [this](const QString &m) { messages.append(m); });
        QObject::connect(&view, &ui::GridView::commandRequested, this, [this](const QString &id) {
            if (id == QLatin1String("cell.setNull"))
                editing.setSelected(core::Value::null());
            else if (id == QLatin1String("cell.setDefault"))
                editing.setSelected(core::UseDefault{});
            else if (id == QLatin1String("cell.setEmpty"))
                editing.setSelected(core::Value::text({}));
            else
                commands.perform(id);
        });
        view.setFocus();
        QApplication::setActiveWindow(&view);
        static_cast<void>(QTest::qWaitForWindowActive(&view));
    }
    ~GridFixture() override { view.setModel(nullptr); }

    ui::GridServices services()
    {
        return {[this](const core::EditOp &op, const QString &text) { return push(op, text); },
                [this] { return std::shared_ptr<const core::ChangeSet>(changes); },
                [this](const core::RowKey &key, const QStringList &columns) { return readCells(key, columns); }};
    }
    core::Result<core::Done> push(const core::EditOp &op, const QString &text)
    {
        auto next = std::make_shared<core::ChangeSet>(*changes);
        auto inverse = next->apply(op);
        if (!inverse)
            return inverse.error();
        changes = next;
        undoOps.append(*inverse);
        steps.append(text);
        model.setChanges(changes);
        return core::Done{};
    }
    void undo()
    {
        auto next = std::make_shared<core::ChangeSet>(*changes);
        if (next->apply(undoOps.takeLast()))
            changes = next;
        model.setChanges(changes);
    }
    QFuture<core::Result<core::Row>> readCells(const core::RowKey &key, const QStringList &columns)
    {
        QPromise<core::Result<core::Row>> promise;
        promise.start();
        const qint64 row = key.values.first().toInteger();
        core::Row whole;
        for (const QString &name : columns) {
            const int c = model.table().columnIndex(name);
            whole.push_back(wholeCell ? wholeCell(row, c) : postsCell(row, c));
        }
        promise.addResult(core::Result<core::Row>(whole));
        promise.finish();
        ++wholeReads;
        return promise.future();
    }

    [[nodiscard]] core::RowsModel::Cell cell(qint64 row, int column) { return model.cell(row, column); }
    [[nodiscard]] QString text(qint64 row, int column) { return view.lookAt(row, column).text; }
    /// One by one, each to whoever has the focus by then: the first opens an editor, the others go into it.
    void keys(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    void key(Qt::Key k, Qt::KeyboardModifiers m = Qt::NoModifier) { QTest::keyClick(QApplication::focusWidget(), k, m); }
    [[nodiscard]] QPoint pointIn(qint64 row, int column) const { return view.cellRect(row, column).center(); }
    [[nodiscard]] QWidget *input() const { return view.findChild<QWidget *>(QStringLiteral("cell-editor-input")); }

    FakeRowSource source;
    const core::Dialect &dialect;
    core::RowsModel model;
    std::shared_ptr<core::ChangeSet> changes;
    QStringList steps;
    QList<core::EditOp> undoOps;
    QStringList messages;
    FakeRowSource::CellMaker wholeCell;
    int wholeReads = 0;
    ui::GridView view;
    ui::CellEditing editing;
    ui::TableCommands commands;
};
