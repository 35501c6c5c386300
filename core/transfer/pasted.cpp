// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transfer/pasted.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

class PastedReader {
public:
    PastedReader(const QString &text, QChar separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    PastedRows rows()
    {
        PastedRows out;
        while (m_at < m_text.size()) {
            QList<PastedCell> row;
            row.append(cell());
            while (m_at < m_text.size() && m_text.at(m_at) == m_separator) {
                ++m_at;
                row.append(cell());
            }
            out.append(row);
            skipLineEnd();
        }
        return out;
    }

private:
    static bool isLineEnd(QChar c) { return c == u'\n' || c == u'\r'; }
    bool endsCell(qsizetype at) const
    {
        return at >= m_text.size() || m_text.at(at) == m_separator || isLineEnd(m_text.at(at));
    }

    void skipLineEnd()
    {
        if (m_at < m_text.size() && m_text.at(m_at) == u'\r')
            ++m_at;
        else if (m_at < m_text.size())
            return void(++m_at);
        if (m_at < m_text.size() && m_text.at(m_at) == u'\n')
            ++m_at;
    }

    PastedCell cell()
    {
        if (m_at < m_text.size() && m_text.at(m_at) == u'"') {
            if (const qsizetype end = closingQuote(m_at); end >= 0) {
                PastedCell quoted{m_text.sliced(m_at + 1, end - m_at - 1), true};
                quoted.text.replace(u"\"\""_s, u"\""_s);
                m_at = end + 1;
                return quoted;
            }
        }
        const qsizetype start = m_at;
        while (!endsCell(m_at))
            ++m_at;
        return {m_text.sliced(start, m_at - start), false};
    }

    /// The quote that ends the cell; −1 when there is none or something stands behind it.
    qsizetype closingQuote(qsizetype open) const
    {
        for (qsizetype at = open + 1; at < m_text.size(); ++at) {
            if (m_text.at(at) != u'"')
                continue;
            if (at + 1 < m_text.size() && m_text.at(at + 1) == u'"')
                ++at;
            else
                return endsCell(at + 1) ? at : -1;
        }
        return -1;
    }

    const QString &m_text;
    const QChar m_separator;
    qsizetype m_at = 0;
};

bool hasBareTab(const QList<PastedCell> &row)
{
    return std::any_of(row.cbegin(), row.cend(),
                       [](const PastedCell &cell) { return !cell.quoted && cell.text.contains(u'\t'); });
}

} // namespace

Separator guessSeparator(const QString &text)
{
    if (!text.contains(u','))
        return Separator::Tab;
    const PastedRows rows = pastedRows(text, Separator::Comma);
    if (rows.size() < 2 || rows.constFirst().size() < 2)
        return Separator::Tab;
    for (const auto &row : rows) {
        if (row.size() != rows.constFirst().size() || hasBareTab(row))
            return Separator::Tab;
    }
    return Separator::Comma;
}

PastedRows pastedRows(const QString &text, Separator separator)
{
    return PastedReader(text, separator == Separator::Tab ? u'\t' : u',').rows();
}

PastedRows pastedRows(const QString &text)
{
    return pastedRows(text, guessSeparator(text));
}

Value pastedValue(const PastedCell &cell, const QString &declaredType, const Dialect &dialect)
{
    if (cell.text.isEmpty())
        return cell.quoted ? Value::text(QString()) : Value();
    return dialect.valueFromText(cell.text, declaredType);
}

} // namespace core
