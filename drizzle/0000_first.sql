CREATE TABLE `compliance_counts` (
	`provider_id` text NOT NULL,
	`month` text NOT NULL,
	`unit` text NOT NULL,
	`track` text NOT NULL,
	`stays` integer NOT NULL,
	`cases` integer NOT NULL,
	`attempted` integer NOT NULL,
	`reached` integer NOT NULL,
	`completed` integer NOT NULL,
	`never` integer NOT NULL,
	`hindered` integer NOT NULL,
	`tried` integer NOT NULL,
	`days_to_first` integer NOT NULL,
	`attempts` integer NOT NULL,
	`work_seconds` integer NOT NULL,
	`asked` integer NOT NULL,
	`consented` integer NOT NULL,
	`readmitted_before` integer NOT NULL,
	`readmitted_30` integer NOT NULL,
	PRIMARY KEY(`provider_id`, `month`, `unit`, `track`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `field_counts` (
	`provider_id` text NOT NULL,
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`unit` text NOT NULL,
	`disposition` text NOT NULL,
	`consent` text NOT NULL,
	`included` integer NOT NULL,
	`attempted` integer NOT NULL,
	`reached` integer NOT NULL,
	`begun` integer NOT NULL,
	`cases` integer NOT NULL,
	PRIMARY KEY(`provider_id`, `measurement_id`, `county`, `care_type`, `unit`, `disposition`, `consent`, `included`, `attempted`, `reached`, `begun`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `measurements` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`survey_id` text NOT NULL,
	`survey_version` integer NOT NULL,
	`modules` text,
	`state` text NOT NULL,
	`opens_on` text NOT NULL,
	`closes_on` text NOT NULL,
	`counties` text NOT NULL,
	`units` text,
	`caller` text DEFAULT 'hospital' NOT NULL,
	`note` text,
	`target` integer,
	`released_on` text,
	`closed_early_on` text,
	`thresholds` text,
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
CREATE TABLE `publication_parts` (
	`measurement_id` text NOT NULL,
	`number` integer NOT NULL,
	`part` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`measurement_id`, `number`, `part`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `publications` (
	`measurement_id` text NOT NULL,
	`number` integer NOT NULL,
	`published_on` text NOT NULL,
	`changed` text,
	PRIMARY KEY(`measurement_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `reach_counts` (
	`provider_id` text NOT NULL,
	`measurement_id` text NOT NULL,
	`month` text NOT NULL,
	`track` text NOT NULL,
	`age_group` text NOT NULL,
	`language` text NOT NULL,
	`rung_by` text NOT NULL,
	`reached` integer NOT NULL,
	`completed` integer NOT NULL,
	`cases` integer NOT NULL,
	PRIMARY KEY(`provider_id`, `measurement_id`, `month`, `track`, `age_group`, `language`, `rung_by`, `reached`, `completed`)
) WITHOUT ROWID;
--> statement-breakpoint
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
CREATE TABLE `cooperation_links` (
	`unit_id` text NOT NULL,
	`week` text NOT NULL,
	`cooperation_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`answers` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`unit_id`, `week`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `cooperation_links_token` ON `cooperation_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `cooperation_links_of` ON `cooperation_links` (`cooperation_id`);--> statement-breakpoint
CREATE TABLE `cooperation_publications` (
	`cooperation_id` text NOT NULL,
	`number` integer NOT NULL,
	`published_on` text NOT NULL,
	`changed` text,
	`report` text NOT NULL,
	PRIMARY KEY(`cooperation_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cooperation_replaced_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`cooperation_id` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cooperation_sent` (
	`page` text PRIMARY KEY NOT NULL,
	`cooperation_id` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cooperation_suggestions` (
	`id` text PRIMARY KEY NOT NULL,
	`cooperation_id` text NOT NULL,
	`party` text NOT NULL,
	`text` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `cooperation_suggestions_of` ON `cooperation_suggestions` (`cooperation_id`);--> statement-breakpoint
CREATE TABLE `cooperation_tallied_units` (
	`cooperation_id` text NOT NULL,
	`party` text NOT NULL,
	`question` text NOT NULL,
	`unit_id` text NOT NULL,
	`answers` integer NOT NULL,
	PRIMARY KEY(`cooperation_id`, `party`, `question`, `unit_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cooperation_tallies` (
	`cooperation_id` text NOT NULL,
	`party` text NOT NULL,
	`question` text NOT NULL,
	`code` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`cooperation_id`, `party`, `question`, `code`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cooperation_units` (
	`id` text PRIMARY KEY NOT NULL,
	`cooperation_id` text NOT NULL,
	`party` text NOT NULL,
	`name` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `cooperation_units_of` ON `cooperation_units` (`cooperation_id`);--> statement-breakpoint
CREATE TABLE `cooperation_waiting` (
	`key` text PRIMARY KEY NOT NULL,
	`cooperation_id` text NOT NULL,
	`party` text NOT NULL,
	`question` text NOT NULL,
	`unit_id` text NOT NULL,
	`code` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `cooperation_waiting_of` ON `cooperation_waiting` (`cooperation_id`,`party`,`question`);--> statement-breakpoint
CREATE TABLE `cooperations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`county` text NOT NULL,
	`opens_on` text NOT NULL,
	`closes_on` text NOT NULL,
	`state` text NOT NULL,
	`released_on` text,
	`version` integer NOT NULL,
	`steps` integer NOT NULL,
	`thresholds` text,
	`made_up` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
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
CREATE TABLE `unit_counts` (
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`unit` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`measurement_id`, `county`, `care_type`, `unit`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `unit_tallies` (
	`measurement_id` text NOT NULL,
	`county` text NOT NULL,
	`care_type` text NOT NULL,
	`unit` text NOT NULL,
	`question` text NOT NULL,
	`code` integer NOT NULL,
	`mode` text NOT NULL,
	`respondent` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`measurement_id`, `county`, `care_type`, `unit`, `question`, `code`, `mode`, `respondent`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `account_units` (
	`account_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`handles_protected` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`account_id`, `unit_id`)
);
--> statement-breakpoint
CREATE INDEX `account_units_named` ON `account_units` (`unit_id`) WHERE handles_protected = 1;--> statement-breakpoint
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
	`dialled_key` text,
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
	`escalation_account_id` text,
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
	`rest_because` text,
	`availability` text,
	`rest_note` text,
	`appointment_at` integer,
	`appointment_for` text,
	`interpreter_at` integer,
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
CREATE INDEX `cases_measurement` ON `cases` (`measurement_id`,`unit_id`,`state`,`disposition`) WHERE measurement_id is not null;--> statement-breakpoint
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
	`language_heard_at` integer,
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
	`version` integer DEFAULT 0 NOT NULL,
	`turns` text DEFAULT '[]' NOT NULL,
	`proxy_relation` text,
	`proxy_reason` text
);
--> statement-breakpoint
CREATE TABLE `named_proxies` (
	`case_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`relation` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `numbers` (
	`case_id` text NOT NULL,
	`number` text NOT NULL,
	`key` text NOT NULL,
	`whose` text NOT NULL,
	`name` text,
	`relation` text,
	`place` integer,
	`gone_at` integer,
	`gone_because` text,
	PRIMARY KEY(`case_id`, `number`)
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
CREATE TABLE `setting_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`account_id` text,
	`label` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `setting_changes_at` ON `setting_changes` (`at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shift_note_reads` (
	`note_id` text NOT NULL,
	`account_id` text NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`note_id`, `account_id`)
);
--> statement-breakpoint
CREATE TABLE `shift_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`unit_id` text NOT NULL,
	`text` text NOT NULL,
	`written_by` text NOT NULL,
	`written_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `shift_notes_unit` ON `shift_notes` (`unit_id`,`written_at`);--> statement-breakpoint
CREATE INDEX `shift_notes_written` ON `shift_notes` (`written_at`);--> statement-breakpoint
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
CREATE TABLE `task_counts` (
	`unit_id` text NOT NULL,
	`month` text NOT NULL,
	`kind` text NOT NULL,
	`fate` text NOT NULL,
	`acknowledged_in_time` integer NOT NULL,
	`done_in_time` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `month`, `kind`, `fate`, `acknowledged_in_time`, `done_in_time`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`kind` text NOT NULL,
	`need` text NOT NULL,
	`agreed` integer NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`raised_at` integer NOT NULL,
	`raised_month` text NOT NULL,
	`raised_by` text,
	`acknowledge_by` integer NOT NULL,
	`due_at` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`escalated_at` integer,
	`missed` integer DEFAULT false NOT NULL,
	`moved_at` integer,
	`moved_by` text,
	`moved_from` text,
	`move_reason` text,
	`done_at` integer,
	`done_by` text,
	`done_how` text,
	`done_text` text
);
--> statement-breakpoint
CREATE INDEX `tasks_unit` ON `tasks` (`unit_id`,`due_at`) WHERE done_at is null;--> statement-breakpoint
CREATE INDEX `tasks_done` ON `tasks` (`unit_id`,`done_at`) WHERE done_at is not null;--> statement-breakpoint
CREATE INDEX `tasks_case` ON `tasks` (`case_id`);--> statement-breakpoint
CREATE INDEX `tasks_waiting` ON `tasks` (`acknowledge_by`) WHERE done_at is null and acknowledged_at is null and escalated_at is null;--> statement-breakpoint
CREATE INDEX `tasks_escalated` ON `tasks` (`unit_id`) WHERE escalated_at is not null and acknowledged_at is null and done_at is null;--> statement-breakpoint
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
CREATE TABLE `undos` (
	`case_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`outcome` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`version` integer NOT NULL,
	`before` text NOT NULL,
	`answers_gone` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `undos_account` ON `undos` (`account_id`,`recorded_at`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE `web_links` (
	`case_id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`code_hash` text NOT NULL,
	`made_at` integer NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`wrong_tries` integer DEFAULT 0 NOT NULL,
	`browser_hash` text,
	`opened_at` integer,
	`respondent` text,
	`consented_at` integer,
	`ended` text,
	`draft` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `web_links_token` ON `web_links` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `web_links_code` ON `web_links` (`code_hash`);