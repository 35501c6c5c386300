// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/facts.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<QStringList> sqliteFacts(Database &database)
{
    const auto journal = database.queryValue(u"PRAGMA journal_mode"_s);
    if (!journal)
        return journal.error();
    const auto encoding = database.queryValue(u"PRAGMA encoding"_s);
    if (!encoding)
        return encoding.error();
    // Edits always run with foreign keys on, whatever other programs do.
    QStringList facts{u"foreign keys on"_s};
    const QString mode = journal->display();
    facts.append(mode == u"wal"_s ? u"WAL"_s : QString(u"journal: "_s + mode));
    if (encoding->display() != u"UTF-8"_s)
        facts.append(encoding->display());
    return facts;
}

} // namespace core
