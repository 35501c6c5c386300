// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/style/pill.h"

#include <QWidget>

#include <optional>

class QListWidget;

namespace ui {

class PlainLabel;

[[nodiscard]] PillKind pillOf(core::MigrationState::Kind kind);
/// How long ago, short: "now", "5 min", "3 h", "21 d", "2 y". Both in unix milliseconds.
[[nodiscard]] QString ageText(qint64 then, qint64 now);

/// A source of a target schema as it is listed.
struct SourceEntry {
    QString id;
    QString name;
    QString state; ///< a few words at its right
    bool isCount = false; ///< `state` is the number of changes
    QString place = {}; ///< for the tool tip
    bool isRemovable = false;
    friend bool operator==(const SourceEntry &, const SourceEntry &) = default;
};

/// What can be previewed: the sources of a target schema, then the migrations of a board: pending ones first, then
/// applied ones, newest first, then all others, and below them whether journal and files agree. One of all of them is
/// selected; that survives a new board and other sources.
class MigrationList : public QWidget {
    Q_OBJECT

public:
    explicit MigrationList(QWidget *parent = nullptr);

    void setBoard(const std::optional<core::MigrationBoard> &board); ///< says nothing; ask selected()
    void setSources(const QList<SourceEntry> &sources); ///< likewise; ask selectedSource()
    void setKit(const QList<SourceEntry> &entries); ///< what can be done with the project: likewise
    /// How things stand all in all, and how the database differs from its snapshot: the truth board's words.
    void setTruth(const QString &health, PillKind kind, const QString &drift, PillKind driftKind);
    static QString truthId() { return QStringLiteral("truth"); } ///< selectedSource() while the truth board is selected
    void select(const QString &tag);
    void selectSource(const QString &id);
    [[nodiscard]] QString selected() const; ///< tag; empty when none is
    [[nodiscard]] QString selectedSource() const; ///< id; likewise

Q_SIGNALS:
    void selectedChanged(const QString &tag); ///< by a person or select()
    void sourceSelected(const QString &id); ///< likewise
    void folderRequested(); ///< another migrations folder is wanted
    void compareRequested(const QString &actionId); ///< with another schema
    void removeRequested(const QString &sourceId);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeCompare();
    [[nodiscard]] QWidget *makeHealth();
    void rebuild();
    void addSources();
    void addEntries(const QList<SourceEntry> &entries);
    void addKit();
    void addGroups();
    void selectRow(int role, const QString &value);
    [[nodiscard]] QString currentText(int role) const;
    [[nodiscard]] QString removable() const;
    void offerRemoval(const QPoint &at);
    void addGroup(const QString &title, const QList<core::MigrationState> &states);
    void showHealth(const core::MigrationBoard &board);

    std::optional<core::MigrationBoard> m_board;
    QList<SourceEntry> m_sources;
    QList<SourceEntry> m_kit;
    QListWidget *m_list = nullptr;
    QWidget *m_healthArea = nullptr;
    PlainLabel *m_hashes = nullptr;
    PlainLabel *m_folder = nullptr;
    Pill *m_health = nullptr;
    Pill *m_drift = nullptr;
    QString m_truth; ///< beside the truth board's name
    PillKind m_truthKind = PillKind::Neutral;
};

} // namespace ui
