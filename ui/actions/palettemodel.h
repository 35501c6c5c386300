// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

#include <QAbstractListModel>
#include <QList>
#include <QStringList>

namespace ui {

/// One line of the palette.
struct PaletteEntry {
    enum class Kind { Action, Table, View, Database };
    Kind kind = Kind::Action;
    QString id; ///< of the action, the table's display name, or what opens the database
    QString title;
    QString hint;     ///< category, "table", "view"
    QString shortcut; ///< as people read it
    Icon icon = Icon::ChevronRight;
    QString schema;   ///< Table, View: with `title`, the qualified name
    QStringList words = {}; ///< others it is found by; see actionWords()
    friend bool operator==(const PaletteEntry &, const PaletteEntry &) = default;
    /// What is remembered as recently used.
    [[nodiscard]] QString key() const;
};

/// Entries that match the pattern, the best first; without a pattern the recently used first.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { HintRole = Qt::UserRole, ShortcutRole, IconRole, PositionsRole };
    static constexpr int shownAtMost = 200;

    using QAbstractListModel::QAbstractListModel;

    void setEntries(const QList<PaletteEntry> &entries, const QStringList &recent);
    void setPattern(const QString &pattern);
    [[nodiscard]] const PaletteEntry &entry(int row) const { return m_entries.at(m_shown.at(row).index); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void filter();

    [[nodiscard]] static int wordScore(const QStringList &pattern, const PaletteEntry &entry);

    struct Shown {
        int index = 0;
        int score = 0;
        QList<int> positions;
    };
    QList<PaletteEntry> m_entries; ///< recently used first, else as given
    qsizetype m_recentCount = 0;
    QList<Shown> m_shown;
    QString m_pattern;
};

} // namespace ui
