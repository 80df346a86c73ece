import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "payer_portal_sync_cursors" (
  	"source" text PRIMARY KEY NOT NULL,
  	"cursor" text,
  	"read_at" timestamp with time zone NOT NULL,
  	"full_at" timestamp with time zone NOT NULL
  );
  
  CREATE TABLE "payer_portal_parked_rows" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"source" text NOT NULL,
  	"key" text NOT NULL,
  	"external_id" text,
  	"place" text,
  	"reason" text NOT NULL,
  	"row" jsonb NOT NULL,
  	"state" text DEFAULT 'parked' NOT NULL,
  	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"resolved_at" timestamp with time zone,
  	"run_id" integer
  );
  
  ALTER TABLE "payer_portal_sync_runs" ADD COLUMN "mode" text DEFAULT 'full' NOT NULL;
  ALTER TABLE "payer_portal_sync_runs" ADD COLUMN "cause" text DEFAULT 'schedule' NOT NULL;
  ALTER TABLE "payer_portal_sync_runs" ADD COLUMN "accepts_vanishing" boolean DEFAULT false NOT NULL;
  ALTER TABLE "payer_portal_sync_runs" ADD COLUMN "phase" text;
  ALTER TABLE "payer_portal_sync_runs" ADD COLUMN "progress_at" timestamp with time zone;
  ALTER TABLE "payer_portal_parked_rows" ADD CONSTRAINT "payer_portal_parked_rows_run_id_payer_portal_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."payer_portal_sync_runs"("id") ON DELETE set null ON UPDATE no action;
  CREATE UNIQUE INDEX "payer_portal_parked_rows_key" ON "payer_portal_parked_rows" USING btree ("source","key");
  CREATE INDEX "payer_portal_parked_rows_open" ON "payer_portal_parked_rows" USING btree ("source","id") WHERE "payer_portal_parked_rows"."resolved_at" is null;
  CREATE INDEX "payer_portal_parked_rows_run" ON "payer_portal_parked_rows" USING btree ("run_id");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "payer_portal_sync_cursors" CASCADE;
  DROP TABLE "payer_portal_parked_rows" CASCADE;
  ALTER TABLE "payer_portal_sync_runs" DROP COLUMN "mode";
  ALTER TABLE "payer_portal_sync_runs" DROP COLUMN "cause";
  ALTER TABLE "payer_portal_sync_runs" DROP COLUMN "accepts_vanishing";
  ALTER TABLE "payer_portal_sync_runs" DROP COLUMN "phase";
  ALTER TABLE "payer_portal_sync_runs" DROP COLUMN "progress_at";`)
}
