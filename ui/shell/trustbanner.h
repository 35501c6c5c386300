// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAction;

namespace ui {

class PlainLabel;

/// Stands above a database that is not trusted: that it is only looked at, what trusting it means, and a button for it.
class TrustBanner : public QFrame {
    Q_OBJECT

public:
    explicit TrustBanner(QAction *trust, QWidget *parent = nullptr); ///< hidden at first
    void setOnServer(bool onServer); ///< then it is about the project that led there

private:
    PlainLabel *m_text = nullptr;
};

} // namespace ui
