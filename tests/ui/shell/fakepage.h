// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/navigation.h"
#include "ui/shell/page.h"

#include <QStringList>

/// A page that does nothing but remember what it was asked for. Emit its signals to play the real one.
class FakePage : public ui::Page {
public:
    explicit FakePage(const ui::Place &place, QWidget *parent = nullptr)
        : ui::Page(parent)
        , here(place.destination)
        , kind(place.kind)
    {
        setFocusPolicy(Qt::StrongFocus);
        shown.hasRows = kind == ui::Place::Kind::Table;
        shown.editable = shown.hasRows;
        shown.isMigrations = kind == ui::Place::Kind::Migrations;
    }

    QString title() const override { return kind == ui::Place::Kind::Table ? here.table.name : QStringLiteral("page"); }
    ui::PageContext context() const override { return shown; }
    bool perform(const QString &actionId) override
    {
        performed.append(actionId);
        return true;
    }
    void goTo(const ui::Destination &destination) override
    {
        here = destination;
        visits.append(destination);
    }
    std::optional<ui::RowAddress> currentRow() const override { return row; }
    std::optional<ui::Destination> whereabouts() const override
    {
        return kind == ui::Place::Kind::Table ? std::optional(here) : std::nullopt;
    }
    QStringList statusFacts() const override { return facts; }

    ui::Destination here;
    ui::Place::Kind kind;
    ui::PageContext shown;
    std::optional<ui::RowAddress> row;
    QStringList facts;
    QStringList performed;
    QList<ui::Destination> visits;
};

inline ui::Place tablePlace(const QString &name)
{
    return {ui::Place::Kind::Table, {{QString(), name}, {}, {}, {}}};
}
