// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/qualifiedname.h"

#include <QWidget>

namespace ui {

/// What a designer page shows of one table or view: the forms and grids that change it.
class DesignBody : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void setName(const core::QualifiedName &name) = 0; ///< as it is called in the design now
    [[nodiscard]] virtual bool finishEditing() = 0; ///< false: what is typed is refused, and stays
    virtual bool perform(const QString &actionId) = 0;
    virtual void focusFirst(bool isNew) = 0; ///< of a new one the name
    [[nodiscard]] virtual core::QualifiedName currentType() const { return {}; } ///< an enum's place; empty: none

Q_SIGNALS:
    void refused(const core::Error &error);
    void actionRequested(const QString &actionId);
    void currentChanged();
};

} // namespace ui
