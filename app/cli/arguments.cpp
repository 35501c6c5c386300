// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <QList>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

struct Option {
    QString name;
    QString value; ///< what --help calls its value; empty for a flag
    QString text;
};

struct Command {
    QString name;
    QString places; ///< as --help shows them
    int fewest = 0;
    int most = 0;
    QString text;
    QList<Option> options;
};

const Option &jsonOption()
{
    static const Option option{u"json"_s, {}, u"write JSON, for programs"_s};
    return option;
}

QList<Option> scriptOptions()
{
    return {
        {u"dry-run"_s, {}, u"try it only (on a copy, or taken back), and say what it did there"_s},
        {u"allow"_s, u"CODE"_s, u"allow what this hazard code stands for (may be repeated)"_s},
        {u"no-backup"_s, {}, u"make no backup of the file first (of a server none is made)"_s},
        {u"production"_s, u"NAME"_s, u"the name of a database that is marked as production: needed to write to it"_s}};
}

/// What is said about the way from one schema to another.
QList<Option> schemaOptions()
{
    return {{u"rename"_s, u"OLD=NEW"_s, u"a table or TABLE.COLUMN that has another name there (may be repeated)"_s},
            {u"fill"_s, u"TABLE.COLUMN=EXPR"_s, u"what a new column, or a NULL that may be none, gets (may be repeated)"_s},
            {u"trust"_s, {}, u"trust the folder of a project that is named: its schema.ts is code, and is run"_s}};
}

/// How others are kept waiting less. Not for files of migrations: a migrator runs each in one transaction.
QList<Option> gentleOptions()
{
    return {{u"concurrently"_s, {}, u"build indexes CONCURRENTLY, in steps after the transaction (PostgreSQL)"_s},
            {u"not-valid"_s, {}, u"add constraints NOT VALID, and look at the rows after the transaction (PostgreSQL)"_s}};
}

QList<Option> projectOptions()
{
    return {{u"config"_s, u"FILE"_s, u"the project's drizzle config, of any name"_s},
            {u"project"_s, u"DIR"_s, u"the project's folder (the current one, if nothing else is named)"_s},
            {u"migrations"_s, u"DIR"_s, u"the migrations folder, if it is not where the project says"_s}};
}

const QList<Command> &commands()
{
    static const QList<Command> list{
        {u"inspect"_s,
         u"TARGET"_s,
         1,
         1,
         u"tables, columns, keys, relations, indexes, views, triggers"_s,
         {{u"all"_s, {}, u"the system's own tables too"_s}}},
        {u"rows"_s,
         u"TARGET TABLE"_s,
         2,
         2,
         u"rows of a table or view (of a schema other than public: SCHEMA.TABLE)"_s,
         {{u"where"_s, u"'COL OP VALUE'"_s, u"only rows that meet it (may be repeated: all of them)"_s},
          {u"sort"_s, u"COL[:desc]"_s,
           u"order by it (may be repeated); a relation's name: by what its row is called"_s},
          {u"columns"_s, u"A,B"_s, u"these columns, in this order"_s},
          {u"labels"_s, {}, u"foreign keys with what their row is called: Ada Byron · 7; as the window remembers it"_s},
          {u"label"_s, u"TABLE=COL[,COL]"_s, u"what rows of TABLE are called, in this call alone (may be repeated)"_s},
          {u"offset"_s, u"N"_s, u"leave out the first N rows"_s},
          {u"limit"_s, u"N"_s, u"at most N rows (a table: 100 unless said, csv and json: all)"_s},
          {u"format"_s, u"table|csv|json"_s, u"how to write them"_s}}},
        {u"diff"_s, u"FROM TO"_s, 2, 2, u"the script from one schema to another; hazards on stderr"_s,
         schemaOptions() + gentleOptions()},
        {u"apply"_s, u"TARGET SCRIPT.sql | TARGET --to SCHEMA"_s, 1, 2,
         u"run a script, or what leads to a schema: rehearse it (a file's copy; on a server taken back), back up a "
         u"file, "
         "run, verify, record"_s,
         QList<Option>{{u"to"_s, u"SCHEMA"_s, u"change the database's schema into this one"_s}} + scriptOptions()
             + schemaOptions() + gentleOptions()},
        {u"generate"_s, u"[TARGET]"_s, 0, 1, u"write schema.ts's next migration: SQL, snapshot and journal entry"_s,
         QList<Option>{{u"name"_s, u"NAME"_s, u"what it is called; else from what it does"_s},
                       {u"custom"_s, {}, u"an empty one, to be filled in by hand"_s},
                       {u"dry-run"_s, {}, u"only say what would be written"_s},
                       {u"allow"_s, u"CODE"_s, u"H04: what goes and what comes are not the same"_s}}
             + schemaOptions() + projectOptions()},
        {u"push"_s, u"[TARGET]"_s, 0, 1, u"change the project's database into what schema.ts says, as apply does"_s,
         scriptOptions() + schemaOptions() + gentleOptions() + projectOptions()},
        {u"pull"_s, u"[TARGET]"_s, 0, 1, u"write the database as schema.ts and relations.ts"_s,
         QList<Option>{{u"out"_s, u"DIR"_s, u"the folder to write them to (the project's, else drizzle)"_s},
                       {u"force"_s, {}, u"replace files that are there"_s},
                       {u"dry-run"_s, {}, u"only say what would be written"_s},
                       {u"orm"_s, u"VERSION"_s, u"for this drizzle-orm (that which is installed there, else 0.x)"_s},
                       {u"keep-names"_s, {}, u"names as in the database, not camelCased"_s}}
             + projectOptions()},
        {u"check"_s, u"[TARGET]"_s, 0, 1, u"journal against files, snapshots in a row, hashes: exit code 1 if not"_s,
         QList<Option>{{u"repair"_s, {}, u"make missing snapshots anew, from what the files make of an empty database; put lost entries of the journal back"_s},
                       {u"dry-run"_s, {}, u"with --repair: only say what would be written"_s}}
             + projectOptions()},
        {u"status"_s, u"[TARGET]"_s, 0, 1,
         u"which migrations are applied, pending, edited, skipped; schema.ts, snapshot and database compared"_s,
         QList<Option>{
             {u"trust"_s, {}, u"trust the project's folder: its schema.ts is code, and is run to be compared"_s}}
             + projectOptions()},
        {u"migrate"_s, u"[TARGET]"_s, 0, 1, u"apply the pending Drizzle migrations"_s,
         QList<Option>{{u"rest"_s, {}, u"only what is missing of the next one, of which a part is there"_s},
                       {u"ran"_s, u"N[,N]"_s, u"with --rest: these of its statements ran (by number, as it says)"_s},
                       {u"not-run"_s, u"N[,N]"_s, u"with --rest: these did not"_s}}
             + scriptOptions() + projectOptions()},
        {u"reset"_s, u"[TARGET]"_s, 0, 1,
         u"drop everything and run all migrations, as one script that is shown; never where it is marked as production"_s,
         QList<Option>{{u"seed"_s, {}, u"then run the project's seed (the one of last time, else the likeliest)"_s},
                       {u"seed-name"_s, u"NAME"_s, u"then run this one: a script of package.json, or seed.sql"_s}}
             + scriptOptions().mid(0, 3) + projectOptions()},
        {u"history"_s,
         u"TARGET"_s,
         1,
         1,
         u"the scripts that were run on it"_s,
         {{u"limit"_s, u"N"_s, u"the newest N"_s}}},
        {u"undo"_s, u"TARGET"_s, 1, 1, u"take the newest change of the schema back, with the values that went"_s,
         QList<Option>{{u"script"_s, u"ID"_s, u"this one of the history"_s}} + scriptOptions()},
        {u"tour"_s,
         u"DIR [TARGET]"_s,
         1,
         2,
         u"draw every pane of the window to PNG files in DIR; nothing is written to TARGET"_s,
         {{u"theme"_s, u"dark|light"_s, u"only this theme"_s}}},
    };
    return list;
}

/// What opens the window has no name of its own.
const Command &windowCommand()
{
    static const Command command{{}, u"[TARGET | --config FILE | --sample]"_s, 0, 1,
                                 u"open the window, on the writable copy of the sample if that is asked for"_s,
                                 {{u"sample"_s, {}, u"open the writable copy of the sample"_s},
                                  {u"config"_s, u"FILE"_s, u"the project of this drizzle config"_s},
                                  {u"table"_s, u"NAME"_s, u"with this table or view in front"_s},
                                  {u"read-only"_s, {}, u"for reading only"_s}}};
    return command;
}

QString called(const Command &command)
{
    return command.name.isEmpty() ? u"raincheck"_s : u"raincheck "_s + command.name;
}

const Command *commandNamed(const QString &name)
{
    for (const Command &c : commands()) {
        if (c.name == name)
            return &c;
    }
    return nullptr;
}

const Option *optionNamed(const Command &command, const QString &name)
{
    if (name == jsonOption().name && !command.name.isEmpty())
        return &jsonOption();
    for (const Option &o : command.options) {
        if (o.name == name)
            return &o;
    }
    return nullptr;
}

Error usage(const QString &message)
{
    return Error::invalid(message);
}

/// Takes the option at `i` with its value; `i` ends on the last argument used.
Result<core::Done> takeOption(const Command &command, const QStringList &arguments, qsizetype &i, Invocation &into)
{
    const QString &argument = arguments.at(i);
    const QString name = argument.mid(2).section(u'=', 0, 0);
    const Option *option = optionNamed(command, name);
    if (!option)
        return usage(u"%1 has no option --%2; see %1 --help."_s.arg(called(command), name));
    const bool joined = argument.contains(u'=');
    if (option->value.isEmpty()) {
        if (joined)
            return usage(u"--%1 takes no value."_s.arg(name));
        into.options[name] = {QString()};
        return core::Done{};
    }
    if (!joined && i + 1 >= arguments.size())
        return usage(u"--%1 needs a value: --%1 %2."_s.arg(name, option->value));
    into.options[name] += joined ? argument.section(u'=', 1) : arguments.at(++i);
    return core::Done{};
}

/// --project and --config name the target in another way: not beside it, nor beside each other.
Result<core::Done> checkOneTarget(const Command &command, const Invocation &invocation)
{
    QStringList named;
    if (!invocation.places.isEmpty() && (optionNamed(command, u"config"_s) || optionNamed(command, u"project"_s)))
        named += u"TARGET"_s;
    for (const QString &option : {u"project"_s, u"config"_s}) {
        if (optionNamed(command, option) && invocation.has(option))
            named += u"--"_s + option;
    }
    if (named.size() < 2)
        return core::Done{};
    return usage(u"Name one database: %1 and %2 each say which; see %3 --help."_s.arg(named.at(0), named.at(1),
                                                                                  called(command)));
}

/// A script or a schema, not both, and nothing about schemas beside a script.
Result<core::Done> checkOneWay(const Command &command, const Invocation &invocation)
{
    if (command.name != u"apply"_s)
        return core::Done{};
    const bool toSchema = invocation.has(u"to"_s);
    if (toSchema == (invocation.places.size() == 2))
        return usage(u"Usage: %1 %2; see %1 --help."_s.arg(called(command), command.places));
    for (const QString &option : {u"rename"_s, u"fill"_s, u"concurrently"_s, u"not-valid"_s}) {
        if (!toSchema && invocation.has(option))
            return usage(u"--%1 is for --to: a script says itself what it does."_s.arg(option));
    }
    return core::Done{};
}

/// As a shell's variable that is not set does; only a table may be called nothing.
bool namesNothing(const Command &command, const QStringList &places)
{
    const QStringList kinds = command.places.split(u' ');
    for (qsizetype i = 0; i < places.size(); ++i) {
        if (places.at(i).isEmpty() && !kinds.value(i).contains(u"TABLE"_s))
            return true;
    }
    return false;
}

Result<Invocation> parseCommand(const Command &command, const QStringList &arguments)
{
    Invocation invocation;
    invocation.command = command.name;
    bool onlyPlaces = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        if (!onlyPlaces && argument == u"--"_s) {
            onlyPlaces = true;
        } else if (!onlyPlaces && (argument == u"--help"_s || argument == u"-h"_s)) {
            invocation.options[u"help"_s] = {QString()};
            return invocation;
        } else if (!onlyPlaces && argument.startsWith(u"--"_s)) {
            RC_TRY(takeOption(command, arguments, i, invocation));
        } else if (!onlyPlaces && argument.startsWith(u'-') && argument.size() > 1) {
            return usage(u"There is no option %1; see %2 --help."_s.arg(argument, called(command)));
        } else {
            invocation.places += argument;
        }
    }
    if (invocation.places.size() < command.fewest || invocation.places.size() > command.most)
        return usage(u"Usage: %1 %2; see %1 --help."_s.arg(called(command), command.places));
    if (namesNothing(command, invocation.places))
        return usage(u"One of the names is empty. Usage: %1 %2; see %1 --help."_s.arg(called(command), command.places));
    RC_TRY(checkOneTarget(command, invocation));
    RC_TRY(checkOneWay(command, invocation));
    return invocation;
}

QString optionLine(const Option &option)
{
    const QString left = option.value.isEmpty() ? u"--"_s + option.name : u"--%1 %2"_s.arg(option.name, option.value);
    return u"  "_s + left.leftJustified(26) + u' ' + option.text + u'\n';
}

} // namespace

QString Invocation::value(const QString &option, const QString &otherwise) const
{
    const QStringList all = options.value(option);
    return all.isEmpty() ? otherwise : all.last();
}

namespace {

Result<Invocation> parseWindow(const QStringList &arguments)
{
    // Two words are rather a mistyped command than two databases.
    if (arguments.size() > 1 && !arguments.at(0).startsWith(u'-') && !arguments.at(1).startsWith(u'-'))
        return usage(u"There is no command %1; see raincheck --help."_s.arg(arguments.first()));
    auto window = parseCommand(windowCommand(), arguments);
    if (!window || window->has(u"help"_s))
        return window;
    if (window->has(u"sample"_s) && !window->places.isEmpty())
        return usage(u"Name a database or say --sample, not both; see raincheck --help."_s);
    if (window->has(u"config"_s) && (window->has(u"sample"_s) || !window->places.isEmpty()))
        return usage(u"Name one database: --config says which; see raincheck --help."_s);
    if (window->has(u"table"_s) && window->places.isEmpty() && !window->has(u"sample"_s) && !window->has(u"config"_s))
        return usage(u"--table needs a database that it is in: raincheck TARGET --table NAME."_s);
    return window;
}

} // namespace

Result<Invocation> parseArguments(const QStringList &arguments)
{
    if (arguments.isEmpty())
        return Invocation{};
    const QString &first = arguments.first();
    if (const Command *command = commandNamed(first))
        return parseCommand(*command, arguments.mid(1));
    if (first == u"help"_s) {
        const QString about = arguments.value(1);
        if (!about.isEmpty() && !commandNamed(about))
            return usage(u"There is no command %1; see raincheck --help."_s.arg(about));
        return Invocation{about, {}, {{first, {QString()}}}};
    }
    if (first == u"--version"_s)
        return Invocation{{}, {}, {{u"version"_s, {QString()}}}};
    return parseWindow(arguments);
}

QString helpText(const QString &command)
{
    if (const Command *c = commandNamed(command)) {
        QString text = u"raincheck %1 %2 [options]\n  %3\n\n"_s.arg(c->name, c->places, c->text);
        for (const Option &option : c->options)
            text += optionLine(option);
        return text + optionLine(jsonOption())
            + u"\nWhat TARGET, FROM, TO and SCHEMA may be, how a server gets its password, and the exit codes: raincheck --help.\n"_s;
    }
    QString text = u"Raincheck shows what a change will do to a database before it is made.\n\n"
                   "raincheck [TARGET | --config FILE | --sample] [--table NAME] [--read-only]\n"
                   "  open the window, on the writable copy of the sample if that is asked for, with that table in front\n"_s;
    for (const Command &c : commands())
        text += u"raincheck %1 %2\n  %3\n"_s.arg(c.name, c.places, c.text);
    return text
        + u"\nTARGET is one of\n"
          "  FILE                  a SQLite database\n"
          "  postgresql://USER@HOST:PORT/DATABASE, or 'host=… dbname=…'\n"
          "                        a PostgreSQL database; what is left open is as for psql (PG* variables, service "
          "file, socket)\n"
          "  FOLDER, CONFIG        a folder in, above or below a Drizzle project or a Worker with D1, or its config\n"
          "  CONFIG#NAME, d1:NAME  one of several D1 databases of a config, or of the current folder\n"
          "FROM, TO and SCHEMA are a TARGET, a schema.ts, a Drizzle snapshot.json, or a .sql file of DDL.\n"
          "A server's password is taken from PGPASSWORD or ~/.pgpass, so that it need not stand in the command.\n"
          "Each command takes --json and --help.\n"
          "Exit codes: 0 done, 1 failed and nothing was kept, 2 wrong usage, 3 refused because of a hazard.\n"_s;
}

} // namespace app
