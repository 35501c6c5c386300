// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/planscene.h"

namespace core {

/// What stands on things that a plan takes away for a while (DependentObject): what has to step aside and come back,
/// what is said again once its column or index is there, and what cannot be kept. Borrows the scene.
class PostgresPlanDependents {
public:
    explicit PostgresPlanDependents(const PostgresPlanScene &scene);

    struct Aside {
        DependentObject object;
        QList<int> sources;
        bool drops = false; ///< it does not go by itself
    };
    [[nodiscard]] const QList<Aside> &aside() const { return m_aside; }
    [[nodiscard]] const QList<PlanNotice> &notices() const { return m_notices; }
    /// Whether something is set for the index that is lost with it.
    [[nodiscard]] bool isSetFor(const QualifiedName &table, const QString &index) const;

private:
    enum class State { Stays, Retyped, Anew, Gone };
    struct Fate {
        State state = State::Stays;
        QList<int> sources;
    };
    [[nodiscard]] Fate fateOf(const QualifiedName &relation) const;
    [[nodiscard]] Fate fateOf(const DependentObject::ColumnName &column) const;
    [[nodiscard]] Fate fateOfIndex(const DependentObject &object) const;
    void findRead(const DependentObject &object);
    void findSetForColumn(const DependentObject &object);
    void findSetForIndex(const DependentObject &object);
    void findInTheWay(const DependentObject &object);
    [[nodiscard]] bool speaksOfRenamed(const DependentObject &object) const;
    void say(PlanNotice::Weight weight, const char *code, const QString &message, const QString &remedy,
             const QList<int> &sources);

    const PostgresPlanScene &m_scene;
    QList<Aside> m_aside;
    QList<PlanNotice> m_notices;
};

} // namespace core
