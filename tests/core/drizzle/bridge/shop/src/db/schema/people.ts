import { relations } from 'drizzle-orm';
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { id, publicId, timestamps } from '@/lib/columns';
import { orders } from './orders';
import { db } from '../client';

export const isConnected = Boolean(db.select);

export const people = sqliteTable('people', {
  id: id(),
  publicId: publicId(),
  fullName: text().notNull(),
  mentorId: integer(), // no foreign key: relations() alone knows where it leads
  role: text({ enum: ['buyer', 'seller'] }).notNull().default('buyer'),
  ...timestamps,
}, (t) => [uniqueIndex('people_public_id').on(t.publicId)]);

export const profiles = sqliteTable('profiles', {
  personId: integer().primaryKey(),
  settings: text({ mode: 'json' }).$type<{ dark: boolean }>().default({ dark: true }),
});

export const peopleRelations = relations(people, ({ one, many }) => ({
  mentor: one(people, { fields: [people.mentorId], references: [people.id], relationName: 'mentoring' }),
  pupils: many(people, { relationName: 'mentoring' }),
  profile: one(profiles),
  bought: many(orders, { relationName: 'buyer' }),
  sold: many(orders, { relationName: 'seller' }),
}));

export const profileRelations = relations(profiles, ({ one }) => ({
  person: one(people, { fields: [profiles.personId], references: [people.id] }),
}));
