// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QTemporaryDir>

/// The database the benches look at: one table `events` of ten columns (about 170 bytes a row), one key in five
/// missing at random, one index. 10,000,000 rows are 1.9 GB.
/// It is made once where RAINCHECK_BENCH_CACHE names a folder to keep it in, else anew in a temporary one.
class BenchData {
public:
    /// The file with so many rows, made if it is not there: half a minute per 10 million.
    [[nodiscard]] core::Result<QString> database(qint64 rows);

private:
    QTemporaryDir m_folder;
};
