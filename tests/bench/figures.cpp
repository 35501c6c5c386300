// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/figures.h"

#include <QFile>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

double median(std::vector<double> values)
{
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double megabytes(qint64 process, const QByteArray &field)
{
    QFile file(u"/proc/%1/status"_s.arg(process));
    if (file.open(QFile::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith(QByteArray(field + ':')))
                return static_cast<double>(line.mid(field.size() + 1).trimmed().split(' ').first().toLong()) / 1024;
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double processorMilliseconds(qint64 process)
{
    QFile file(u"/proc/%1/stat"_s.arg(process));
    if (!file.open(QFile::ReadOnly))
        return std::numeric_limits<double>::quiet_NaN();
    const QByteArray all = file.readAll();
    const QList<QByteArray> fields = all.mid(all.lastIndexOf(')') + 2).split(' '); // from the third field on
    const double ticks = fields.value(11).toDouble() + fields.value(12).toDouble();
    return ticks * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void Figures::note(const QString &what, double value, const QString &unit)
{
    print(what, value, unit, std::nullopt);
}

void Figures::goal(const QString &what, double value, const QString &unit, double atMost)
{
    print(what, value, unit, atMost);
    if (!(value <= atMost * slack)) // NaN: nothing was measured
        m_failed = true;
}

void Figures::failure(const QString &what)
{
    std::printf("FAILED: %s\n", qPrintable(what));
    m_failed = true;
}

void Figures::print(const QString &what, double value, const QString &unit, std::optional<double> atMost)
{
    if (!std::exchange(m_headed, true))
        std::printf("| %-58s | %12s | %12s |    |\n|%s|%s:|%s:|----|\n", "", "measured", "goal",
                    qPrintable(QString(60, u'-')), qPrintable(QString(13, u'-')), qPrintable(QString(13, u'-')));
    const QString shown = QString::number(value, 'f', value < 10 ? 2 : 1) + u' ' + unit;
    const QString wanted = atMost ? u"<= "_s + QString::number(*atMost) + u' ' + unit : QString();
    const char *verdict = !atMost ? "" : value <= *atMost ? "ok" : value <= *atMost * slack ? "~" : "OVER";
    std::printf("| %-58s | %12s | %12s | %s |\n", qPrintable(what), qPrintable(shown), qPrintable(wanted), verdict);
    std::fflush(stdout);
}
