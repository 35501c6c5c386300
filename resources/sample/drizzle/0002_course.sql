CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`module_id` integer NOT NULL,
	`segment_number` integer NOT NULL,
	`file_name` text NOT NULL,
	`media_type` text NOT NULL,
	`bytes` blob,
	`uploaded_at` integer NOT NULL,
	FOREIGN KEY (`module_id`,`segment_number`) REFERENCES `segments`(`module_id`,`number`) ON UPDATE cascade ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attachments_segment_idx` ON `attachments` (`module_id`,`segment_number`);--> statement-breakpoint
CREATE TABLE `modules` (
	`id` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`title` text NOT NULL,
	`summary` text,
	`level` text DEFAULT 'novice' NOT NULL,
	`is_open` integer DEFAULT false NOT NULL,
	`opens_at` integer,
	CONSTRAINT "modules_level_check" CHECK("modules"."level" in ('novice', 'observer', 'forecaster'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `modules_position_unique` ON `modules` (`position`);--> statement-breakpoint
CREATE TABLE `progress` (
	`user_id` integer NOT NULL,
	`module_id` integer NOT NULL,
	`segment_number` integer NOT NULL,
	`state` text DEFAULT 'started' NOT NULL,
	`score` real,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`user_id`, `module_id`, `segment_number`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`module_id`,`segment_number`) REFERENCES `segments`(`module_id`,`number`) ON UPDATE cascade ON DELETE cascade,
	CONSTRAINT "progress_state_check" CHECK("progress"."state" in ('started', 'done', 'skipped'))
);
--> statement-breakpoint
CREATE INDEX `progress_segment_idx` ON `progress` (`module_id`,`segment_number`);--> statement-breakpoint
CREATE TABLE `segments` (
	`module_id` integer NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`kind` text DEFAULT 'lesson' NOT NULL,
	`minutes` integer DEFAULT 10 NOT NULL,
	`content` text,
	`quiz` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`module_id`, `number`),
	FOREIGN KEY (`module_id`) REFERENCES `modules`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "segments_kind_check" CHECK("segments"."kind" in ('lesson', 'exercise', 'field trip', 'quiz')),
	CONSTRAINT "segments_minutes_check" CHECK("segments"."minutes" between 1 and 240)
);
