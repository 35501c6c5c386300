// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/opensession.h"
#include "ui/changes/editstack.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowpanel.h"
#include "ui/shell/scriptedprompts.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

/// A row panel on a database of its own, with scripted questions. Check `open.session` before use.
struct RowFixture {
    explicit RowFixture(const QString &sql)
        : open(sql)
    {
        if (!open.session)
            qFatal("%s", qPrintable(open.error));
        edits = std::make_unique<ui::EditStack>(*open.session);
        panel = std::make_unique<ui::RowPanel>(*open.session, *edits);
        panel->setPrompts(&prompts);
        panel->resize(320, 1000);
        panel->show();
        QApplication::setActiveWindow(panel.get());
    }

    [[nodiscard]] static core::RowKey key(qint64 id) { return {{core::Value::integer(id)}}; }
    void show(const core::QualifiedName &table, qint64 id) const { panel->showRow(ui::RowAddress{table, key(id), 0}); }
    void showSeveral(const core::QualifiedName &table, const QList<qint64> &ids) const
    {
        ui::RowSelection rows{table, ids.size(), {}};
        for (const qint64 id : ids)
            rows.rows.append({table, key(id), 0});
        panel->showRows(rows);
    }
    [[nodiscard]] ui::FieldRow &field(QStringView column) const { return *panel->field(column.toString()); }
    template <typename T> [[nodiscard]] T *input(QStringView column) const
    {
        return qobject_cast<T *>(field(column).editor().input());
    }
    [[nodiscard]] QLineEdit *line(QStringView column) const { return input<QLineEdit>(column); }
    template <typename T> [[nodiscard]] T *part(QStringView column, const QString &name) const
    {
        // An editor that was replaced lives on until the event loop runs.
        T *within = field(column).editor().template findChild<T *>(name);
        return within ? within : field(column).findChild<T *>(name);
    }
    [[nodiscard]] QString note(QStringView column) const
    {
        auto *label = part<QLabel>(column, QStringLiteral("field-note"));
        return label->isVisibleTo(panel.get()) ? label->text() : QString();
    }
    [[nodiscard]] QString facts(QStringView column) const
    {
        return part<QLabel>(column, QStringLiteral("field-facts"))->text();
    }
    /// Over all that is there, without the Enter.
    void type(QStringView column, const QString &text) const
    {
        QLineEdit *at = line(column);
        at->setFocus();
        at->selectAll();
        if (text.isEmpty())
            QTest::keyClick(at, Qt::Key_Delete);
        else
            QTest::keyClicks(at, text);
    }
    [[nodiscard]] std::optional<core::NewValue> staged(const core::QualifiedName &table, qint64 id,
                                                       QStringView column) const
    {
        const core::RowEdit *row = open.session->changes()->find(table, key(id));
        const auto cell =
            row ? row->cells.constFind(column.toString()) : QMap<QString, core::CellEdit>::const_iterator();
        return row && cell != row->cells.cend() ? std::optional(cell->value) : std::nullopt;
    }
    [[nodiscard]] std::shared_ptr<const core::ChangeSet> changes() const { return open.session->changes(); }

    ScriptedPrompts prompts;
    OpenSession open;
    std::unique_ptr<ui::EditStack> edits;
    std::unique_ptr<ui::RowPanel> panel;
};
