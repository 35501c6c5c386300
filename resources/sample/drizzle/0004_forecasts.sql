PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`title` text NOT NULL,
	`user_id` integer NOT NULL,
	`category` text,
	`published` integer DEFAULT false NOT NULL,
	`views` integer DEFAULT 0 NOT NULL,
	`rating` real,
	`excerpt` text,
	`body` text NOT NULL,
	`observation` text,
	`created_at` integer DEFAULT (unixepoch()) NOT NULL,
	`updated_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "posts_category_check" CHECK("__new_posts"."category" in ('essay', 'guide', 'note', 'forecast'))
);
--> statement-breakpoint
INSERT INTO `__new_posts`("id", "title", "user_id", "category", "published", "views", "rating", "excerpt", "body", "observation", "created_at", "updated_at") SELECT "id", "title", "user_id", "category", "published", "views", "rating", "excerpt", "body", "observation", "created_at", "updated_at" FROM `posts`;--> statement-breakpoint
DROP TABLE `posts`;--> statement-breakpoint
ALTER TABLE `__new_posts` RENAME TO `posts`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `posts_user_id_idx` ON `posts` (`user_id`);--> statement-breakpoint
CREATE INDEX `posts_published_created_at_idx` ON `posts` (`published`,`created_at`);