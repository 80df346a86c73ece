import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "payer_portal_email_changes" ADD COLUMN "scope" text DEFAULT 'record' NOT NULL;
  ALTER TABLE "payer_portal_email_changes" ADD COLUMN "request_id" integer;
  ALTER TABLE "payer_portal_email_changes" ADD COLUMN "token_id" integer;
  ALTER TABLE "payer_portal_email_changes" ADD COLUMN "canceled_at" timestamp with time zone;
  CREATE INDEX "payer_portal_email_changes_login" ON "payer_portal_email_changes" USING btree ("login_id");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "payer_portal_email_changes_login";
  ALTER TABLE "payer_portal_email_changes" DROP COLUMN "scope";
  ALTER TABLE "payer_portal_email_changes" DROP COLUMN "request_id";
  ALTER TABLE "payer_portal_email_changes" DROP COLUMN "token_id";
  ALTER TABLE "payer_portal_email_changes" DROP COLUMN "canceled_at";`)
}
