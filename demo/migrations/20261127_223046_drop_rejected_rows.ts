import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "payer_portal_rejected_rows" CASCADE;`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "payer_portal_rejected_rows" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"source" text NOT NULL,
  	"external_id" text,
  	"reason" text NOT NULL,
  	"row" jsonb NOT NULL,
  	"run_id" integer NOT NULL
  );
  
  ALTER TABLE "payer_portal_rejected_rows" ADD CONSTRAINT "payer_portal_rejected_rows_run_id_payer_portal_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."payer_portal_sync_runs"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "payer_portal_rejected_rows_run" ON "payer_portal_rejected_rows" USING btree ("run_id");`)
}
