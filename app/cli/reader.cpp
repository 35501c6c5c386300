// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reader.h"

#include "app/cli/console.h"
#include "app/cli/patience.h"
#include "core/session/target.h"

namespace app {

using namespace Qt::Literals::StringLiterals;

core::Result<Reader> openForReading(const QString &target)
{
    const auto resolved = [&target] {
        const Patience patience;
        return core::resolveTarget(target, [](const QString &) { return true; });
    };
    auto found = resolved();
    if (!found)
        return found.error();
    found->spec.mode = core::ConnectionSpec::Mode::Read;
    Reader reader;
    reader.dialect = core::dialectByName(found->spec.driver);
    if (!reader.dialect)
        return core::Error::invalid(u"This build of Raincheck knows no %1 databases."_s.arg(found->spec.driver));
    auto settled = core::openSettled(found->spec, core::notWritableBecause(found->spec).isEmpty());
    if (!settled)
        return settled.error();
    if (settled->rolledBack)
        complain(u"%1 was left in the middle of a change, which was rolled back."_s.arg(found->spec.location));
    reader.connection = settled->connection;
    const core::Dialect *dialect = reader.dialect;
    auto schema = await(reader.connection->submit(
        [dialect](core::Database &database, core::JobContext &) { return dialect->introspect(database); }));
    if (!schema)
        return schema.error();
    reader.schema = std::move(*schema);
    reader.location = found->spec.location;
    return reader;
}

} // namespace app
