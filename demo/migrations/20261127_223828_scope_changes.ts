import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "payer_portal_scope_changes" (
  	"id" bigserial PRIMARY KEY NOT NULL,
  	"xid" "xid8" NOT NULL,
  	"payer_id" integer,
  	"at" timestamp with time zone DEFAULT now() NOT NULL
  );
  
  CREATE INDEX "payer_portal_scope_changes_xid" ON "payer_portal_scope_changes" USING btree ("xid");
  CREATE INDEX "payer_portal_scope_changes_at" ON "payer_portal_scope_changes" USING btree ("at");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TRIGGER IF EXISTS "payer_portal_note_added" ON "invoices";
  DROP TRIGGER IF EXISTS "payer_portal_note_removed" ON "invoices";
  DROP TRIGGER IF EXISTS "payer_portal_note_changed" ON "invoices";
  DROP TRIGGER IF EXISTS "payer_portal_note_emptied" ON "invoices";
  DROP TRIGGER IF EXISTS "payer_portal_note_added" ON "invoices_matters";
  DROP TRIGGER IF EXISTS "payer_portal_note_removed" ON "invoices_matters";
  DROP TRIGGER IF EXISTS "payer_portal_note_changed" ON "invoices_matters";
  DROP TRIGGER IF EXISTS "payer_portal_note_emptied" ON "invoices_matters";
  DROP TRIGGER IF EXISTS "payer_portal_note_added" ON "associations";
  DROP TRIGGER IF EXISTS "payer_portal_note_removed" ON "associations";
  DROP TRIGGER IF EXISTS "payer_portal_note_changed" ON "associations";
  DROP TRIGGER IF EXISTS "payer_portal_note_emptied" ON "associations";
  DROP FUNCTION IF EXISTS payer_portal_note_all();
  DROP FUNCTION IF EXISTS payer_portal_note_added();
  DROP FUNCTION IF EXISTS payer_portal_note_removed();
  DROP FUNCTION IF EXISTS payer_portal_note_invoices_changed();
  DROP FUNCTION IF EXISTS payer_portal_note_rules_added();
  DROP FUNCTION IF EXISTS payer_portal_note_rules_removed();
  DROP FUNCTION IF EXISTS payer_portal_note_rules_changed();
  DROP TABLE "payer_portal_scope_changes" CASCADE;`)
}
