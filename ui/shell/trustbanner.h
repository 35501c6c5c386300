// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAction;

namespace ui {

/// Stands above a database that is not trusted: that it is only looked at, what trusting it means, and a button for it.
class TrustBanner : public QFrame {
    Q_OBJECT

public:
    explicit TrustBanner(QAction *trust, QWidget *parent = nullptr); ///< hidden at first
};

} // namespace ui
