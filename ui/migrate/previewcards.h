// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/hazardcard.h"
#include "ui/migrate/plannedchanges.h"

#include <QWidget>

#include <functional>

class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace ui {

/// The right column of a preview: what changes per table, the hazards with what can be done about them, and the way
/// back. Only what is different is made anew, so that a field keeps its focus and typing stays quick.
class PreviewCards : public QWidget {
    Q_OBJECT

public:
    PreviewCards(const core::Dialect &dialect, QWidget *parent = nullptr);

    using RowsOf = std::function<std::optional<qint64>(const core::QualifiedName &)>;
    void showChanges(const QList<PlannedChange> &changes, const RowsOf &rowsOf);
    /// `found`: what only the dry run has seen.
    void showHazards(const QList<JudgedHazard> &hazards, const QList<core::Finding> &found, const QStringList &allowed,
                     bool canAct);
    struct WayBack {
        qsizetype statements = 0; ///< of the inverse; 0: there is none
        QStringList saved; ///< what is saved for it beside the backup, one sentence each
        QStringList cannotUndo; ///< what does not come back, likewise
        bool hasBackup = true; ///< a backup of the whole file is made before
        friend bool operator==(const WayBack &, const WayBack &) = default;
    };
    void showWayBack(const WayBack &way);
    void setWayBackShown(bool shown); ///< whether that section is there at all
    void clear();
    /// Whether cards offer steps after the transaction (PlanOptions::concurrently, notValid).
    void setOffersWays(bool offers) { m_offersWays = offers; }

    [[nodiscard]] QList<HazardCard *> hazardCards() const { return m_hazardCards; }
    bool focusFirstHazard(); ///< what answers the first one that blocks; false: none does

Q_SIGNALS:
    void rowsRequested(const core::Probe &probe);
    void filled(const core::Fill &fill);
    void castChosen(const core::QualifiedName &table, const QString &column, bool on);
    void repairChosen(const QString &hazard, const std::optional<core::Statement> &statement);
    void wayChosen(core::GentleWay way, bool on);
    void allowedChanged(const QString &key, bool allowed);
    void inverseRequested(); ///< it is to be looked at

private:
    struct ShownChange {
        PlannedChange change;
        QString note;
        friend bool operator==(const ShownChange &, const ShownChange &) = default;
    };
    [[nodiscard]] QWidget *addCard(QVBoxLayout *into);
    void addChange(const ShownChange &shown);
    void addFound(const core::Finding &finding, bool allowed, bool canAct);
    [[nodiscard]] HazardCard *makeHazardCard();
    void showHazardCards(); ///< as many as there is room for
    void makeRoom();

    const core::Dialect &m_dialect;
    QScrollArea *m_scroll = nullptr;
    QVBoxLayout *m_changes = nullptr;
    QVBoxLayout *m_hazards = nullptr;
    QVBoxLayout *m_found = nullptr;
    QWidget *m_backHead = nullptr;
    QVBoxLayout *m_back = nullptr;
    QList<ShownChange> m_shownChanges;
    QList<JudgedHazard> m_all;
    bool m_canAct = false;
    bool m_offersWays = false;
    qsizetype m_room; ///< for so many of them: each is laid out anew whenever one of them changes
    QToolButton *m_more = nullptr; ///< shows more of them
    QList<HazardCard *> m_hazardCards; ///< in their order
    QWidget *m_noHazards = nullptr;
    std::optional<WayBack> m_shownBack;
};

} // namespace ui
