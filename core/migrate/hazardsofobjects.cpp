// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of HazardRules for what servers have beside tables.
#include "core/migrate/hazardrules.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString withoutArray(const QString &normalType)
{
    return normalType.endsWith("[]"_L1) ? normalType.chopped(2) : normalType;
}

/// The types whose values hold values of this one: itself, domains over it, rows with such an attribute.
QStringList carriersOf(const QualifiedName &type, const Schema &schema, const SchemaRules &rules)
{
    QStringList carriers{type.display()};
    const auto carries = [&](const QString &declared) {
        return carriers.contains(withoutArray(rules.normalType(declared)));
    };
    for (qsizetype before = 0; before != carriers.size();) {
        before = carriers.size();
        for (const Domain &d : schema.domains) {
            if (!carriers.contains(d.name.display()) && carries(d.baseType))
                carriers.append(d.name.display());
        }
        for (const UserType &t : schema.types) {
            const bool holds = std::any_of(t.attributes.cbegin(), t.attributes.cend(),
                                           [&](const UserType::Attribute &a) { return carries(a.type); });
            if (holds && !carriers.contains(t.name.display()))
                carriers.append(t.name.display());
        }
    }
    return carriers;
}

const UserType::Attribute *attributeNamed(const UserType &type, const QString &name)
{
    const auto found = std::find_if(type.attributes.cbegin(), type.attributes.cend(),
                                    [&name](const UserType::Attribute &a) { return a.name == name; });
    return found == type.attributes.cend() ? nullptr : &*found;
}

/// What an option of a view says: "security_invoker=true" says true; empty: nothing.
QString optionOf(const View &view, QLatin1String option)
{
    for (const QString &o : view.options) {
        const QString value = o.section(u'=', 1).trimmed().toLower();
        if (o.section(u'=', 0, 0).trimmed().compare(option, Qt::CaseInsensitive) == 0)
            return value.isEmpty() ? u"true"_s : value;
    }
    return {};
}

bool isOn(const QString &value)
{
    return value == "true"_L1 || value == "on"_L1 || value == "1"_L1 || value == "yes"_L1;
}

} // namespace

/// Values of an enum that rows may still have, and what is told by policies.
void HazardRules::of(const change::ChangeObject &c)
{
    if (c.from && std::holds_alternative<Policy>(*c.from))
        add("H48", Severity::Danger,
            u"Who may see and change which rows of %1 is another question from now on."_s.arg(c.table.display()));
    if (!c.from || !c.to || c.from->index() != c.to->index())
        return;
    if (const auto *enumType = std::get_if<EnumType>(&*c.from))
        ofValuesGone(*enumType, std::get<EnumType>(*c.to));
    if (const auto *type = std::get_if<UserType>(&*c.from))
        ofAttributes(*type, std::get<UserType>(*c.to));
    if (const auto *function = std::get_if<Function>(&*c.from))
        ofRights(*function, std::get<Function>(*c.to));
}

void HazardRules::ofValuesGone(const EnumType &from, const EnumType &to)
{
    QStringList gone;
    for (const QString &value : from.values) {
        QString old = value;
        for (const ValueRename &v : m_diff.renames.values) {
            if (v.to == value && m_diff.renames.objectAfter(ObjectRename::Kind::Type, v.type) == to.name)
                old = v.from;
        }
        if (!to.values.contains(value))
            gone.append(old);
    }
    for (const Table &t : gone.isEmpty() ? QList<Table>() : m_diff.renamed.tables) {
        const Table *before = now(t.name);
        for (const Column &column : t.columns) {
            QString type = m_rules.normalType(column.declaredType);
            if (type.endsWith("[]"_L1))
                type.chop(2);
            const QString old = columnNow(t.name, column.name);
            if (before && !column.inherited && type == to.name.display() && !old.isEmpty() && m_target.table(t.name)
                && m_target.table(t.name)->column(column.name)) {
                for (const QString &value : gone) // each can be answered by itself
                    addAsked("H10", Severity::Stop, m_probes.holding(*before, old, {value}),
                             u"Rows of %1 have values in %2 that %3 loses (%4): the change would fail."_s.arg(
                                 t.name.display(), column.name, to.name.display(), value),
                             u"Give them another value first."_s, true);
            }
        }
    }
}

/// What an attribute of a row type holds goes with it, in every row, and the server says nothing.
void HazardRules::ofAttributes(const UserType &from, const UserType &to)
{
    const QStringList carriers = carriersOf(to.name, m_diff.renamed, m_rules);
    const auto ask = [&](const char *code, Severity severity, const QString &words, const QString &remedy) {
        for (const Table &t : m_diff.renamed.tables) {
            const Table *before = now(t.name);
            const Table *after = m_target.table(t.name);
            for (const Column &column : before &&after ? t.columns : QList<Column>()) {
                const QString old = columnNow(t.name, column.name);
                if (!column.inherited && !old.isEmpty() && after->column(column.name)
                    && carriers.contains(withoutArray(m_rules.normalType(column.declaredType))))
                    addAsked(code, severity, m_probes.values(*before, old),
                             words.arg(u"%1 of %2"_s.arg(column.name, t.name.display())), remedy);
            }
        }
    };
    for (const UserType::Attribute &a : from.attributes) {
        const UserType::Attribute *kept = attributeNamed(to, a.name);
        const QString name = u"The attribute %1 of the type %2"_s.arg(a.name, to.name.display());
        if (!kept)
            ask("H02", Severity::Stop, name + u" is dropped with its values in %1."_s,
                u"Keep the attribute until nobody misses it."_s);
        else if (m_rules.normalType(a.type) != m_rules.normalType(kept->type))
            ask("H11", Severity::Danger,
                name + u" becomes %1: values in %2 become others, or the change fails."_s.arg(kept->type, u"%1"_s),
                u"Keep its type, or make a new type and convert the rows."_s);
    }
}

void HazardRules::ofRights(const Function &from, const Function &to)
{
    const QStringList was = normalizedTokens(from.definition, m_dialect.lexRules());
    const QStringList is = normalizedTokens(to.definition, m_dialect.lexRules());
    const auto says = [](const QStringList &words, const QString &first, const QString &second) {
        for (qsizetype i = 1; i < words.size(); ++i) {
            if (words.at(i - 1).compare(first, Qt::CaseInsensitive) == 0
                && words.at(i).compare(second, Qt::CaseInsensitive) == 0)
                return true;
        }
        return false;
    };
    const QString name = u"The function %1(%2)"_s.arg(to.name.display(), to.arguments);
    if (says(is, u"SECURITY"_s, u"DEFINER"_s) && !says(was, u"SECURITY"_s, u"DEFINER"_s))
        add("H48", Severity::Danger,
            name + u" has the rights of its owner from now on, whoever calls it (SECURITY DEFINER)."_s);
    if (says(was, u"SET"_s, u"search_path"_s) && !says(is, u"SET"_s, u"search_path"_s))
        add("H48", Severity::Danger,
            name + u" no longer sets its search_path: who calls it says which tables and functions its names mean."_s);
}

void HazardRules::ofRights(const View &from, const View &to)
{
    const auto loses = [&](QLatin1String option) {
        return isOn(optionOf(from, option)) && !isOn(optionOf(to, option));
    };
    const QString name = u"The view %1"_s.arg(to.name.display());
    if (loses("security_invoker"_L1))
        add("H48", Severity::Danger,
            name
                + u" reads with its owner's rights from now on: row security no longer asks who reads it "
                  "(security_invoker goes)."_s);
    if (loses("security_barrier"_L1))
        add("H48", Severity::Danger,
            name + u" may give away rows that it hides, to functions in a condition (security_barrier goes)."_s);
    const QString was = optionOf(from, "check_option"_L1);
    const QString is = optionOf(to, "check_option"_L1);
    if (was != is && !was.isEmpty() && (is.isEmpty() || was == "cascaded"_L1))
        add("H48", Severity::Danger,
            name + u" lets rows be written that it does not show (WITH CHECK OPTION goes, or asks less)."_s);
}

void HazardRules::ofRights(const change::ChangeTableOptions &c)
{
    if (c.factsBefore.rowSecurity && !c.facts.rowSecurity)
        add("H48", Severity::Danger,
            u"Row security of %1 is switched off: its policies hide no rows any more."_s.arg(c.table.display()));
    else if (c.factsBefore.rowSecurityForced && !c.facts.rowSecurityForced)
        add("H48", Severity::Danger, u"The policies of %1 no longer hold for its owner."_s.arg(c.table.display()));
}

} // namespace core
