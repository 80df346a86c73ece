import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "invoices_status_idx";
  DROP INDEX "invoices_updated_at_idx";
  DROP INDEX "invoices_created_at_idx";
  CREATE INDEX "invoices_list_due" ON "invoices" USING btree ("due_on","issued_on","id");
  CREATE INDEX "invoices_list_issued" ON "invoices" USING btree ("issued_on","id");
  CREATE INDEX "invoices_list_balance" ON "invoices" USING btree ("balance","id");
  CREATE INDEX "invoices_list_status" ON "invoices" USING btree ("status","id");
  CREATE INDEX "invoices_updated_at_idx" ON "invoices" USING btree ("updated_at","id");
  CREATE INDEX "invoices_created_at_idx" ON "invoices" USING btree ("created_at","id");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "invoices_list_due";
  DROP INDEX "invoices_list_issued";
  DROP INDEX "invoices_list_balance";
  DROP INDEX "invoices_list_status";
  DROP INDEX "invoices_updated_at_idx";
  DROP INDEX "invoices_created_at_idx";
  CREATE INDEX "invoices_status_idx" ON "invoices" USING btree ("status");
  CREATE INDEX "invoices_updated_at_idx" ON "invoices" USING btree ("updated_at");
  CREATE INDEX "invoices_created_at_idx" ON "invoices" USING btree ("created_at");`)
}
