// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <cstdint>

namespace core {

/// A generator with a fixed start and a fixed rule, so that the sample is the same on every machine and for ever
/// (the standard library's distributions are not).
class SampleRandom {
public:
    explicit SampleRandom(std::uint64_t seed)
        : m_state(seed)
    {
    }

    [[nodiscard]] int below(int limit); ///< 0 … limit − 1
    [[nodiscard]] int between(int low, int high) { return low + below(high - low + 1); }
    [[nodiscard]] bool percent(int chance) { return below(100) < chance; }
    /// 0 … limit − 1, small ones far more often: how readers spread over posts.
    [[nodiscard]] int skewed(int limit);
    [[nodiscard]] const QString &of(const QStringList &list) { return list.at(below(static_cast<int>(list.size()))); }
    [[nodiscard]] QByteArray bytes(int count);

private:
    std::uint32_t next();
    std::uint64_t m_state;
};

/// The sample's texts, put together from lists of words. Pure but for the generator's state.
namespace samplewords {

[[nodiscard]] QString personName(int index, SampleRandom &random); ///< the first few are fixed
[[nodiscard]] QString emailOf(const QString &name, int index);
[[nodiscard]] QString biography(SampleRandom &random);
[[nodiscard]] QString postTitle(int index, SampleRandom &random); ///< the first few are fixed
[[nodiscard]] QString postBody(SampleRandom &random);
[[nodiscard]] QString excerpt(SampleRandom &random);
[[nodiscard]] QString comment(SampleRandom &random);
[[nodiscard]] QString reply(SampleRandom &random);
[[nodiscard]] const QStringList &tags();
[[nodiscard]] const QStringList &stations();
[[nodiscard]] const QStringList &clouds();
[[nodiscard]] const QStringList &moduleTitles();
[[nodiscard]] QString segmentTitle(int number, SampleRandom &random);
[[nodiscard]] QString lesson(SampleRandom &random);

} // namespace samplewords

} // namespace core
