// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/value.h"
#include "core/dialect/dialect.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// Cells as text for other programs, and exactly for ourselves. Pure; any thread.
namespace core {

/// A rectangle of cells as a person copied it. Every row has as many values as there are columns.
struct CellBlock {
    QStringList columns;
    QList<QList<Value>> rows;
    friend bool operator==(const CellBlock &, const CellBlock &) = default;
};

enum class HeaderLine { No, Yes };

/// As spreadsheets copy: tabs between cells, LF at the end of each row but the last, quotes only where a cell holds a
/// tab, a line end or starts with a quote. NULL is empty, an empty text is "". Blobs are hex.
[[nodiscard]] QString toTsv(const CellBlock &block, HeaderLine header);
/// RFC 4180: commas, CRLF after every row. NULL is empty, an empty text is "". Blobs are hex.
[[nodiscard]] QString toCsv(const CellBlock &block, HeaderLine header);
/// An array of objects, one row a line, keys in column order. Integers keep all digits; infinities are strings; blobs
/// are strings of hex.
[[nodiscard]] QString toJson(const CellBlock &block);
/// One INSERT a line, each ended with a semicolon, with exact literals.
[[nodiscard]] QString toInserts(const CellBlock &block, const QualifiedName &table, const Dialect &dialect);

/// The cells without any loss, for copying within Raincheck: goes beside the text under this MIME type.
inline constexpr auto cellsMimeType = QLatin1StringView("application/x-raincheck-cells");
[[nodiscard]] QByteArray toExact(const CellBlock &block);
[[nodiscard]] std::optional<CellBlock> fromExact(const QByteArray &bytes); ///< none: not ours, or damaged

} // namespace core
