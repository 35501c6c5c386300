// SPDX-License-Identifier: GPL-3.0-or-later
// The blog of a small club of weather writers, and the course they teach.
//
// Times: blog tables keep unix seconds, the course keeps unix milliseconds (it came later, from another hand).
import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  blob,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  sqliteView,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

export type Settings = { theme: 'dark' | 'light'; units: 'metric' | 'imperial'; digest: boolean };
export type Observation = { station: string; celsius: number; hectopascal: number; sky: string[] };

export const users = sqliteTable(
  'users',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['reader', 'author', 'admin'] }).notNull().default('reader'),
    bio: text('bio'),
    settings: text('settings', { mode: 'json' }).$type<Settings>(),
    avatar: blob('avatar', { mode: 'buffer' }),
    isActive: integer('is_active', { mode: 'boolean' }).notNull().default(true),
    createdAt: integer('created_at', { mode: 'timestamp' }).notNull().default(sql`(unixepoch())`),
    lastSeenAt: integer('last_seen_at', { mode: 'timestamp' }),
  },
  (t) => [
    uniqueIndex('users_email_lower').on(sql`lower(${t.email})`),
    check('users_role_check', sql`${t.role} in ('reader', 'author', 'admin')`),
  ],
);

export const posts = sqliteTable(
  'posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    title: text('title').notNull(),
    userId: integer('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    category: text('category', { enum: ['essay', 'guide', 'note', 'forecast'] }),
    published: integer('published', { mode: 'boolean' }).notNull().default(false),
    views: integer('views').notNull().default(0),
    rating: real('rating'),
    excerpt: text('excerpt'),
    body: text('body').notNull(),
    observation: text('observation', { mode: 'json' }).$type<Observation>(),
    createdAt: integer('created_at', { mode: 'timestamp' }).notNull().default(sql`(unixepoch())`),
    updatedAt: integer('updated_at', { mode: 'timestamp' }),
  },
  (t) => [
    index('posts_user_id_idx').on(t.userId),
    index('posts_published_created_at_idx').on(t.published, t.createdAt),
    check('posts_category_check', sql`${t.category} in ('essay', 'guide', 'note', 'forecast')`),
  ],
);

export const tags = sqliteTable('tags', {
  id: integer('id').primaryKey(),
  name: text('name').notNull().unique(),
  colour: text('colour'),
});

export const postTags = sqliteTable(
  'post_tags',
  {
    postId: integer('post_id').notNull().references(() => posts.id, { onDelete: 'cascade' }),
    tagId: integer('tag_id').notNull().references(() => tags.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.postId, t.tagId] }), index('post_tags_tag_id_idx').on(t.tagId)],
);

// The trigger comments_edited keeps edited_at: Drizzle knows no triggers, so it stands in 0003_active_users.sql by hand.
export const comments = sqliteTable(
  'comments',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    postId: integer('post_id').notNull().references(() => posts.id, { onDelete: 'cascade' }),
    userId: integer('user_id').references(() => users.id, { onDelete: 'set null' }),
    parentId: integer('parent_id').references((): AnySQLiteColumn => comments.id, { onDelete: 'cascade' }),
    body: text('body').notNull(),
    state: text('state', { enum: ['visible', 'held', 'hidden'] }).notNull().default('visible'),
    createdAt: integer('created_at', { mode: 'timestamp' }).notNull().default(sql`(unixepoch())`),
    editedAt: integer('edited_at', { mode: 'timestamp' }),
  },
  (t) => [
    index('comments_post_id_created_at_idx').on(t.postId, t.createdAt),
    index('comments_parent_id_idx').on(t.parentId),
    index('comments_held_idx').on(t.createdAt).where(sql`${t.state} = 'held'`),
    check('comments_state_check', sql`${t.state} in ('visible', 'held', 'hidden')`),
    check('comments_body_check', sql`length(${t.body}) > 0`),
  ],
);

export const modules = sqliteTable(
  'modules',
  {
    id: integer('id').primaryKey(),
    position: integer('position').notNull().unique(),
    title: text('title').notNull(),
    summary: text('summary'),
    level: text('level', { enum: ['novice', 'observer', 'forecaster'] }).notNull().default('novice'),
    isOpen: integer('is_open', { mode: 'boolean' }).notNull().default(false),
    opensAt: integer('opens_at', { mode: 'timestamp_ms' }),
  },
  (t) => [check('modules_level_check', sql`${t.level} in ('novice', 'observer', 'forecaster')`)],
);

export const segments = sqliteTable(
  'segments',
  {
    moduleId: integer('module_id').notNull().references(() => modules.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    title: text('title').notNull(),
    kind: text('kind', { enum: ['lesson', 'exercise', 'field trip', 'quiz'] }).notNull().default('lesson'),
    minutes: integer('minutes').notNull().default(10),
    content: text('content'),
    quiz: text('quiz', { mode: 'json' }).$type<{ question: string; answers: string[]; right: number }[]>(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.moduleId, t.number] }),
    check('segments_kind_check', sql`${t.kind} in ('lesson', 'exercise', 'field trip', 'quiz')`),
    check('segments_minutes_check', sql`${t.minutes} between 1 and 240`),
  ],
);

export const attachments = sqliteTable(
  'attachments',
  {
    id: text('id').primaryKey(),
    moduleId: integer('module_id').notNull(),
    segmentNumber: integer('segment_number').notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    bytes: blob('bytes', { mode: 'buffer' }),
    uploadedAt: integer('uploaded_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.moduleId, t.segmentNumber],
      foreignColumns: [segments.moduleId, segments.number],
      name: 'attachments_segment_fk',
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
    index('attachments_segment_idx').on(t.moduleId, t.segmentNumber),
  ],
);

export const progress = sqliteTable(
  'progress',
  {
    userId: integer('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    moduleId: integer('module_id').notNull(),
    segmentNumber: integer('segment_number').notNull(),
    state: text('state', { enum: ['started', 'done', 'skipped'] }).notNull().default('started'),
    score: real('score'),
    startedAt: integer('started_at', { mode: 'timestamp_ms' }).notNull(),
    finishedAt: integer('finished_at', { mode: 'timestamp_ms' }),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.moduleId, t.segmentNumber] }),
    foreignKey({
      columns: [t.moduleId, t.segmentNumber],
      foreignColumns: [segments.moduleId, segments.number],
      name: 'progress_segment_fk',
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
    index('progress_segment_idx').on(t.moduleId, t.segmentNumber),
    check('progress_state_check', sql`${t.state} in ('started', 'done', 'skipped')`),
  ],
);

// Who wrote a comment or worked on the course, and when we last saw them. Reads nothing of posts, so that posts can
// be rebuilt under it.
export const activeUsers = sqliteView('active_users', {
  id: integer('id'),
  name: text('name'),
  role: text('role'),
  comments: integer('comments'),
  segmentsDone: integer('segments_done'),
  lastSeenAt: integer('last_seen_at', { mode: 'timestamp' }),
}).as(
  sql`select u.id, u.name, u.role, (select count(*) from comments c where c.user_id = u.id) as comments, (select count(*) from progress p where p.user_id = u.id and p.state = 'done') as segments_done, u.last_seen_at from users u where u.is_active = 1 and u.last_seen_at is not null`,
);
