-- Tables that refer to each other and to themselves, all made anew at once.

-- from
CREATE TABLE staff (id INTEGER PRIMARY KEY, store INTEGER NOT NULL REFERENCES store(id), boss INTEGER REFERENCES staff(id) ON DELETE CASCADE);
CREATE TABLE store (id INTEGER PRIMARY KEY, manager INTEGER REFERENCES staff(id) ON DELETE CASCADE);

-- rows
INSERT INTO store VALUES (1, NULL); INSERT INTO staff VALUES (1, 1, NULL), (2, 1, 1); UPDATE store SET manager = 1;

-- to
CREATE TABLE staff (id INTEGER PRIMARY KEY, store BIGINT NOT NULL REFERENCES store(id), boss BIGINT REFERENCES staff(id) ON DELETE CASCADE);
CREATE TABLE store (id INTEGER PRIMARY KEY, manager BIGINT REFERENCES staff(id) ON DELETE CASCADE);

-- plan
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make staff anew beside the old one, because SQLite cannot do this in place: change the column store of staff: type BIGINT instead of INTEGER; change the column boss of staff: type BIGINT instead of INTEGER
CREATE TABLE `__new_staff` (
    `id` INTEGER PRIMARY KEY,
    `store` BIGINT NOT NULL REFERENCES `store` (`id`),
    `boss` BIGINT REFERENCES `staff` (`id`) ON DELETE CASCADE
);
-- Copy all rows of staff
INSERT INTO `__new_staff` (`id`, `store`, `boss`) SELECT `id`, `store`, `boss` FROM `staff`;
-- Drop the old staff; its rows are in the new one
DROP TABLE `staff`;
-- Give the new table the name staff
ALTER TABLE `__new_staff` RENAME TO `staff`;
-- Make store anew beside the old one, because SQLite cannot do this in place: change the column manager of store: type BIGINT instead of INTEGER
CREATE TABLE `__new_store` (
    `id` INTEGER PRIMARY KEY,
    `manager` BIGINT REFERENCES `staff` (`id`) ON DELETE CASCADE
);
-- Copy all rows of store
INSERT INTO `__new_store` (`id`, `manager`) SELECT `id`, `manager` FROM `store`;
-- Drop the old store; its rows are in the new one
DROP TABLE `store`;
-- Give the new table the name store
ALTER TABLE `__new_store` RENAME TO `store`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;

-- inverse
-- Switch foreign keys off, so that replacing a table does not empty the tables that refer to it
PRAGMA foreign_keys = OFF;
-- Make sure that foreign keys are off
PRAGMA foreign_keys;
-- Start the transaction and take the write lock
BEGIN IMMEDIATE;
-- Make staff anew beside the old one, because SQLite cannot do this in place: change the column store of staff: type INTEGER instead of BIGINT; change the column boss of staff: type INTEGER instead of BIGINT
CREATE TABLE `__new_staff` (
    `id` INTEGER PRIMARY KEY,
    `store` INTEGER NOT NULL REFERENCES `store` (`id`),
    `boss` INTEGER REFERENCES `staff` (`id`) ON DELETE CASCADE
);
-- Copy all rows of staff
INSERT INTO `__new_staff` (`id`, `store`, `boss`) SELECT `id`, `store`, `boss` FROM `staff`;
-- Drop the old staff; its rows are in the new one
DROP TABLE `staff`;
-- Give the new table the name staff
ALTER TABLE `__new_staff` RENAME TO `staff`;
-- Make store anew beside the old one, because SQLite cannot do this in place: change the column manager of store: type INTEGER instead of BIGINT
CREATE TABLE `__new_store` (
    `id` INTEGER PRIMARY KEY,
    `manager` INTEGER REFERENCES `staff` (`id`) ON DELETE CASCADE
);
-- Copy all rows of store
INSERT INTO `__new_store` (`id`, `manager`) SELECT `id`, `manager` FROM `store`;
-- Drop the old store; its rows are in the new one
DROP TABLE `store`;
-- Give the new table the name store
ALTER TABLE `__new_store` RENAME TO `store`;
-- Stop if any row refers to a missing one that did not do so before
PRAGMA foreign_key_check;
-- Keep all of it
COMMIT;
-- Switch foreign keys on again
PRAGMA foreign_keys = ON;
