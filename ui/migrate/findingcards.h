// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "ui/migrate/schemachanges.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

/// The right column of the migrations page: what changes, what is dangerous about it, and the way back. A STOP that is
/// not certain to fail can be allowed here, by its code and for this migration only.
class FindingCards : public QWidget {
    Q_OBJECT

public:
    explicit FindingCards(QWidget *parent = nullptr);

    /// `changes`: none while no dry run has shown them.
    void show(const std::optional<QList<TableChange>> &changes, const QList<core::Finding> &findings,
              const QStringList &allowed, bool canAllow);
    using QWidget::show;
    void setOnServer(bool onServer) { m_onServer = onServer; } ///< where no backup can be made
    void clear();

Q_SIGNALS:
    void allowedChanged(const QString &code, bool allowed);
    void statementRequested(int statement);

private:
    QWidget *addCard();
    void addCaption(const QString &text);
    void addNote(const QString &text);
    void addChange(const TableChange &change);
    void addFinding(const core::Finding &finding, const QStringList &allowed, bool canAllow);

    QVBoxLayout *m_cards = nullptr;
    bool m_onServer = false;
};

} // namespace ui
