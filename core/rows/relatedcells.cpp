// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/relatedcells.h"

#include "core/base/whendone.h"
#include "core/dialect/dialect.h"
#include "core/rows/stopwhen.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTimer>

#include <algorithm>

namespace core {

namespace {

constexpr qsizetype keptAtMost = 20'000; ///< answers per question
constexpr qsizetype keysPerStatement = 200;

using QuestionKind = RelatedCells::Question::Kind;
using CellsKey = RelatedCells::Key;

struct CellsPart {
    RelatedCells::Question question;
    QList<CellsKey> keys;
};

/// Everything a job needs: it must not look at what lives on the window's thread.
struct CellsOrder {
    SchemaPtr schema;
    const RelationSql *sql = nullptr;
    QList<CellsPart> parts; ///< several only when all are labels along relations of kind One
    qint64 patience = 0; ///< milliseconds
};

bool isPlainLabel(const RelatedCells::Question &question)
{
    return question.kind == QuestionKind::Label && question.relation.kind == Relation::Kind::One;
}

QString textOf(const Value &value)
{
    return value.isNull() ? QString() : value.display();
}

Result<Done> readLabels(Database &database, const CellsOrder &order, QList<QList<RelatedCell>> &cells)
{
    QList<RelationSql::LabelQuestion> questions;
    for (const CellsPart &part : order.parts) {
        const Relation &relation = part.question.relation;
        questions.append({relation.to, relation.toColumns, part.question.label, part.keys});
    }
    const BoundSql sql = order.sql->labels(*order.schema, questions);
    const auto rows = database.query(sql.sql, sql.values);
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        RelatedCell &cell = cells[qsizetype(row.at(0).toInteger())][qsizetype(row.at(1).toInteger())];
        cell.exists = true;
        cell.count = 1;
        cell.label = textOf(row.at(2));
    }
    return Done();
}

Result<Done> readCounts(Database &database, const CellsOrder &order, QList<RelatedCell> &cells)
{
    const CellsPart &part = order.parts.constFirst();
    const BoundSql sql = order.sql->counts(*order.schema, part.question.relation, part.keys, RelatedCells::countedTo);
    const auto rows = database.query(sql.sql, sql.values);
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        RelatedCell &cell = cells[qsizetype(row.at(0).toInteger())];
        cell.count = row.at(1).toInteger();
        cell.exists = cell.count > 0;
    }
    return Done();
}

Result<Done> readChips(Database &database, const CellsOrder &order, QList<RelatedCell> &cells)
{
    const CellsPart &part = order.parts.constFirst();
    const Relation &relation = part.question.relation;
    // A row without a label is called by its key.
    const QStringList label = part.question.label.isEmpty() ? relation.toColumns : part.question.label;
    const BoundSql sql =
        order.sql->neighbours(*order.schema, relation, relation.toColumns, label, part.keys, RelatedCells::chipsAtMost);
    const Table *table = order.schema->table(relation.to);
    const auto rows = database.query(sql.sql, sql.values);
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        RelatedCell &cell = cells[qsizetype(row.at(0).toInteger())];
        CellsKey key;
        for (qsizetype i = 0; i < relation.toColumns.size(); ++i) {
            const Column *column = table ? table->column(relation.toColumns.at(i)) : nullptr;
            const Value &value = row.at(static_cast<size_t>(i) + 1);
            key.append(column ? order.sql->meetingForm(*column, value) : value);
        }
        cell.chips.append(textOf(row.at(static_cast<size_t>(relation.toColumns.size()) + 1)));
        cell.chipKeys.append(key);
        cell.exists = true;
    }
    return Done();
}

Result<Done> read(Database &database, const CellsOrder &order, QList<QList<RelatedCell>> &cells)
{
    const RelatedCells::Question &question = order.parts.constFirst().question;
    if (isPlainLabel(question))
        return readLabels(database, order, cells);
    QList<RelatedCell> &first = cells.first();
    if (question.kind != QuestionKind::Label)
        RC_TRY(readCounts(database, order, first));
    if (question.kind != QuestionKind::Count)
        RC_TRY(readChips(database, order, first));
    if (question.kind == QuestionKind::Label) {
        for (RelatedCell &cell : first) {
            cell.label = cell.chips.value(0);
            cell.count = cell.chips.size();
        }
    }
    return Done();
}

Result<QList<QList<RelatedCell>>> answer(Database &database, JobContext &context, const CellsOrder &order)
{
    QList<QList<RelatedCell>> cells;
    for (const CellsPart &part : order.parts)
        cells.append(QList<RelatedCell>(part.keys.size(), {RelatedCell::State::Ready, false, {}, 0, {}}));
    QElapsedTimer timer;
    timer.start();
    const StopWhen patience(database, [&] { return timer.elapsed() > order.patience; });
    const Result<Done> done = read(database, order, cells);
    if (done)
        return cells;
    if (!patience.hasStopped() || context.isCancelled())
        return done.error();
    for (QList<RelatedCell> &part : cells)
        part.fill({RelatedCell::State::GaveUp, false, {}, 0, {}});
    return cells;
}

} // namespace

struct RelatedCells::Batch {
    QList<Ask> asks;
    QSet<std::pair<int, CellsKey>> keys; ///< of all asks, by question
    int revision = 0;
    bool wanted = true; ///< asked for again since the last dispatch
    QFuture<Result<Answers>> future;
};

RelatedCells::RelatedCells(ConnectionPtr reader, ConnectionPtr background, const Dialect &dialect, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
    , m_background(std::move(background))
    , m_dialect(dialect)
{
}

RelatedCells::~RelatedCells()
{
    for (const auto &batch : std::as_const(m_running))
        batch->future.cancel();
}

void RelatedCells::setQuestions(SchemaPtr schema, const QList<Question> &questions)
{
    for (const auto &batch : std::as_const(m_running))
        batch->future.cancel();
    m_running.clear();
    m_schema = std::move(schema);
    m_questions = questions;
    m_known = QList<QHash<CellsKey, Known>>(questions.size());
    m_wanted = QList<QList<CellsKey>>(questions.size());
    Q_EMIT changed();
}

RelatedCell RelatedCells::cell(int question, const CellsKey &key)
{
    if (question < 0 || question >= m_questions.size())
        return {RelatedCell::State::Failed, false, {}, 0, {}};
    if (std::any_of(key.begin(), key.end(), [](const Value &v) { return v.isNull(); }))
        return {RelatedCell::State::Ready, false, {}, 0, {}};
    const auto known = m_known.at(question).constFind(key);
    const bool there = known != m_known.at(question).constEnd();
    if (!there || known->revision != m_revision) {
        const auto running = std::find_if(m_running.begin(), m_running.end(), [&](const auto &batch) {
            return batch->revision == m_revision && batch->keys.contains({question, key});
        });
        if (running != m_running.end()) {
            (*running)->wanted = true;
        } else {
            m_wanted[question].append(key);
            later();
        }
    }
    return there ? known->cell : RelatedCell();
}

void RelatedCells::refresh()
{
    ++m_revision;
    Q_EMIT changed();
}

void RelatedCells::insist(int question, const CellsKey &key)
{
    if (question < 0 || question >= m_questions.size())
        return;
    m_known[question].remove(key);
    start({{question, {key}}}, 10 * m_patience);
    Q_EMIT changed();
}

bool RelatedCells::isBusy() const
{
    return m_dispatching || !m_running.isEmpty();
}

void RelatedCells::later()
{
    if (m_dispatching)
        return;
    m_dispatching = true;
    // After the frame that asks: then all it wants is known, and the next frame's wishes replace it.
    QTimer::singleShot(0, this, [this] { dispatch(); });
}

QList<RelatedCells::Key> RelatedCells::takeWanted(int question)
{
    QList<CellsKey> keys;
    QSet<CellsKey> seen;
    for (const CellsKey &key : std::exchange(m_wanted[question], {})) {
        if (keys.size() == keysPerStatement)
            break; // the rest is asked for again by the next frame
        if (!seen.contains(key)) {
            seen.insert(key);
            keys.append(key);
        }
    }
    return keys;
}

void RelatedCells::dispatch()
{
    m_dispatching = false;
    for (const auto &batch : std::as_const(m_running)) {
        if (!std::exchange(batch->wanted, false))
            batch->future.cancel();
    }
    QList<Ask> labels;
    for (int question = 0; question < m_wanted.size(); ++question) {
        const QList<CellsKey> keys = takeWanted(question);
        if (keys.isEmpty())
            continue;
        if (isPlainLabel(m_questions.at(question)))
            labels.append({question, keys});
        else
            start({{question, keys}}, m_patience);
    }
    if (!labels.isEmpty())
        start(labels, m_patience);
    if (m_running.isEmpty())
        Q_EMIT busyChanged(false);
}

void RelatedCells::start(const QList<Ask> &asks, int patience)
{
    const auto batch = std::make_shared<Batch>();
    batch->asks = asks;
    batch->revision = m_revision;
    CellsOrder order{m_schema, &m_dialect.relationSql(), {}, patience};
    for (const Ask &ask : asks) {
        order.parts.append({m_questions.at(ask.question), ask.keys});
        for (const CellsKey &key : ask.keys)
            batch->keys.insert({ask.question, key});
    }
    const ConnectionPtr &connection = isPlainLabel(order.parts.constFirst().question) ? m_reader : m_background;
    batch->future = connection->submit([order](Database &database, JobContext &context) -> Result<Answers> {
        return answer(database, context, order);
    });
    m_running.append(batch);
    whenDone(batch->future, this, [this, batch](const Result<Answers> &answers) { take(batch, answers); });
    if (m_running.size() == 1)
        Q_EMIT busyChanged(true);
}

void RelatedCells::take(const std::shared_ptr<Batch> &batch, const Result<Answers> &answers)
{
    if (!m_running.removeOne(batch))
        return; // its question is not asked any more
    const bool cancelled = !answers && answers.error().isCancelled();
    for (qsizetype a = 0; a < batch->asks.size() && !cancelled; ++a) {
        const Ask &ask = batch->asks.at(a);
        QHash<CellsKey, Known> &kept = m_known[ask.question];
        if (kept.size() >= keptAtMost)
            kept.clear();
        for (qsizetype k = 0; k < ask.keys.size(); ++k) {
            const RelatedCell failed{RelatedCell::State::Failed, false, {}, 0, {}};
            kept.insert(ask.keys.at(k), {answers ? answers->at(a).at(k) : failed, batch->revision});
        }
    }
    // Also after a cancel: who is still looking asks again.
    Q_EMIT changed();
    if (m_running.isEmpty())
        Q_EMIT busyChanged(false);
}

} // namespace core

#include "moc_relatedcells.cpp"
