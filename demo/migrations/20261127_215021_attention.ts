import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "payer_portal_alerts" ADD COLUMN "state" text DEFAULT 'open' NOT NULL;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "is_there" boolean DEFAULT true NOT NULL;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "owner_id" text;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "owner_name" text;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "note" text;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "payer_id" integer;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "posting_id" integer;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "run_id" integer;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "source" text;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "count" integer;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "times" integer DEFAULT 1 NOT NULL;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "raised_at" timestamp with time zone DEFAULT now() NOT NULL;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "resolved_by_id" text;
  ALTER TABLE "payer_portal_alerts" ADD COLUMN "resolved_by_name" text;
  CREATE INDEX "transactions_allocations_pending" ON "transactions_allocations" USING btree ("invoice_id") WHERE "transactions_allocations"."pending" <> 0;
  CREATE INDEX "payer_portal_mails_unsent" ON "payer_portal_mails" USING btree ("status") WHERE "payer_portal_mails"."status" in ('failed', 'bounced');
  CREATE INDEX "payer_portal_alerts_unsettled" ON "payer_portal_alerts" USING btree ("raised_at","id") WHERE "payer_portal_alerts"."state" <> 'done';
  CREATE INDEX "payer_portal_alerts_state" ON "payer_portal_alerts" USING btree ("state","raised_at","id");
  CREATE INDEX "payer_portal_alerts_kind" ON "payer_portal_alerts" USING btree ("kind","raised_at","id");
  CREATE INDEX "payer_portal_alerts_owner" ON "payer_portal_alerts" USING btree ("owner_id","raised_at","id");
  CREATE INDEX "payer_portal_alerts_payer" ON "payer_portal_alerts" USING btree ("payer_id");
  CREATE INDEX "payer_portal_alerts_there" ON "payer_portal_alerts" USING btree ("kind") WHERE "payer_portal_alerts"."is_there";`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "transactions_allocations_pending";
  DROP INDEX "payer_portal_mails_unsent";
  DROP INDEX "payer_portal_alerts_unsettled";
  DROP INDEX "payer_portal_alerts_state";
  DROP INDEX "payer_portal_alerts_kind";
  DROP INDEX "payer_portal_alerts_owner";
  DROP INDEX "payer_portal_alerts_payer";
  DROP INDEX "payer_portal_alerts_there";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "state";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "is_there";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "owner_id";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "owner_name";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "note";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "payer_id";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "posting_id";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "run_id";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "source";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "count";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "times";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "raised_at";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "updated_at";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "resolved_by_id";
  ALTER TABLE "payer_portal_alerts" DROP COLUMN "resolved_by_name";`)
}
