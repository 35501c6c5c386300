// SPDX-License-Identifier: GPL-3.0-or-later
// What a process that stands by does with its time: it runs drizzle-orm and our own code over a schema made up here, so
// that both are compiled by the time the project's schema comes. Nothing of the project runs.
import { describe } from './describe.mjs';

const text = (imports) => `
${imports}
import { sql } from 'drizzle-orm';
import * as c from 'drizzle-orm/sqlite-core';
const tables = {};
for (let i = 0; i < 60; ++i) {
    const before = tables['t' + (i - 1)];
    tables['t' + i] = c.sqliteTable('t' + i, {
        id: c.integer('id').primaryKey({ autoIncrement: true }),
        before: before ? c.integer('before').references(() => before.id, { onDelete: 'cascade' }) : c.integer('before'),
        name: c.text('name').notNull().default('a').unique(),
        kind: c.text('kind', { enum: ['a', 'b'] }),
        amount: c.real('amount').default(0.5),
        isOpen: c.integer('is_open', { mode: 'boolean' }).notNull().default(true),
        settings: c.text('settings', { mode: 'json' }),
        at: c.integer('at', { mode: 'timestamp' }).default(sql\`(unixepoch())\`),
        key: c.text('key').$defaultFn(() => 'a'),
    }, (t) => [
        c.index('i' + i).on(t.name, t.amount), c.uniqueIndex('u' + i).on(t.at),
        c.check('c' + i, sql\`\${t.amount} >= 0\`),
    ]);
}
export { tables as file0 };
`;

/** `imports`: what a bundle imports beside the project's files. */
export async function warmUp({ bundler, imports, folder, casing, major }) {
    const { exports } = await bundler.run(text(imports), 'warmup', folder);
    describe({ exports, files: ['warmup'], casing, major });
}
