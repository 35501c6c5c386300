// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/loopbackproxy.h"

#include <QList>
#include <QtEndian>

#include <algorithm>
#include <mutex>

/// Makes of a PostgreSQL server one that only speaks its language: words in what clients ask are put in other ones, so
/// that the server answers as that engine would ("function … does not exist"). What clients asked is remembered.
class RewritingProxy {
public:
    struct Word {
        QByteArray from;
        QByteArray to;
    };
    RewritingProxy(int serverPort, const QList<Word> &words, bool hearsCancels = true)
        : m_proxy(serverPort, [this, words, hearsCancels]() -> LoopbackProxy::Talk {
            return [this, words, hearsCancels, buffer = QByteArray(), begun = false](const QByteArray &said,
                                                                                     QByteArray &heard) mutable {
                buffer += said;
                while (takeMessage(buffer, heard, begun, words, hearsCancels)) { }
                return LoopbackProxy::Next::Pass;
            };
        })
    {
    }

    [[nodiscard]] int port() const { return m_proxy.port(); }
    [[nodiscard]] bool wasAsked(const QByteArray &word)
    {
        const std::lock_guard lock(m_mutex);
        return std::any_of(m_asked.cbegin(), m_asked.cend(), [&](const QByteArray &one) { return one.contains(word); });
    }

private:
    static quint32 lengthAt(const QByteArray &bytes, qsizetype at)
    {
        return qFromBigEndian<quint32>(bytes.constData() + at);
    }

    bool takeMessage(QByteArray &buffer, QByteArray &heard, bool &begun, const QList<Word> &words, bool hearsCancels)
    {
        constexpr quint32 cancelCode = 80877102;
        const qsizetype head = begun ? 1 : 0; // the first message has no letter
        if (buffer.size() < head + 4)
            return false;
        const auto size = head + static_cast<qsizetype>(lengthAt(buffer, head));
        if (buffer.size() < size)
            return false;
        QByteArray message = buffer.first(size);
        buffer.remove(0, size);
        if (!begun)
            begun = true;
        else if (message.startsWith('Q') || message.startsWith('P'))
            message = rewritten(message, words);
        const bool isCancel = head == 0 && size == 16 && lengthAt(message, 4) == cancelCode;
        if (!isCancel || hearsCancels)
            heard += message;
        return true;
    }

    /// A query, or a statement's name and its text and what else there is.
    QByteArray rewritten(const QByteArray &message, const QList<Word> &words)
    {
        const qsizetype begin = message.startsWith('Q') ? 5 : message.indexOf('\0', 5) + 1;
        const qsizetype end = message.indexOf('\0', begin);
        QByteArray text = message.sliced(begin, end - begin);
        {
            const std::lock_guard lock(m_mutex);
            m_asked += text;
        }
        for (const Word &word : words)
            text.replace(word.from, word.to);
        QByteArray made = message.first(begin) + text + message.sliced(end);
        qToBigEndian(static_cast<quint32>(made.size() - 1), made.data() + 1);
        return made;
    }

    std::mutex m_mutex;
    QList<QByteArray> m_asked;
    LoopbackProxy m_proxy; ///< the last, whose threads use the others
};
