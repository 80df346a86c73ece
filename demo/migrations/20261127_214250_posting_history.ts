import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "payer_portal_posting_moves" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"posting_id" integer NOT NULL,
  	"at" timestamp with time zone DEFAULT now() NOT NULL,
  	"status" text NOT NULL,
  	"message" text,
  	"by" text
  );
  
  ALTER TABLE "transactions" ADD COLUMN "receipt_lines" jsonb;
  ALTER TABLE "payer_portal_postings" ADD COLUMN "sent" jsonb;
  ALTER TABLE "payer_portal_postings" ADD COLUMN "in_doubt" boolean DEFAULT false NOT NULL;
  ALTER TABLE "payer_portal_posting_moves" ADD CONSTRAINT "payer_portal_posting_moves_posting_id_payer_portal_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."payer_portal_postings"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "payer_portal_posting_moves_posting" ON "payer_portal_posting_moves" USING btree ("posting_id","id");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "payer_portal_posting_moves" CASCADE;
  ALTER TABLE "transactions" DROP COLUMN "receipt_lines";
  ALTER TABLE "payer_portal_postings" DROP COLUMN "sent";
  ALTER TABLE "payer_portal_postings" DROP COLUMN "in_doubt";`)
}
