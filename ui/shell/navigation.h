// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QList>

namespace ui {

/// Something a tab can show.
struct Place {
    enum class Kind { Table, Migrations, History, Design, Objects };
    Kind kind = Kind::Table;
    Destination destination; ///< of a Table; of a Design its table is the place (see DesignDesk)
    friend bool operator==(const Place &, const Place &) = default;
    /// The same tab would show both.
    [[nodiscard]] bool samePage(const Place &other) const
    {
        const bool ofTable = kind == Kind::Table || kind == Kind::Design;
        return kind == other.kind && (!ofTable || destination.table == other.destination.table);
    }
};

/// Where one has been, as in a browser: Alt+Left and Alt+Right. A plain value.
class Navigation {
public:
    static constexpr int keptAtMost = 100;

    /// Goes on to `next`; what lay ahead is forgotten. Going to the same page again only updates it.
    void visit(const Place &next);
    /// What the current place has become meanwhile (another row, another filter).
    void update(const Place &current);
    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_places.size(); }
    [[nodiscard]] std::optional<Place> back();
    [[nodiscard]] std::optional<Place> forward();
    void clear();

private:
    QList<Place> m_places;
    qsizetype m_at = -1;
};

} // namespace ui
