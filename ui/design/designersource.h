// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/migrationsource.h"

namespace core {
class Session;
}

namespace ui {

class DesignDesk;

/// The design as a source of the migration preview: it gives another draft with every change of the design.
class DesignerSource : public MigrationSource {
    Q_OBJECT

public:
    explicit DesignerSource(core::Session &session);

    [[nodiscard]] QString id() const override { return QStringLiteral("designer"); }
    [[nodiscard]] QString name() const override { return tr("Designer"); }
    [[nodiscard]] QString stateText() const override;
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override;
    [[nodiscard]] QString why() const override;
    [[nodiscard]] bool isProblem() const override;
    [[nodiscard]] QString actionId() const override { return QStringLiteral("design.open"); }
    [[nodiscard]] QString subject() const override { return tr("the design"); }
    void wasApplied() override;

private:
    [[nodiscard]] QString firstProblem() const;

    DesignDesk &m_desk;
};

} // namespace ui
