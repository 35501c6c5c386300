// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"

#include <algorithm>

namespace core {

/// The model's own parts; included by core/rows/rowsmodel*.cpp only.
struct RowsModel::Private {
    const Dialect &dialect;
    QList<Column> columns; ///< as the source had them at the last reset
    qint64 sourceRows = 0;
    bool exact = false;
    bool showRaw = false;
    bool anyFailure = false; ///< the last thing heard of the source was a failure: what is missing will not come

    std::shared_ptr<const ChangeSet> changes;
    std::function<bool(const RowEdit &)> insertedFilter;
    QHash<RowKey, const RowEdit *> edits; ///< of this table, into `changes`
    QList<qint64> inserted;               ///< the band, by insertId
    QHash<qint64, const RowEdit *> insertedEdits;

    RelatedCells *related = nullptr;
    QList<RelatedCells::Question> labels;    ///< the first questions of `related` …
    QList<RelatedCells::Question> relations; ///< … and those after them
    QList<int> farLabels; ///< beside `relations`: the question what a link's far row is called; −1
    QList<StagedRelation> staged; ///< beside `relations`, or empty
    QList<Column> relationColumns;           ///< beside `relations`: what the columns are called
    QList<int> labelAt;                      ///< by stored column: into `labels`; −1
    QMetaObject::Connection relatedChanged;

    std::optional<DeletionMark> mark;
    int markAt = -1; ///< the mark's column; −1: there is none

    QHash<QString, ColumnFormat> chosenFormats;
    QHash<QString, ColumnFormat> declaredFormats;
    QList<ColumnFormat> formats;
    QList<bool> foreignKeys;
    bool sampled = false;

    // The last page and row looked at: a frame asks cell by cell along a row.
    qint64 memoPageIndex = -1;
    RowPagePtr memoPage;
    qint64 memoRow = -1;
    const RowEdit *memoEdit = nullptr;
    qint64 memoMarkedRow = -1;
    bool memoMarked = false;

    explicit Private(const Dialect &d)
        : dialect(d)
    {
    }
    void forgetPage()
    {
        memoPageIndex = -1;
        memoPage.reset();
        forgetRow();
    }
    void forgetRow()
    {
        memoRow = -1;
        memoEdit = nullptr;
        memoMarkedRow = -1;
    }
    void placeLabels();
    void placeMark();
    [[nodiscard]] StagedCell stagedCell(qsizetype relation, const StagedAlong &along, const RelatedCell &stored);
    [[nodiscard]] const RowPage *page(RowSource &source, qint64 pageIndex)
    {
        if (pageIndex != memoPageIndex || !memoPage) {
            forgetRow();
            memoPage = source.page(pageIndex);
            memoPageIndex = pageIndex;
        }
        return memoPage.get();
    }
    void guessFormats(const Table &table, const RowPage *sample)
    {
        formats.clear();
        foreignKeys.clear();
        const auto all = [&] {
            QHash<QString, QList<Value>> values;
            for (int c = 0; sample && sample->columnCount == columns.size() && c < columns.size(); ++c) {
                for (int row = 0; row < sample->rowCount; ++row)
                    values[columns.at(c).name].append(sample->cutSize(row, c) ? Value() : sample->cell(row, c));
            }
            return values;
        };
        for (int c = 0; c < columns.size(); ++c) {
            const Column &column = columns.at(c);
            const auto starts = [&](const auto &keys, const auto &columnsOf) {
                return std::any_of(keys.begin(), keys.end(),
                                   [&](const auto &key) { return columnsOf(key).contains(column.name); });
            };
            foreignKeys.append(starts(table.foreignKeys, [](const ForeignKey &key) { return key.columns; })
                               // one that is drawn, too
                               || starts(labels, [](const RelatedCells::Question &q) { return q.relation.fromColumns; }));
            if (const auto chosen = chosenFormats.constFind(column.name); chosen != chosenFormats.constEnd()) {
                formats.append(*chosen);
                continue;
            }
            if (const auto said = declaredFormats.constFind(column.name); said != declaredFormats.constEnd()) {
                formats.append(*said);
                continue;
            }
            QList<Value> values;
            if (sample && sample->columnCount == columns.size()) {
                for (int row = 0; row < sample->rowCount; ++row) {
                    if (!sample->cutSize(row, c))
                        values.append(sample->cell(row, c));
                }
            }
            formats.append(guessFormatAmong(table, column, dialect, values, all));
        }
    }
};

} // namespace core
