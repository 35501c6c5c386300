import { defineRelations, defineRelationsPart } from 'drizzle-orm';
import { relations } from 'drizzle-orm/_relations';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const members = sqliteTable('members', {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  invitedBy: integer('invited_by'),
  joinedAt: integer('joined_at', { mode: 'timestamp' }),
});
export const cards = sqliteTable('cards', { memberId: integer('member_id').primaryKey(), number: text().notNull() });
export const groups = sqliteTable('groups', { id: integer().primaryKey(), title: text().notNull() });
export const memberships = sqliteTable('memberships', {
  memberId: integer('member_id').notNull(),
  groupId: integer('group_id').notNull(),
}, (t) => [primaryKey({ columns: [t.memberId, t.groupId] })]);
export const letters = sqliteTable('letters', { id: integer().primaryKey(), writer: integer(), reader: integer() });
export const visits = sqliteTable('visits', { id: integer().primaryKey(), memberId: integer('member_id') });

const tables = { members, cards, groups, memberships, letters };

export const clubRelations = defineRelations(tables, (r) => ({
  members: {
    inviter: r.one.members({ from: r.members.invitedBy, to: r.members.id, alias: 'invitation' }),
    invited: r.many.members({ alias: 'invitation' }),
    card: r.one.cards({ from: r.members.id, to: r.cards.memberId }),
    groups: r.many.groups({
      from: r.members.id.through(r.memberships.memberId),
      to: r.groups.id.through(r.memberships.groupId),
    }),
  },
  groups: { members: r.many.members() },
}));

export const letterRelations = defineRelationsPart(tables, (r) => ({
  letters: { writtenBy: r.one.members({ from: r.letters.writer, to: r.members.id, where: { name: 'x' } }) },
}));

export const visitRelations = relations(visits, ({ one }) => ({
  member: one(members, { fields: [visits.memberId], references: [members.id] }),
}));
