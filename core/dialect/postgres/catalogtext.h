// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QJsonArray>

/// What the catalogue's cells say, as parts of the schema. Pure.
namespace core {

[[nodiscard]] QJsonArray postgresList(const QString &json); ///< empty for NULL
[[nodiscard]] QStringList postgresTextList(const QString &json);
/// Without the parentheses around the whole, however many.
[[nodiscard]] QString withoutOuterParentheses(QString expression);
/// A name beside the tables' (collation, operator class): bare where it is the system's or public's, else as SQL.
[[nodiscard]] QString postgresSideName(const QString &schema, const QString &name);
/// With its parameters.
[[nodiscard]] QString postgresOperatorClass(const QString &schema, const QString &name, const QStringList &options);
/// WHEN and EXECUTE FUNCTION of what pg_get_triggerdef() says.
void readTriggerText(const QString &definition, Trigger &trigger);
void readTriggerType(int type, Trigger &trigger);
[[nodiscard]] QStringList postgresRangeOptions(const QJsonArray &range);
[[nodiscard]] QString postgresAggregateSql(const QualifiedName &name, const QString &arguments,
                                           const QJsonArray &aggregate);

} // namespace core
