// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

#include <optional>

/// JSON as text: its tokens, what is wrong with it and where, and the same tokens laid out anew. Numbers, strings and
/// the order of keys stay exactly as they are written, since nothing is turned into values and back. Pure; no I/O.
namespace core {

struct JsonToken {
    enum class Kind {
        Punctuation, ///< { } [ ] , :
        String,
        Number,
        Word, ///< true, false, null
        Bad ///< what is no JSON: an unfinished string, a stray word
    };
    Kind kind = Kind::Bad;
    qsizetype offset = 0; ///< in UTF-16 units
    qsizetype length = 0;
    friend bool operator==(const JsonToken &, const JsonToken &) = default;

    [[nodiscard]] QStringView in(QStringView text) const { return text.sliced(offset, length); }
};

/// The tokens, without the blanks between them. No token goes over the end of a line.
[[nodiscard]] QList<JsonToken> lexJson(QStringView text);

struct JsonProblem {
    qsizetype offset = 0;
    int line = 1; ///< from 1
    int column = 1; ///< from 1, in characters
    QString what; ///< "a comma or ] is missing here"
    friend bool operator==(const JsonProblem &, const JsonProblem &) = default;
};

/// The first thing that keeps the text from being JSON (RFC 8259; any value, not only objects); none when it is JSON.
[[nodiscard]] std::optional<JsonProblem> jsonProblem(QStringView text);

enum class JsonLayout { Indented, OneLine };
/// Fails on what is no JSON, with its place.
[[nodiscard]] Result<QString> layOutJson(QStringView text, JsonLayout layout);

} // namespace core
