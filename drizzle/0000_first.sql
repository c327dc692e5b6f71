CREATE TABLE `measurements` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`survey_id` text NOT NULL,
	`survey_version` integer NOT NULL,
	`state` text NOT NULL,
	`opens_on` text NOT NULL,
	`closes_on` text NOT NULL,
	`counties` text NOT NULL,
	`units` text,
	`note` text,
	`made_up` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `pending` (
	`key` text PRIMARY KEY NOT NULL,
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`unit` text,
	`track` text,
	`age_group` text,
	`month` text,
	`mode` text NOT NULL,
	`respondent` text NOT NULL,
	`caller` text NOT NULL,
	`survey_id` text NOT NULL,
	`survey_version` integer NOT NULL,
	`completeness` text NOT NULL,
	`inside_window` integer NOT NULL,
	`answers` text NOT NULL,
	`remark` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `pending_group` ON `pending` (`measurement_id`,`county`,`care_type`);--> statement-breakpoint
CREATE TABLE `remarks` (
	`id` text PRIMARY KEY NOT NULL,
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`text` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `responses` (
	`id` text PRIMARY KEY NOT NULL,
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`unit` text,
	`track` text,
	`age_group` text,
	`month` text,
	`mode` text NOT NULL,
	`respondent` text NOT NULL,
	`caller` text NOT NULL,
	`survey_id` text NOT NULL,
	`survey_version` integer NOT NULL,
	`completeness` text NOT NULL,
	`inside_window` integer NOT NULL,
	`answers` text NOT NULL,
	`tallied` integer DEFAULT 0 NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `responses_untallied` ON `responses` (`id`) WHERE tallied = 0;--> statement-breakpoint
CREATE INDEX `responses_group` ON `responses` (`measurement_id`,`county`,`care_type`);--> statement-breakpoint
CREATE TABLE `tallies` (
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`mode` text NOT NULL,
	`respondent` text NOT NULL,
	`question` text NOT NULL,
	`code` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`measurement_id`, `county`, `care_type`, `mode`, `respondent`, `question`, `code`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `account_units` (
	`account_id` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `unit_id`)
);
--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text NOT NULL,
	`phone` text,
	`interview_layout` text DEFAULT 'one' NOT NULL,
	`disabled_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_username` ON `accounts` (`username`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`account_id` text,
	`mode` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`outcome` text,
	`talk_seconds` integer,
	`note` text
);
--> statement-breakpoint
CREATE INDEX `attempts_case` ON `attempts` (`case_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `call_events` (
	`call_id` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`event` text NOT NULL,
	PRIMARY KEY(`call_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `call_replies` (
	`call_id` text NOT NULL,
	`turn` integer NOT NULL,
	`token` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`call_id`, `turn`)
);
--> statement-breakpoint
CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`case_id` text,
	`account_id` text,
	`carrier` text NOT NULL,
	`direction` text NOT NULL,
	`ref` text,
	`other_ref` text,
	`conversation` text,
	`caller_key` text,
	`token` text NOT NULL,
	`placed_at` integer NOT NULL,
	`deadline_at` integer NOT NULL,
	`state` text NOT NULL,
	`sequence` integer NOT NULL,
	`turn` integer NOT NULL,
	`talk_seconds` integer,
	`settled_at` integer,
	`ended_at` integer,
	`erased_at` integer,
	`events` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calls_live` ON `calls` (`case_id`) WHERE ended_at is null and case_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `calls_ref` ON `calls` (`carrier`,`ref`) WHERE ref is not null;--> statement-breakpoint
CREATE INDEX `calls_deadline` ON `calls` (`deadline_at`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `calls_case` ON `calls` (`case_id`,`placed_at`);--> statement-breakpoint
CREATE INDEX `calls_to_erase` ON `calls` (`ended_at`) WHERE erased_at is null;--> statement-breakpoint
CREATE TABLE `care_providers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`county` text NOT NULL,
	`switchboard` text
);
--> statement-breakpoint
CREATE TABLE `care_units` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`name` text NOT NULL,
	`code` text,
	`kind` text NOT NULL,
	`care_type` text NOT NULL,
	`county` text NOT NULL,
	`calling_unit_id` text,
	`on_call_phone` text,
	`caller_id` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `care_units_name` ON `care_units` (`provider_id`,`name`);--> statement-breakpoint
CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`discharge_unit_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`track` text,
	`age_group` text,
	`routine` integer NOT NULL,
	`measurement_id` text,
	`survey_consent` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`owner_id` text,
	`owned_since` integer,
	`opens_on` text NOT NULL,
	`closes_on` text NOT NULL,
	`first_call_at` integer,
	`last_call_at` integer,
	`rest_until` integer,
	`appointment_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`interrupted` integer DEFAULT false NOT NULL,
	`handed_over_at` integer,
	`handed_over_because` text,
	`disposition` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `cases_work_list` ON `cases` (`unit_id`,`last_call_at`,`attempts`,`id`) WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX `cases_window` ON `cases` (`last_call_at`) WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX `cases_appointments` ON `cases` (`unit_id`,`appointment_at`) WHERE state <> 'closed' and appointment_at is not null;--> statement-breakpoint
CREATE INDEX `cases_closed` ON `cases` (`unit_id`,`closed_at`) WHERE state = 'closed';--> statement-breakpoint
CREATE INDEX `cases_owner` ON `cases` (`owner_id`) WHERE owner_id is not null;--> statement-breakpoint
CREATE INDEX `cases_opens` ON `cases` (`provider_id`,`opens_on`);--> statement-breakpoint
CREATE TABLE `discharges` (
	`id` text PRIMARY KEY NOT NULL,
	`source_id` text NOT NULL,
	`discharge_key` text NOT NULL,
	`patient_key` text,
	`unit_id` text NOT NULL,
	`care_type` text NOT NULL,
	`track` text,
	`residence` text NOT NULL,
	`discharged_on` text NOT NULL,
	`status` text NOT NULL,
	`consent` text NOT NULL,
	`robot_consent` integer NOT NULL,
	`protected` integer NOT NULL,
	`language` text,
	`interpreter` integer NOT NULL,
	`content_key` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `discharges_key` ON `discharges` (`discharge_key`);--> statement-breakpoint
CREATE INDEX `discharges_patient` ON `discharges` (`patient_key`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`account_id` text,
	`detail` text
);
--> statement-breakpoint
CREATE INDEX `events_case` ON `events` (`case_id`,`at`);--> statement-breakpoint
CREATE TABLE `interviews` (
	`case_id` text PRIMARY KEY NOT NULL,
	`survey_id` text NOT NULL,
	`survey_version` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `people` (
	`case_id` text PRIMARY KEY NOT NULL,
	`name` text,
	`phones` text NOT NULL,
	`birth_date` text,
	`proxy_name` text,
	`proxy_phone` text,
	`proxy_relation` text
);
--> statement-breakpoint
CREATE TABLE `phone_keys` (
	`key` text NOT NULL,
	`case_id` text NOT NULL,
	PRIMARY KEY(`key`, `case_id`)
);
--> statement-breakpoint
CREATE INDEX `phone_keys_case` ON `phone_keys` (`case_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`first_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sources` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`name` text NOT NULL,
	`columns` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_name` ON `sources` (`provider_id`,`name`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`kind` text NOT NULL,
	`need` text NOT NULL,
	`raised_at` integer NOT NULL,
	`raised_by` text,
	`due_at` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`done_at` integer,
	`done_by` text
);
--> statement-breakpoint
CREATE INDEX `tasks_unit` ON `tasks` (`unit_id`,`due_at`) WHERE done_at is null;--> statement-breakpoint
CREATE INDEX `tasks_case` ON `tasks` (`case_id`);--> statement-breakpoint
CREATE TABLE `ticks` (
	`name` text PRIMARY KEY NOT NULL,
	`ran_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tombstones` (
	`key` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`key`, `reason`)
);
--> statement-breakpoint
CREATE TABLE `upload_chunks` (
	`upload_id` text NOT NULL,
	`number` integer NOT NULL,
	`rows` text NOT NULL,
	`admitted_at` integer,
	PRIMARY KEY(`upload_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`account_id` text NOT NULL,
	`source_id` text NOT NULL,
	`file_name` text NOT NULL,
	`state` text NOT NULL,
	`header` text NOT NULL,
	`mapping` text NOT NULL,
	`warnings` text NOT NULL,
	`rows` integer NOT NULL,
	`admitted` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`unchanged` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
