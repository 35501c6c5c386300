// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/declaredheads.h"

#include "core/session/projectschema.h"
#include "ui/style/celltext.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int tipNameLength = 60;

/// "orders.isPaid in schema.ts, made there for new rows and on updates".
QString declaredText(const core::DrizzleColumn &column, const QString &table)
{
    QString text =
        u"%1.%2 in schema.ts"_s.arg(visibleText(table, tipNameLength), visibleText(column.key, tipNameLength));
    if (column.hasDefaultFn && column.hasOnUpdateFn)
        text += u", made there for new rows and on updates"_s;
    else if (column.hasDefaultFn)
        text += u", made there for new rows"_s;
    else if (column.hasOnUpdateFn)
        text += u", made there on updates"_s;
    return text;
}

} // namespace

void tellDeclared(QList<ColumnHead> &heads, const core::ProjectSchema *project, const core::QualifiedName &table)
{
    if (!project || !project->schema())
        return;
    const core::DrizzleColumns columns = project->schema()->columns.value(table);
    const QString called = project->schema()->exports.value(table, table.name);
    for (ColumnHead &head : heads) {
        const auto column = columns.constFind(head.name);
        if (column != columns.cend())
            head.tip += u'\n' + declaredText(*column, called);
    }
}

} // namespace ui
