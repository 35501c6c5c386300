// SPDX-License-Identifier: GPL-3.0-or-later
// node migrate.mjs FOLDER DATABASE SQL: drizzle-orm's own migrator over sql.js, from the packages of the folder that it
// is run in. The database is made where there is none, with foreign keys on; then the SQL is run in it.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const [folder, file, sql] = process.argv.slice(2);
const SQL = await require('sql.js')();
const client = new SQL.Database(fs.existsSync(file) ? fs.readFileSync(file) : undefined);
client.run('PRAGMA foreign_keys = ON');
const { drizzle } = require('drizzle-orm/sql-js');
const { migrate } = require('drizzle-orm/sql-js/migrator');
try {
    await migrate(drizzle(client), { migrationsFolder: folder });
} catch (error) {
    console.log(error.message, error.cause?.message ?? '');
    process.exit(1);
}
if (sql) client.run(sql);
fs.writeFileSync(file, client.export());
