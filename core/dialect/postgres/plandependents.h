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
    /// What an index of a partitioned table has on its partitions and that can be there again under its name: that of
    /// the partitions of partitions first.
    [[nodiscard]] QList<DependentObject> partsOf(const QualifiedName &table, const QString &index) const;
    /// The storage parameters of a constraint's index.
    [[nodiscard]] QStringList parametersOf(const QualifiedName &table, const QString &index) const;
    /// Empty: the role that reads, as far as is known.
    [[nodiscard]] QString ownerOf(const QualifiedName &table) const;

private:
    enum class State { Stays, Retyped, Anew, Gone };
    struct Fate {
        State state = State::Stays;
        QList<int> sources;
    };
    [[nodiscard]] Fate fateOf(const QualifiedName &relation) const;
    [[nodiscard]] Fate fateOf(const DependentObject::ColumnName &column) const;
    [[nodiscard]] Fate fateOfIndex(const QualifiedName &table, const QString &index) const;
    [[nodiscard]] Fate fateOfPart(const DependentObject &part) const;
    [[nodiscard]] Fate fateOfSequence(const DependentObject &object) const;
    [[nodiscard]] const DependentObject *partCalled(const QualifiedName &partition, const QString &index) const;
    void findPart(const DependentObject &part);
    void findObject(const DependentObject &object);
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
