// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/schema.h"
#include "core/sql/lexer.h"

#include <QStringView>

#include <variant>

/// What a CREATE statement of the SQLite family says. Pure; any thread.
/// Expressions and bodies are slices of the text, so comments and blanks within them survive.
namespace core {

struct CreateTable {
    Table table; ///< an ordinary or a virtual one; without indexes and triggers
    bool temporary = false;
    bool ifNotExists = false;
    QString asSelect; ///< CREATE TABLE … AS SELECT: the query; the columns are not known then
    friend bool operator==(const CreateTable &, const CreateTable &) = default;
};

struct CreateIndex {
    Index index;
    QualifiedName table; ///< with the schema in front of the index's name
    bool ifNotExists = false;
    friend bool operator==(const CreateIndex &, const CreateIndex &) = default;
};

struct CreateView {
    View view; ///< without `columns`
    bool temporary = false;
    bool ifNotExists = false;
    friend bool operator==(const CreateView &, const CreateView &) = default;
};

struct CreateTrigger {
    Trigger trigger;
    bool temporary = false;
    bool ifNotExists = false;
    friend bool operator==(const CreateTrigger &, const CreateTrigger &) = default;
};

using DdlStatement = std::variant<CreateTable, CreateIndex, CreateView, CreateTrigger>;

/// Parses one CREATE statement (a final semicolon is fine). Errors say line and column, what was expected, and what
/// stands there.
[[nodiscard]] Result<DdlStatement> parseDdl(QStringView sql, const LexRules &rules);

} // namespace core
