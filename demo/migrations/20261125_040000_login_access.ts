import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
  CREATE TABLE "payers_texts" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer NOT NULL,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"text" varchar
  );

  CREATE TABLE "audit_log" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"action" varchar NOT NULL,
  	"payer_id" numeric,
  	"payer_name" varchar,
  	"actor_collection" varchar,
  	"actor_id" varchar,
  	"actor_name" varchar,
  	"ip" varchar,
  	"user_agent" varchar,
  	"data" jsonb,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );

  CREATE TABLE "payer_portal_people" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"payer_id" integer NOT NULL,
  	"login_id" integer,
  	"email" text NOT NULL,
  	"name" text,
  	"role" text DEFAULT 'owner' NOT NULL,
  	"invite_status" text DEFAULT 'none' NOT NULL,
  	"invite_sent_at" timestamp with time zone,
  	"invite_error" text,
  	"invite_response" text,
  	"bounce_reason" text,
  	"bounced_at" timestamp with time zone,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
  );

  CREATE TABLE "payer_portal_factors" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"login_id" integer NOT NULL,
  	"kind" text NOT NULL,
  	"name" text NOT NULL,
  	"secret" "bytea",
  	"last_step" bigint,
  	"credential_id" text,
  	"public_key" "bytea",
  	"counter" bigint,
  	"transports" jsonb,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"confirmed_at" timestamp with time zone,
  	"last_used_at" timestamp with time zone
  );

  CREATE TABLE "payer_portal_recovery_codes" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"login_id" integer NOT NULL,
  	"code_hash" "bytea" NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"used_at" timestamp with time zone
  );

  CREATE TABLE "payer_portal_challenges" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"login_id" integer NOT NULL,
  	"epoch" integer NOT NULL,
  	"purpose" text NOT NULL,
  	"token_hash" "bytea" NOT NULL,
  	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
  	"attempts" integer DEFAULT 0 NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"expires_at" timestamp with time zone NOT NULL,
  	"used_at" timestamp with time zone
  );

  CREATE TABLE "payer_portal_email_changes" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"payer_id" integer NOT NULL,
  	"person_id" integer,
  	"login_id" integer,
  	"old_email" text NOT NULL,
  	"new_email" text NOT NULL,
  	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"confirmed_at" timestamp with time zone,
  	"undo_until" timestamp with time zone,
  	"undone_at" timestamp with time zone
  );

  CREATE TABLE "payer_portal_views" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"payer_id" integer NOT NULL,
  	"staff_collection" text NOT NULL,
  	"staff_id" text NOT NULL,
  	"staff_name" text,
  	"token_hash" "bytea" NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"expires_at" timestamp with time zone NOT NULL,
  	"ended_at" timestamp with time zone
  );

  DROP INDEX "payer_portal_tokens_open";
  ALTER TABLE "payers" ADD COLUMN "archived_at" timestamp(3) with time zone;
  ALTER TABLE "payers" ADD COLUMN "erased_at" timestamp(3) with time zone;
  ALTER TABLE "payers" ADD COLUMN "merged_into" numeric;
  ALTER TABLE "payers" ADD COLUMN "mail_problem" varchar;
  ALTER TABLE "payer_portal_tokens" ADD COLUMN "person_id" integer;
  ALTER TABLE "payer_portal_mails" ADD COLUMN "person_id" integer;
  ALTER TABLE "payers_texts" ADD CONSTRAINT "payers_texts_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_people" ADD CONSTRAINT "payer_portal_people_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_people" ADD CONSTRAINT "payer_portal_people_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payer_portal_factors" ADD CONSTRAINT "payer_portal_factors_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_recovery_codes" ADD CONSTRAINT "payer_portal_recovery_codes_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_challenges" ADD CONSTRAINT "payer_portal_challenges_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_email_changes" ADD CONSTRAINT "payer_portal_email_changes_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_email_changes" ADD CONSTRAINT "payer_portal_email_changes_person_id_payer_portal_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."payer_portal_people"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payer_portal_email_changes" ADD CONSTRAINT "payer_portal_email_changes_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payer_portal_views" ADD CONSTRAINT "payer_portal_views_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "payers_texts_order_parent" ON "payers_texts" USING btree ("order","parent_id");
  CREATE INDEX "audit_log_action_idx" ON "audit_log" USING btree ("action");
  CREATE INDEX "audit_log_payer_id_idx" ON "audit_log" USING btree ("payer_id");
  CREATE INDEX "audit_log_actor_id_idx" ON "audit_log" USING btree ("actor_id");
  CREATE INDEX "audit_log_updated_at_idx" ON "audit_log" USING btree ("updated_at");
  CREATE INDEX "audit_log_created_at_idx" ON "audit_log" USING btree ("created_at");
  CREATE UNIQUE INDEX "payer_portal_people_email" ON "payer_portal_people" USING btree ("payer_id",lower("email"));
  CREATE UNIQUE INDEX "payer_portal_people_owner" ON "payer_portal_people" USING btree ("payer_id") WHERE "payer_portal_people"."role" = 'owner';
  CREATE UNIQUE INDEX "payer_portal_people_once" ON "payer_portal_people" USING btree ("payer_id","login_id");
  CREATE INDEX "payer_portal_people_login" ON "payer_portal_people" USING btree ("login_id");
  CREATE INDEX "payer_portal_factors_login" ON "payer_portal_factors" USING btree ("login_id");
  CREATE UNIQUE INDEX "payer_portal_factors_credential" ON "payer_portal_factors" USING btree ("credential_id");
  CREATE UNIQUE INDEX "payer_portal_recovery_codes_once" ON "payer_portal_recovery_codes" USING btree ("login_id","code_hash");
  CREATE UNIQUE INDEX "payer_portal_challenges_token" ON "payer_portal_challenges" USING btree ("token_hash");
  CREATE INDEX "payer_portal_challenges_login" ON "payer_portal_challenges" USING btree ("login_id");
  CREATE INDEX "payer_portal_email_changes_payer" ON "payer_portal_email_changes" USING btree ("payer_id");
  CREATE UNIQUE INDEX "payer_portal_views_token" ON "payer_portal_views" USING btree ("token_hash");
  ALTER TABLE "payer_portal_tokens" ADD CONSTRAINT "payer_portal_tokens_person_id_payer_portal_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."payer_portal_people"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payer_portal_mails" ADD CONSTRAINT "payer_portal_mails_person_id_payer_portal_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."payer_portal_people"("id") ON DELETE set null ON UPDATE no action;
  CREATE INDEX "payers_archived_at_idx" ON "payers" USING btree ("archived_at");
  CREATE INDEX "payer_portal_mails_recipient" ON "payer_portal_mails" USING btree (lower("recipient"),"created_at");
  INSERT INTO "payer_portal_people" ("payer_id", "login_id", "email", "role", "invite_status", "invite_sent_at", "invite_error")
    SELECT p."id", m."login_id", lower(p."email"), 'owner', coalesce(p."invite_status"::text, 'none'), p."invite_sent_at", p."invite_error"
    FROM "payers" p LEFT JOIN "payer_portal_memberships" m ON m."payer_id" = p."id" WHERE p."login_access";
  UPDATE "payer_portal_tokens" t SET "person_id" = o."id" FROM "payer_portal_people" o WHERE o."payer_id" = t."payer_id";
  UPDATE "payer_portal_mails" m SET "person_id" = t."person_id" FROM "payer_portal_tokens" t WHERE t."id" = m."token_id";
  INSERT INTO "audit_log" ("action", "payer_id", "actor_collection", "actor_id", "ip", "data", "created_at", "updated_at")
    SELECT "action", "payer_id", "actor_collection", "actor_id", "ip", "data", "at", "at" FROM "payer_portal_audit" ORDER BY "id";
  CREATE UNIQUE INDEX "payer_portal_tokens_open" ON "payer_portal_tokens" USING btree ("person_id","purpose") WHERE "payer_portal_tokens"."used_at" is null;
  DROP TABLE "payer_portal_memberships" CASCADE;
  DROP TABLE "payer_portal_audit" CASCADE;`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
  DROP TRIGGER IF EXISTS "payer_portal_show_access" ON "payers";
  DROP FUNCTION IF EXISTS payer_portal_show_access();
  DROP TRIGGER IF EXISTS "payer_portal_follow_people" ON "payer_portal_people";
  DROP FUNCTION IF EXISTS payer_portal_follow_people();
  DROP TRIGGER IF EXISTS "payer_portal_keep_audit" ON "audit_log";
  DROP TRIGGER IF EXISTS "payer_portal_keep_audit_whole" ON "audit_log";
  DROP FUNCTION IF EXISTS payer_portal_keep_audit();
  DROP TRIGGER IF EXISTS "payer_portal_keep_archived" ON "payer_portal_people";
  DROP FUNCTION IF EXISTS payer_portal_keep_archived();
  DROP TRIGGER IF EXISTS "payer_portal_keep_deleted" ON "payers";
  DROP FUNCTION IF EXISTS payer_portal_keep_deleted();
  DROP TRIGGER IF EXISTS "payer_portal_note_deleted" ON "payers";
  DROP FUNCTION IF EXISTS payer_portal_note_deleted();
  DROP FUNCTION IF EXISTS payer_portal_audit_blanked(jsonb);
  CREATE TABLE "payer_portal_memberships" (
  	"payer_id" integer NOT NULL,
  	"login_id" integer NOT NULL,
  	"role" text DEFAULT 'owner' NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	CONSTRAINT "payer_portal_memberships_payer_id_login_id_pk" PRIMARY KEY("payer_id","login_id")
  );

  CREATE TABLE "payer_portal_audit" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"at" timestamp with time zone DEFAULT now() NOT NULL,
  	"actor_collection" text,
  	"actor_id" text,
  	"action" text NOT NULL,
  	"payer_id" integer,
  	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
  	"ip" text
  );

  ALTER TABLE "payer_portal_memberships" ADD CONSTRAINT "payer_portal_memberships_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_memberships" ADD CONSTRAINT "payer_portal_memberships_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "payer_portal_memberships_login" ON "payer_portal_memberships" USING btree ("login_id");
  CREATE INDEX "payer_portal_audit_payer" ON "payer_portal_audit" USING btree ("payer_id","at");
  INSERT INTO "payer_portal_memberships" ("payer_id", "login_id", "role")
    SELECT "payer_id", "login_id", "role" FROM "payer_portal_people" WHERE "login_id" IS NOT NULL AND "role" = 'owner';
  INSERT INTO "payer_portal_audit" ("at", "actor_collection", "actor_id", "action", "payer_id", "data", "ip")
    SELECT "created_at", "actor_collection", "actor_id", "action", "payer_id"::integer, coalesce("data", '{}'), "ip" FROM "audit_log" ORDER BY "id";
  DELETE FROM "payer_portal_tokens" t USING "payer_portal_people" o WHERE o."id" = t."person_id" AND o."role" <> 'owner';
  ALTER TABLE "payer_portal_tokens" DROP CONSTRAINT "payer_portal_tokens_person_id_payer_portal_people_id_fk";
  ALTER TABLE "payer_portal_mails" DROP CONSTRAINT "payer_portal_mails_person_id_payer_portal_people_id_fk";
  ALTER TABLE "payers_texts" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "audit_log" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "payer_portal_people" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "payer_portal_factors" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "payer_portal_recovery_codes" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "payer_portal_challenges" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "payer_portal_email_changes" DISABLE ROW LEVEL SECURITY;
  ALTER TABLE "payer_portal_views" DISABLE ROW LEVEL SECURITY;
  DROP TABLE "payers_texts" CASCADE;
  DROP TABLE "audit_log" CASCADE;
  DROP TABLE "payer_portal_people" CASCADE;
  DROP TABLE "payer_portal_factors" CASCADE;
  DROP TABLE "payer_portal_recovery_codes" CASCADE;
  DROP TABLE "payer_portal_challenges" CASCADE;
  DROP TABLE "payer_portal_email_changes" CASCADE;
  DROP TABLE "payer_portal_views" CASCADE;


  DROP INDEX "payers_archived_at_idx";
  DROP INDEX "payer_portal_mails_recipient";
  DROP INDEX "payer_portal_tokens_open";
  CREATE UNIQUE INDEX "payer_portal_tokens_open" ON "payer_portal_tokens" USING btree ("payer_id","purpose") WHERE "payer_portal_tokens"."used_at" is null;
  ALTER TABLE "payers" DROP COLUMN "archived_at";
  ALTER TABLE "payers" DROP COLUMN "erased_at";
  ALTER TABLE "payers" DROP COLUMN "merged_into";
  ALTER TABLE "payers" DROP COLUMN "mail_problem";
  ALTER TABLE "payer_portal_tokens" DROP COLUMN "person_id";
  ALTER TABLE "payer_portal_mails" DROP COLUMN "person_id";`)
}
