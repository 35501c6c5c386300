// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

/// The parts of describe() that speak of what only servers have.
namespace core {

[[nodiscard]] QString identityWords(const Identity &identity);
[[nodiscard]] QString deferralWords(KeyDeferral deferral); ///< with a blank before it; empty for none
[[nodiscard]] QString includeWords(const QStringList &columns); ///< likewise
[[nodiscard]] QString indexWords(const Index &index); ///< what follows its columns
[[nodiscard]] QString triggerWords(const Trigger &trigger); ///< what follows its events
[[nodiscard]] QStringList headNotes(const Table &table);
[[nodiscard]] QStringList serverFacts(const Table &table); ///< exclusion constraints, policies, the comment
/// Schemas, extensions, types, sequences and functions: a head and what belongs under it.
[[nodiscard]] QList<std::pair<QString, QStringList>> serverObjects(const Schema &schema);

} // namespace core
