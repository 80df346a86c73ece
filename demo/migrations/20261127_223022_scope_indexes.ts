import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE INDEX "associations_by_invoice_number" ON "associations" USING btree ("payer_id",(nullif(btrim(invoice_number, ' ' || chr(9) || chr(10) || chr(13)), '')),(nullif(btrim(client_number, ' ' || chr(9) || chr(10) || chr(13)), ''))) WHERE nullif(btrim(invoice_number, ' ' || chr(9) || chr(10) || chr(13)), '') is not null;
  CREATE INDEX "associations_by_client_number" ON "associations" USING btree ("payer_id",(nullif(btrim(client_number, ' ' || chr(9) || chr(10) || chr(13)), '')),(nullif(btrim(matter_number, ' ' || chr(9) || chr(10) || chr(13)), ''))) WHERE nullif(btrim(invoice_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(client_number, ' ' || chr(9) || chr(10) || chr(13)), '') is not null;
  CREATE INDEX "associations_by_matter_number" ON "associations" USING btree ("payer_id",(nullif(btrim(matter_number, ' ' || chr(9) || chr(10) || chr(13)), ''))) WHERE nullif(btrim(invoice_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(client_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(matter_number, ' ' || chr(9) || chr(10) || chr(13)), '') is not null;
  CREATE INDEX "associations_by_client_name" ON "associations" USING btree ("payer_id",(nullif(btrim(client_name, ' ' || chr(9) || chr(10) || chr(13)), ''))) WHERE nullif(btrim(invoice_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(client_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(matter_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(client_name, ' ' || chr(9) || chr(10) || chr(13)), '') is not null;
  CREATE INDEX "associations_by_matter_description" ON "associations" USING btree ("payer_id",(nullif(btrim(matter_description, ' ' || chr(9) || chr(10) || chr(13)), ''))) WHERE nullif(btrim(invoice_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(client_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(matter_number, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(client_name, ' ' || chr(9) || chr(10) || chr(13)), '') is null and nullif(btrim(matter_description, ' ' || chr(9) || chr(10) || chr(13)), '') is not null;
  CREATE INDEX "associations_excludes" ON "associations" USING btree ("payer_id") WHERE "associations"."effect" = 'exclude';
  CREATE INDEX "invoices_open_due" ON "invoices" USING btree ("due_on","issued_on","id") WHERE "invoices"."status" = 'open';`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "associations_by_invoice_number";
  DROP INDEX "associations_by_client_number";
  DROP INDEX "associations_by_matter_number";
  DROP INDEX "associations_by_client_name";
  DROP INDEX "associations_by_matter_description";
  DROP INDEX "associations_excludes";
  DROP INDEX "invoices_open_due";`)
}
