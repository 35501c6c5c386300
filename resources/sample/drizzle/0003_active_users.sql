CREATE VIEW `active_users` AS select u.id, u.name, u.role, (select count(*) from comments c where c.user_id = u.id) as comments, (select count(*) from progress p where p.user_id = u.id and p.state = 'done') as segments_done, u.last_seen_at from users u where u.is_active = 1 and u.last_seen_at is not null;--> statement-breakpoint
CREATE TRIGGER `comments_edited` AFTER UPDATE OF `body` ON `comments` FOR EACH ROW WHEN old.`body` IS NOT new.`body`
BEGIN
	UPDATE `comments` SET `edited_at` = unixepoch() WHERE `id` = new.`id`;
END;