import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "payer_portal_fresh_reads" (
  	"invoice_id" integer PRIMARY KEY NOT NULL,
  	"source" text NOT NULL,
  	"merged_at" timestamp with time zone NOT NULL
  );
  
  ALTER TABLE "payer_portal_fresh_reads" ADD CONSTRAINT "payer_portal_fresh_reads_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "payer_portal_fresh_reads_source" ON "payer_portal_fresh_reads" USING btree ("source","merged_at");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "payer_portal_fresh_reads" CASCADE;`)
}
