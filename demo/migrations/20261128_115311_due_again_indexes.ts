import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "invoices_open_client";
  DROP INDEX "invoices_open_due";
  DROP INDEX "invoices_open_matter";
  CREATE INDEX "invoices_open_client" ON "invoices" USING btree ("client_number","due_on","issued_on","id") WHERE ("invoices".status = 'open' or ("invoices".status = 'paid' and "invoices".pending < 0));
  CREATE INDEX "invoices_open_due" ON "invoices" USING btree ("due_on","issued_on","id") WHERE ("invoices".status = 'open' or ("invoices".status = 'paid' and "invoices".pending < 0));
  CREATE INDEX "invoices_open_matter" ON "invoices" USING btree ("matter_number","client_number","due_on","issued_on","id") WHERE ("invoices".status = 'open' or ("invoices".status = 'paid' and "invoices".pending < 0));`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "invoices_open_client";
  DROP INDEX "invoices_open_due";
  DROP INDEX "invoices_open_matter";
  CREATE INDEX "invoices_open_client" ON "invoices" USING btree ("client_number","due_on","issued_on","id") WHERE "invoices"."status" = 'open';
  CREATE INDEX "invoices_open_due" ON "invoices" USING btree ("due_on","issued_on","id") WHERE "invoices"."status" = 'open';
  CREATE INDEX "invoices_open_matter" ON "invoices" USING btree ("matter_number","client_number","due_on","issued_on","id") WHERE "invoices"."status" = 'open';`)
}
