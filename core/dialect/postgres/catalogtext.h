// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
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
/// The statements of `keeps`, from who owns it (empty: the role that reads) and its privileges (NULL: the usual ones).
/// `altered`: what ALTER calls it, "VIEW "; `granted`: what GRANT does, often nothing; `isPublic`: everybody may use it
/// where nothing else is said.
[[nodiscard]] QStringList postgresKeeps(const QString &altered, const QString &granted, const Value &owner,
                                        const Value &privileges, bool isPublic);
[[nodiscard]] QStringList postgresRangeOptions(const QJsonArray &range);
[[nodiscard]] QString postgresAggregateSql(const QualifiedName &name, const QString &arguments,
                                           const QJsonArray &aggregate);

} // namespace core
