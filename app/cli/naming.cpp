// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/naming.h"

#include "app/cli/console.h"
#include "core/session/preferences.h"
#include "core/session/statefolder.h"
#include "core/session/target.h"

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

core::Preferences remembered(const QString &location)
{
    const auto folder = core::existingStateFolder();
    if (!folder)
        return {};
    auto preferences = core::PreferencesStore(*folder, location).read();
    if (preferences)
        return std::move(*preferences);
    complain(u"Note: labels and drawn relations are guessed. "_s + preferences.error().message);
    return {};
}

Result<core::Done> choose(const QString &text, const core::Schema &schema, core::LabelRules &labels)
{
    const qsizetype at = text.indexOf(u'=');
    if (at <= 0)
        return Error::invalid(u"--label is TABLE=COLUMN or TABLE=COLUMN,COLUMN, not %1."_s.arg(text));
    const core::QualifiedName name{QString(), text.first(at)};
    const core::Table *table = schema.table(name);
    if (!table)
        return Error::invalid(u"--label: there is no table %1."_s.arg(name.display()));
    core::LabelRule rule;
    const QStringList columns = text.sliced(at + 1).split(u',', Qt::SkipEmptyParts);
    for (const QString &column : columns) {
        const core::Column *found = table->column(column);
        if (!found)
            return Error::invalid(u"--label: %1 has no column %2."_s.arg(table->name.display(), column));
        rule.columns.append(found->name);
    }
    if (rule.isEmpty())
        labels.remove(table->name);
    else
        labels.insert(table->name, rule);
    return core::Done{};
}

} // namespace

Result<Naming> namingFor(const Reader &reader, const QStringList &chosen)
{
    const core::Preferences preferences = remembered(core::stateKey(reader.connection->spec()));
    Naming naming{core::RelationGraph(reader.schema, preferences.drawn),
                  core::labelsOf(reader.schema, *reader.dialect, preferences)};
    for (const QString &text : chosen)
        RC_TRY(choose(text, reader.schema, naming.labels));
    return naming;
}

} // namespace app
