// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/samplewords.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

std::uint32_t SampleRandom::next()
{
    m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL; // Knuth's MMIX
    return static_cast<std::uint32_t>(m_state >> 32U);
}

int SampleRandom::below(int limit)
{
    return static_cast<int>((static_cast<std::uint64_t>(next()) * static_cast<std::uint64_t>(limit)) >> 32U);
}

int SampleRandom::skewed(int limit)
{
    const std::int64_t a = below(limit);
    const std::int64_t b = below(limit);
    return static_cast<int>(a * b / limit);
}

QByteArray SampleRandom::bytes(int count)
{
    QByteArray result;
    for (int i = 0; i < count; ++i)
        result += static_cast<char>(below(256));
    return result;
}

namespace samplewords {

namespace {

const QStringList &weather()
{
    static const QStringList list{u"rain"_s,      u"fog"_s,     u"drizzle"_s, u"hail"_s,    u"frost"_s,  u"thunder"_s,
                                  u"snow"_s,      u"haze"_s,    u"sleet"_s,   u"wind"_s,    u"dew"_s,    u"sunlight"_s,
                                  u"low cloud"_s, u"a squall"_s, u"the föhn"_s, u"sea smoke"_s};
    return list;
}

const QStringList &places()
{
    static const QStringList list{u"Tromsø"_s,    u"Valparaíso"_s, u"Kraków"_s,  u"Bergen"_s,  u"Reykjavík"_s,
                                  u"Galway"_s,    u"Łeba"_s,       u"Nagasaki"_s, u"the Harz"_s, u"Aberystwyth"_s,
                                  u"Cherrapunji"_s, u"Île d'Yeu"_s, u"Utqiaġvik"_s, u"Zürich"_s, u"東京"_s,
                                  u"the lower Elbe"_s};
    return list;
}

const QStringList &tools()
{
    static const QStringList list{u"barometer"_s, u"rain gauge"_s, u"wind sock"_s,  u"psychrometer"_s, u"weather balloon"_s,
                                  u"radar loop"_s, u"cloud atlas"_s, u"umbrella"_s, u"pressure chart"_s, u"notebook"_s};
    return list;
}

const QStringList &qualities()
{
    static const QStringList list{u"quiet"_s, u"slow"_s, u"unreasonable"_s, u"secret"_s, u"short"_s,
                                  u"patient"_s, u"honest"_s, u"last"_s,   u"better"_s, u"small"_s};
    return list;
}

QString capitalised(const QString &text)
{
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

/// Fills %w weather, %p place, %t tool, %q quality, %c cloud, %n number.
QString filled(const QString &pattern, SampleRandom &random)
{
    QString out;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern.at(i) != u'%' || i + 1 == pattern.size()) {
            out += pattern.at(i);
            continue;
        }
        switch (pattern.at(++i).unicode()) {
        case u'w':
            out += random.of(weather());
            break;
        case u'p':
            out += random.of(places());
            break;
        case u't':
            out += random.of(tools());
            break;
        case u'q':
            out += random.of(qualities());
            break;
        case u'c':
            out += random.of(clouds());
            break;
        default:
            out += QString::number(random.between(2, 40));
        }
    }
    return capitalised(out);
}

const QStringList &sentences()
{
    static const QStringList list{
        u"the %t had been falling since noon, and nobody in %p had looked up yet."_s,
        u"what the forecast called %w was, on the ground, closer to %w."_s,
        u"I keep a %t by the door and trust it a little more each year."_s,
        u"%c over the harbour means about %n minutes to find a roof."_s,
        u"a %q front is still a front; it only arrives with better manners."_s,
        u"there are %n words for %w in %p, and most of them are complaints."_s,
        u"the models disagreed by %n hectopascals, which is a polite way of saying they did not know."_s,
        u"write down the time, the pressure and the sky; leave out the adjectives."_s,
        u"by evening the %c had flattened into %c, exactly as the chart had promised."_s,
        u"nothing smells like the first %n drops on a warm road."_s,
        u"my grandmother called it “%q weather”, and she was never wrong by more than a day."_s,
        u"if you remember one thing about %w, let it be the dew point."_s};
    return list;
}

QString paragraph(SampleRandom &random, int count)
{
    QStringList lines;
    for (int i = 0; i < count; ++i)
        lines += filled(random.of(sentences()), random);
    return lines.join(u' ');
}

} // namespace

const QStringList &clouds()
{
    static const QStringList list{u"cumulus"_s,     u"stratus"_s,      u"cirrus"_s,    u"altocumulus"_s, u"nimbostratus"_s,
                                  u"cirrostratus"_s, u"cumulonimbus"_s, u"mammatus"_s, u"asperitas"_s,   u"stratocumulus"_s};
    return list;
}

const QStringList &stations()
{
    static const QStringList list{u"ENTC"_s, u"BIRK"_s, u"EIDW"_s, u"EPKK"_s, u"RJTT"_s, u"SCVM"_s, u"EDDH"_s, u"LSZH"_s};
    return list;
}

const QStringList &tags()
{
    static const QStringList list{
        u"weather"_s,  u"rain"_s,      u"fog"_s,       u"clouds"_s,   u"barometers"_s, u"storms"_s, u"snow"_s,
        u"frost"_s,    u"wind"_s,      u"föhn"_s,      u"monsoon"_s,  u"El Niño"_s,    u"radar"_s,  u"satellites"_s,
        u"folklore"_s, u"gardens"_s,   u"sailing"_s,   u"mountains"_s, u"coast"_s,     u"city"_s,   u"instruments"_s,
        u"history"_s,  u"maths"_s,     u"models"_s,    u"climate"_s,  u"umbrellas"_s,  u"smells"_s, u"light"_s,
        u"rainbows"_s, u"night"_s,     u"winter"_s,    u"summer"_s,   u"spring"_s,     u"autumn"_s, u"梅雨"_s,
        u"☔"_s,       u"first posts"_s, u"reading"_s, u"teaching"_s, u"corrections"_s};
    return list;
}

QString personName(int index, SampleRandom &random)
{
    static const QStringList fixed{u"Ada Byron"_s, u"Grace Hallam"_s, u"Lin Qiao"_s, u"Noor Said"_s, u"林小雨"_s,
                                   u"ليلى حداد"_s, u"Дмитрий Лужин"_s};
    static const QStringList given{u"José"_s,   u"Zoë"_s,    u"Søren"_s, u"Łukasz"_s, u"Yuki"_s,   u"Aoife"_s,  u"Björn"_s,
                                   u"Chiara"_s, u"Mateus"_s, u"Ines"_s,  u"Tariq"_s,  u"Wanda"_s,  u"Emeka"_s,  u"Hana"_s,
                                   u"Oskar"_s,  u"Priya"_s,  u"Nils"_s,  u"Renée"_s,  u"Ilse"_s,   u"Kofi"_s,   u"Marta"_s,
                                   u"Théo"_s,   u"Ayşe"_s,   u"Bram"_s,  u"Signe"_s,  u"Dorothy"_s};
    static const QStringList family{u"Hale"_s,    u"Marsh"_s,   u"Nowak"_s,    u"Ibarra"_s, u"O'Dwyer"_s, u"Lindqvist"_s,
                                    u"Okafor"_s,  u"Weber"_s,   u"Tanaka"_s,   u"Ferrari"_s, u"Møller"_s, u"Dupont"_s,
                                    u"Yılmaz"_s,  u"van Dijk"_s, u"Sharma"_s,  u"Kowalczyk"_s, u"Mensah"_s, u"Frost"_s,
                                    u"Gale"_s,    u"Regen"_s,   u"Winter"_s,   u"Brooks"_s};
    if (index < fixed.size())
        return fixed.at(index);
    const QString first = random.of(given);
    return first + u' ' + random.of(family);
}

QString emailOf(const QString &name, int index)
{
    QString local;
    const QString plain = name.normalized(QString::NormalizationForm_KD).toLower();
    for (const QChar c : plain) {
        if (c.unicode() < 128 && c.isLetterOrNumber())
            local += c;
        else if (c == u' ' && !local.isEmpty())
            local += u'.';
    }
    if (local.isEmpty() || index > 6)
        local += QString::number(index + 1);
    return local + (index % 3 == 0 ? u"@Weather.example"_s : u"@post.example"_s);
}

QString biography(SampleRandom &random)
{
    static const QStringList patterns{u"keeps a %t in %p."_s, u"writes about %w, mostly before breakfast."_s,
                                      u"%n years of rainfall in one notebook."_s, u"once mistook %c for %c. Never again."_s,
                                      u"read the %t before you read me."_s};
    return filled(random.of(patterns), random);
}

QString postTitle(int index, SampleRandom &random)
{
    static const QStringList fixed{u"On the smell of rain"_s, u"Forecasting, explained"_s, u"Untitled draft"_s,
                                   u"Cloud taxonomy"_s,       u"Rivers above us"_s,        u"Barometers at home"_s,
                                   u"Petrichor"_s,            u"Dew point, simply"_s,      u"Umbrella economics"_s,
                                   u"Why fog sits low"_s};
    static const QStringList patterns{u"why %w comes in from %p"_s, u"a field guide to %c"_s, u"%n mornings of %w"_s,
                                      u"the %q %t"_s, u"what the %t knows"_s, u"on %w, and what follows"_s,
                                      u"notes from %p: %w"_s, u"how to read %c"_s, u"in praise of the %q %t"_s,
                                      u"%w, or: the art of waiting"_s, u"a %q history of the %t"_s, u"%p under %c"_s};
    return index < fixed.size() ? fixed.at(index) : filled(random.of(patterns), random);
}

QString postBody(SampleRandom &random)
{
    QStringList paragraphs;
    const int count = random.between(1, 3);
    for (int i = 0; i < count; ++i)
        paragraphs += paragraph(random, random.between(2, 4));
    return paragraphs.join(u"\n\n"_s);
}

QString excerpt(SampleRandom &random)
{
    return filled(random.of(sentences()), random);
}

QString comment(SampleRandom &random)
{
    static const QStringList patterns{u"great piece."_s, u"what about %w?"_s, u"we had %n mm of it in %p last night."_s,
                                      u"my %t says otherwise, but I enjoyed this."_s, u"is that %c or %c in the picture?"_s,
                                      u"I read this aloud to my %t. It agreed."_s, u"you forgot %w."_s, u"saved. Thank you!"_s,
                                      u"the second paragraph is wrong by %n hectopascals :)"_s, u"☔ ☔ ☔"_s,
                                      u"more about the %q %t, please."_s, u"from %p with love, and with %w."_s};
    return filled(random.of(patterns), random);
}

QString reply(SampleRandom &random)
{
    static const QStringList patterns{u"thanks!"_s, u"fair point about %w."_s, u"not in %p, it isn't."_s, u"%n, I counted."_s,
                                      u"agreed."_s, u"see the post on %c."_s, u"I will check the %t."_s};
    return filled(random.of(patterns), random);
}

const QStringList &moduleTitles()
{
    static const QStringList list{u"Looking up"_s,          u"Pressure"_s,        u"Water in the air"_s, u"Clouds by name"_s,
                                  u"Fronts"_s,              u"Wind and why"_s,    u"Rain, snow, hail"_s, u"Thunder"_s,
                                  u"Reading a chart"_s,     u"Radar and satellites"_s, u"Your own forecast"_s,
                                  u"Writing about weather"_s};
    return list;
}

QString segmentTitle(int number, SampleRandom &random)
{
    static const QStringList patterns{u"what a %t tells you"_s, u"%w in %p"_s, u"spotting %c"_s, u"the %q rule"_s,
                                      u"a week with the %t"_s, u"from %c to %w"_s};
    return number == 1 ? u"Before you begin"_s : filled(random.of(patterns), random);
}

QString lesson(SampleRandom &random)
{
    return paragraph(random, random.between(3, 6));
}

} // namespace samplewords

} // namespace core
