// SPDX-License-Identifier: GPL-3.0-or-later
import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgRole, pgTable, text } from 'drizzle-orm/pg-core';

export const admin = pgRole('dk_admin', { createDb: true, inherit: false });
export const known = pgRole('dk_known').existing();
export const t = pgTable('t', { id: integer('id').primaryKey(), owner: text('owner') }, (t) => [
    pgPolicy('everything'), pgPolicy('own', { as: 'permissive', to: 'public', for: 'select', using: sql`${t.owner} = current_user` }),
    pgPolicy('strict', { as: 'restrictive', to: [admin, known], for: 'update', using: sql`true`, withCheck: sql`owner is not null` }),
    pgPolicy('add', { for: 'insert', to: known, withCheck: sql`id > 0` }),
]);
export const linked = pgPolicy('linked', { for: 'delete', using: sql`false` }).link(t);
