// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/palettemodel.h"

#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListView;

namespace ui {

class PlainLabel;

/// Ctrl+K and Ctrl+P: a field and a list over the window it belongs to. Closes on Esc, a choice, or when the focus
/// goes elsewhere, and gives the focus back. A child of its window, not a window of its own.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    void open(const QList<PaletteEntry> &entries, const QStringList &recent, const QString &placeholder);
    void closePalette();
    void setPattern(const QString &pattern);
    [[nodiscard]] PaletteModel &model() { return *m_model; }

Q_SIGNALS:
    void chosen(const ui::PaletteEntry &entry, bool newTab); ///< newTab: with Ctrl

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void choose(bool newTab);
    void moveSelection(int rows);
    void place();
    void selectFirst();
    void sayNothingMatches();

    PaletteModel *m_model = nullptr;
    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
    PlainLabel *m_nothing = nullptr; ///< in the list's place where nothing matches
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
