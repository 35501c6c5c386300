// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/palettemodel.h"

#include "ui/actions/fuzzymatch.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

// A whole word stands before letters that are scattered over a title, and below a title that begins so; the beginning of
// one stands among the scattered ones.
constexpr int wholeWordScore = 150;
constexpr int wordScoreOfBeginning = 20;

} // namespace

QString PaletteEntry::key() const
{
    switch (kind) {
    case Kind::Action: return u"action:"_s + id;
    case Kind::Table: return u"table:"_s + id;
    case Kind::View: return u"view:"_s + id;
    case Kind::Database:
        return u"database:"_s + id;
    }
    return id;
}

void PaletteModel::setEntries(const QList<PaletteEntry> &entries, const QStringList &recent)
{
    beginResetModel();
    m_entries = entries;
    const auto age = [&recent](const PaletteEntry &e) {
        const qsizetype at = recent.indexOf(e.key());
        return at < 0 ? recent.size() : at;
    };
    std::stable_sort(m_entries.begin(), m_entries.end(),
                     [&](const PaletteEntry &a, const PaletteEntry &b) { return age(a) < age(b); });
    m_recentCount = std::count_if(m_entries.cbegin(), m_entries.cend(),
                                  [&](const PaletteEntry &e) { return age(e) < recent.size(); });
    filter();
    endResetModel();
}

void PaletteModel::setPattern(const QString &pattern)
{
    if (pattern == m_pattern)
        return;
    beginResetModel();
    m_pattern = pattern;
    filter();
    endResetModel();
}

/// How well the entry's other words answer: each part of the pattern must begin one of its words, one of them a word
/// that is not seen. 0: not at all.
int PaletteModel::wordScore(const QStringList &pattern, const PaletteEntry &entry)
{
    const QStringList seen = QString(entry.title + u' ' + entry.hint).toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    const auto begins = [](const QStringList &words, const QString &part) {
        return std::any_of(words.cbegin(), words.cend(), [&](const QString &word) { return word.startsWith(part); });
    };
    int whole = 0;
    int hidden = 0;
    for (const QString &part : pattern) {
        const bool isHidden = begins(entry.words, part);
        if (!isHidden && !begins(seen, part))
            return 0;
        hidden += isHidden ? 1 : 0;
        whole += entry.words.contains(part) ? 1 : 0;
    }
    return hidden == 0 ? 0 : whole > 0 ? wholeWordScore : wordScoreOfBeginning;
}

void PaletteModel::filter()
{
    m_shown.clear();
    const QStringList parts = m_pattern.toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    for (int i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry &e = m_entries.at(i);
        auto match = fuzzyMatch(m_pattern, e.title);
        if (!match && e.kind == PaletteEntry::Kind::Action) {
            // "edits undo": the category counts too, but less than the text itself
            match = fuzzyMatch(m_pattern, QString(e.hint + u' ' + e.title));
            if (match) {
                match->score -= 30;
                match->positions.clear();
            }
        }
        if (const int score = wordScore(parts, e); score > 0 && (!match || match->score < score))
            match = FuzzyMatch{score, {}};
        if (match)
            m_shown.append({i, match->score + (!m_pattern.isEmpty() && i < m_recentCount ? 8 : 0), match->positions});
    }
    std::stable_sort(m_shown.begin(), m_shown.end(), [](const Shown &a, const Shown &b) { return a.score > b.score; });
    if (m_shown.size() > shownAtMost)
        m_shown.resize(shownAtMost);
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PaletteEntry &e = entry(index.row());
    switch (role) {
    case Qt::DisplayRole: return e.title;
    case HintRole: return e.hint;
    case ShortcutRole: return e.shortcut;
    case IconRole: return static_cast<int>(e.icon);
    case PositionsRole: return QVariant::fromValue(m_shown.at(index.row()).positions);
    default: return {};
    }
}

} // namespace ui

#include "moc_palettemodel.cpp"
