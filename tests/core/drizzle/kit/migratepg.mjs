// SPDX-License-Identifier: GPL-3.0-or-later
// node migratepg.mjs FOLDER URL [SCHEMA TABLE]: drizzle-orm's own migrator on a PostgreSQL server, from the packages of
// the folder that it is run in. Prints nothing when all went well.
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const [migrationsFolder, url, migrationsSchema, migrationsTable] = process.argv.slice(2);
const client = require('postgres')(url, { max: 1, onnotice: () => {} });
const { drizzle } = require('drizzle-orm/postgres-js');
const { migrate } = require('drizzle-orm/postgres-js/migrator');
try {
    await migrate(drizzle({ client }), { migrationsFolder, migrationsSchema, migrationsTable });
} catch (error) {
    console.log(error.message, error.cause?.message ?? '');
    process.exitCode = 1;
}
await client.end();
