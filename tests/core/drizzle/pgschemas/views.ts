// SPDX-License-Identifier: GPL-3.0-or-later
import { and, eq, gt, sql } from 'drizzle-orm';
import { boolean, integer, pgTable, pgView, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull(), isOpen: boolean('is_open').notNull() });
export const posts = pgTable('posts', { id: integer('id').primaryKey(), user: integer('user_id').references(() => users.id), title: text('title') });
export const all = pgView('all_users').as((q) => q.select().from(users));
export const open = pgView('open_users').as((q) => q.select({ id: users.id, name: users.name }).from(users).where(eq(users.isOpen, true)));
export const joined = pgView('joined').as((q) => q.select({ id: posts.id, name: users.name }).from(posts).leftJoin(users, eq(users.id, posts.user)).where(and(gt(posts.id, 5), eq(users.name, "it's"))));
export const counted = pgView('counted').as((q) => q.select({ user: posts.user, number: sql<number>`count(*)`.as('number') }).from(posts).groupBy(posts.user));
export const plain = pgView('plain', { id: integer('id'), loud: text('loud') }).as(sql`select id, upper(name) as loud from users`);
export const options = pgView('options').with({ securityInvoker: true, securityBarrier: true, checkOption: 'local' }).as((q) => q.select({ id: users.id }).from(users));
export const there = pgView('there', { id: integer('id') }).existing();
