import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TABLE "payer_portal_refund_keys" (
  	"payment_id" integer NOT NULL,
  	"key" text NOT NULL,
  	"request_hash" text NOT NULL,
  	"refund_id" integer NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	CONSTRAINT "payer_portal_refund_keys_payment_id_key_pk" PRIMARY KEY("payment_id","key")
  );
  
  ALTER TABLE "payer_portal_refund_keys" ADD CONSTRAINT "payer_portal_refund_keys_payment_id_transactions_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;
  ALTER TABLE "payer_portal_refund_keys" ADD CONSTRAINT "payer_portal_refund_keys_refund_id_transactions_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "payer_portal_refund_keys" CASCADE;`)
}
