// SPDX-License-Identifier: GPL-3.0-or-later
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';

export const t = pgTable('t', { id: integer('id').primaryKey(), tags: text('tags').array(), data: jsonb('data'), name: text('name'), at: integer('at') }, (t) => [
    index('g').using('gin', t.tags), index('ops').using('gin', t.data.op('jsonb_path_ops')), index('h').using('hash', t.name), index('b').using('brin', t.at),
    index('pattern').using('btree', t.name.op('text_pattern_ops')), index('search').using('gin', sql`to_tsvector('english', ${t.name})`), index('down').using('btree', t.at.desc()),
]);
