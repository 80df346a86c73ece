import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   CREATE TYPE "public"."enum_payers_invite_status" AS ENUM('none', 'queued', 'sent', 'failed', 'accepted', 'expired');
  CREATE TYPE "public"."enum_associations_effect" AS ENUM('include', 'exclude');
  CREATE TYPE "public"."enum_associations_ability" AS ENUM('pay', 'view');
  CREATE TYPE "public"."enum_associations_detail" AS ENUM('full', 'amounts');
  CREATE TYPE "public"."enum_invoices_status" AS ENUM('open', 'paid', 'void', 'credit');
  CREATE TYPE "public"."enum_transactions_kind" AS ENUM('payment', 'refund', 'return', 'dispute', 'reversal');
  CREATE TYPE "public"."enum_transactions_status" AS ENUM('pending', 'requires_action', 'processing', 'succeeded', 'failed', 'canceled');
  CREATE TYPE "public"."enum_transactions_channel" AS ENUM('portal', 'staff', 'link', 'autopay');
  CREATE TYPE "public"."enum_transactions_posting_status" AS ENUM('none', 'pending', 'incomplete', 'queued', 'posted', 'failed', 'removed');
  CREATE TABLE "users_sessions" (
  	"_order" integer NOT NULL,
  	"_parent_id" integer NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"created_at" timestamp(3) with time zone,
  	"expires_at" timestamp(3) with time zone NOT NULL
  );
  
  CREATE TABLE "users" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"email" varchar NOT NULL,
  	"reset_password_token" varchar,
  	"reset_password_expiration" timestamp(3) with time zone,
  	"salt" varchar,
  	"hash" varchar,
  	"reset_password_requested_at" timestamp(3) with time zone,
  	"login_attempts" numeric DEFAULT 0,
  	"lock_until" timestamp(3) with time zone
  );
  
  CREATE TABLE "payers" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"email" varchar NOT NULL,
  	"login_access" boolean DEFAULT false,
  	"first_name" varchar,
  	"last_name" varchar,
  	"business_name" varchar,
  	"name" varchar,
  	"phone" varchar,
  	"address" varchar,
  	"invite_status" "enum_payers_invite_status" DEFAULT 'none',
  	"invite_sent_at" timestamp(3) with time zone,
  	"invite_error" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "associations" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"payer_id" integer NOT NULL,
  	"client_number" varchar,
  	"client_name" varchar,
  	"matter_number" varchar,
  	"matter_description" varchar,
  	"invoice_number" varchar,
  	"source" varchar,
  	"effect" "enum_associations_effect" DEFAULT 'include' NOT NULL,
  	"ability" "enum_associations_ability" DEFAULT 'pay',
  	"detail" "enum_associations_detail" DEFAULT 'full',
  	"ends_on" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "invoices_matters" (
  	"_order" integer NOT NULL,
  	"_parent_id" integer NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"matter_number" varchar,
  	"matter_description" varchar
  );
  
  CREATE TABLE "invoices" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"number" varchar,
  	"status" "enum_invoices_status" NOT NULL,
  	"client_number" varchar,
  	"client_name" varchar,
  	"matter_number" varchar,
  	"matter_description" varchar,
  	"issued_on" varchar,
  	"due_on" varchar,
  	"currency" varchar NOT NULL,
  	"total" numeric,
  	"balance" numeric NOT NULL,
  	"pending" numeric DEFAULT 0,
  	"account" varchar,
  	"hold" varchar,
  	"memo" varchar,
  	"source" varchar NOT NULL,
  	"external_id" varchar NOT NULL,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"removed_at" timestamp with time zone
  );
  
  CREATE TABLE "transactions_allocations" (
  	"_order" integer NOT NULL,
  	"_parent_id" integer NOT NULL,
  	"id" varchar PRIMARY KEY NOT NULL,
  	"invoice_id" integer NOT NULL,
  	"invoice_number" varchar,
  	"amount" numeric NOT NULL,
  	"pending" numeric DEFAULT 0
  );
  
  CREATE TABLE "transactions" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"reference" varchar NOT NULL,
  	"kind" "enum_transactions_kind" NOT NULL,
  	"status" "enum_transactions_status" NOT NULL,
  	"payer_id" integer NOT NULL,
  	"original_id" integer,
  	"channel" "enum_transactions_channel" NOT NULL,
  	"amount" numeric NOT NULL,
  	"currency" varchar NOT NULL,
  	"refunded_amount" numeric DEFAULT 0,
  	"surcharge_amount" numeric DEFAULT 0,
  	"account" varchar NOT NULL,
  	"method_type" varchar,
  	"method_brand" varchar,
  	"method_last4" varchar,
  	"held" varchar,
  	"failure_code" varchar,
  	"failure_message" varchar,
  	"posting_status" "enum_transactions_posting_status" DEFAULT 'none',
  	"settled_at" timestamp(3) with time zone,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payload_kv" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"key" varchar NOT NULL,
  	"data" jsonb NOT NULL
  );
  
  CREATE TABLE "payload_locked_documents" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"global_slug" varchar,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payload_locked_documents_rels" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"users_id" integer,
  	"payers_id" integer
  );
  
  CREATE TABLE "payload_preferences" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"key" varchar,
  	"value" jsonb,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payload_preferences_rels" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"order" integer,
  	"parent_id" integer NOT NULL,
  	"path" varchar NOT NULL,
  	"users_id" integer,
  	"payers_id" integer
  );
  
  CREATE TABLE "payload_migrations" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"name" varchar,
  	"batch" numeric,
  	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
  	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "portal_settings" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"firm_name" varchar,
  	"logo" varchar,
  	"accent_color" varchar,
  	"contact_email" varchar,
  	"welcome" jsonb,
  	"invite_text" jsonb,
  	"receipt_text" jsonb,
  	"consent_text" varchar,
  	"consent_version" numeric DEFAULT 1,
  	"updated_at" timestamp(3) with time zone,
  	"created_at" timestamp(3) with time zone
  );
  
  CREATE TABLE "payer_portal_logins" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"email" text NOT NULL,
  	"password_hash" text,
  	"epoch" integer DEFAULT 0 NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payer_portal_memberships" (
  	"payer_id" integer NOT NULL,
  	"login_id" integer NOT NULL,
  	"role" text DEFAULT 'owner' NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	CONSTRAINT "payer_portal_memberships_payer_id_login_id_pk" PRIMARY KEY("payer_id","login_id")
  );
  
  CREATE TABLE "payer_portal_sessions" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"login_id" integer NOT NULL,
  	"payer_id" integer NOT NULL,
  	"token_hash" "bytea" NOT NULL,
  	"epoch" integer NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"expires_at" timestamp with time zone NOT NULL,
  	"user_agent" text,
  	"ip" text
  );
  
  CREATE TABLE "payer_portal_tokens" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"purpose" text NOT NULL,
  	"payer_id" integer NOT NULL,
  	"login_id" integer,
  	"email" text NOT NULL,
  	"seed" "bytea" NOT NULL,
  	"token_hash" "bytea" NOT NULL,
  	"expires_at" timestamp with time zone NOT NULL,
  	"used_at" timestamp with time zone,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payer_portal_mails" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"message_id" text NOT NULL,
  	"kind" text NOT NULL,
  	"dedupe_key" text,
  	"payer_id" integer,
  	"token_id" integer,
  	"recipient" text NOT NULL,
  	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
  	"status" text DEFAULT 'queued' NOT NULL,
  	"attempts" integer DEFAULT 0 NOT NULL,
  	"error" text,
  	"response" text,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"sent_at" timestamp with time zone
  );
  
  CREATE TABLE "payer_portal_limits" (
  	"key" varchar(255) PRIMARY KEY NOT NULL,
  	"points" integer DEFAULT 0 NOT NULL,
  	"expire" bigint
  );
  
  CREATE TABLE "payer_portal_alerts" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"kind" text NOT NULL,
  	"dedupe_key" text NOT NULL,
  	"transaction_id" integer,
  	"invoice_id" integer,
  	"message" text NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"resolved_at" timestamp with time zone
  );
  
  CREATE TABLE "payer_portal_audit" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"at" timestamp with time zone DEFAULT now() NOT NULL,
  	"actor_collection" text,
  	"actor_id" text,
  	"action" text NOT NULL,
  	"payer_id" integer,
  	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
  	"ip" text
  );
  
  CREATE TABLE "payer_portal_customers" (
  	"payer_id" integer PRIMARY KEY NOT NULL,
  	"gateway" text NOT NULL,
  	"customer_id" text NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payer_portal_payment_methods" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"payer_id" integer NOT NULL,
  	"gateway_id" text NOT NULL,
  	"type" text NOT NULL,
  	"brand" text,
  	"last4" text,
  	"exp_month" integer,
  	"exp_year" integer,
  	"is_default" boolean DEFAULT false NOT NULL,
  	"consent_at" timestamp with time zone NOT NULL,
  	"consent_version" text NOT NULL,
  	"consent_login_id" integer,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"removed_at" timestamp with time zone
  );
  
  CREATE TABLE "payer_portal_idempotency" (
  	"payer_id" integer NOT NULL,
  	"key" text NOT NULL,
  	"request_hash" text NOT NULL,
  	"transaction_id" integer NOT NULL,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	CONSTRAINT "payer_portal_idempotency_payer_id_key_pk" PRIMARY KEY("payer_id","key")
  );
  
  CREATE TABLE "payer_portal_gateway_payments" (
  	"transaction_id" integer PRIMARY KEY NOT NULL,
  	"gateway_id" text,
  	"chosen_method_id" integer,
  	"save_method" boolean DEFAULT false NOT NULL,
  	"consent_version" text,
  	"login_id" integer,
  	"confirmed_at" timestamp with time zone,
  	"lease_until" timestamp with time zone NOT NULL,
  	"expires_at" timestamp with time zone NOT NULL
  );
  
  CREATE TABLE "payer_portal_gateway_events" (
  	"id" text PRIMARY KEY NOT NULL,
  	"type" text NOT NULL,
  	"about" jsonb NOT NULL,
  	"body" jsonb NOT NULL,
  	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"processed_at" timestamp with time zone,
  	"error" text
  );
  
  CREATE TABLE "payer_portal_postings" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"transaction_id" integer NOT NULL,
  	"source" text NOT NULL,
  	"reference" text NOT NULL,
  	"status" text DEFAULT 'pending' NOT NULL,
  	"attempts" integer DEFAULT 0 NOT NULL,
  	"error" text,
  	"external_id" text,
  	"posted_at" timestamp with time zone,
  	"read_back_at" timestamp with time zone,
  	"removed_reason" text,
  	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
  );
  
  CREATE TABLE "payer_portal_sync_runs" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"source" text NOT NULL,
  	"status" text DEFAULT 'running' NOT NULL,
  	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
  	"finished_at" timestamp with time zone,
  	"as_of" timestamp with time zone,
  	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
  	"error" text
  );
  
  CREATE TABLE "payer_portal_rejected_rows" (
  	"id" serial PRIMARY KEY NOT NULL,
  	"source" text NOT NULL,
  	"external_id" text,
  	"reason" text NOT NULL,
  	"row" jsonb NOT NULL,
  	"run_id" integer NOT NULL
  );
  
  ALTER TABLE "users_sessions" ADD CONSTRAINT "users_sessions_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "associations" ADD CONSTRAINT "associations_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "invoices_matters" ADD CONSTRAINT "invoices_matters_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."invoices"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "transactions_allocations" ADD CONSTRAINT "transactions_allocations_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "transactions_allocations" ADD CONSTRAINT "transactions_allocations_parent_id_fk" FOREIGN KEY ("_parent_id") REFERENCES "public"."transactions"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "transactions" ADD CONSTRAINT "transactions_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "transactions" ADD CONSTRAINT "transactions_original_id_transactions_id_fk" FOREIGN KEY ("original_id") REFERENCES "public"."transactions"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payload_locked_documents_rels" ADD CONSTRAINT "payload_locked_documents_rels_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."payload_locked_documents"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payload_locked_documents_rels" ADD CONSTRAINT "payload_locked_documents_rels_users_fk" FOREIGN KEY ("users_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payload_locked_documents_rels" ADD CONSTRAINT "payload_locked_documents_rels_payers_fk" FOREIGN KEY ("payers_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."payload_preferences"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_users_fk" FOREIGN KEY ("users_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payload_preferences_rels" ADD CONSTRAINT "payload_preferences_rels_payers_fk" FOREIGN KEY ("payers_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_memberships" ADD CONSTRAINT "payer_portal_memberships_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_memberships" ADD CONSTRAINT "payer_portal_memberships_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_sessions" ADD CONSTRAINT "payer_portal_sessions_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_sessions" ADD CONSTRAINT "payer_portal_sessions_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_tokens" ADD CONSTRAINT "payer_portal_tokens_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_tokens" ADD CONSTRAINT "payer_portal_tokens_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_mails" ADD CONSTRAINT "payer_portal_mails_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_mails" ADD CONSTRAINT "payer_portal_mails_token_id_payer_portal_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."payer_portal_tokens"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_customers" ADD CONSTRAINT "payer_portal_customers_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_payment_methods" ADD CONSTRAINT "payer_portal_payment_methods_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE cascade ON UPDATE no action;
  ALTER TABLE "payer_portal_payment_methods" ADD CONSTRAINT "payer_portal_payment_methods_consent_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("consent_login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payer_portal_idempotency" ADD CONSTRAINT "payer_portal_idempotency_payer_id_payers_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payers"("id") ON DELETE restrict ON UPDATE no action;
  ALTER TABLE "payer_portal_idempotency" ADD CONSTRAINT "payer_portal_idempotency_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;
  ALTER TABLE "payer_portal_gateway_payments" ADD CONSTRAINT "payer_portal_gateway_payments_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;
  ALTER TABLE "payer_portal_gateway_payments" ADD CONSTRAINT "payer_portal_gateway_payments_chosen_method_id_payer_portal_payment_methods_id_fk" FOREIGN KEY ("chosen_method_id") REFERENCES "public"."payer_portal_payment_methods"("id") ON DELETE no action ON UPDATE no action;
  ALTER TABLE "payer_portal_gateway_payments" ADD CONSTRAINT "payer_portal_gateway_payments_login_id_payer_portal_logins_id_fk" FOREIGN KEY ("login_id") REFERENCES "public"."payer_portal_logins"("id") ON DELETE set null ON UPDATE no action;
  ALTER TABLE "payer_portal_postings" ADD CONSTRAINT "payer_portal_postings_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;
  ALTER TABLE "payer_portal_rejected_rows" ADD CONSTRAINT "payer_portal_rejected_rows_run_id_payer_portal_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."payer_portal_sync_runs"("id") ON DELETE cascade ON UPDATE no action;
  CREATE INDEX "users_sessions_order_idx" ON "users_sessions" USING btree ("_order");
  CREATE INDEX "users_sessions_parent_id_idx" ON "users_sessions" USING btree ("_parent_id");
  CREATE INDEX "users_updated_at_idx" ON "users" USING btree ("updated_at");
  CREATE INDEX "users_created_at_idx" ON "users" USING btree ("created_at");
  CREATE UNIQUE INDEX "users_email_idx" ON "users" USING btree ("email");
  CREATE INDEX "payers_login_access_idx" ON "payers" USING btree ("login_access");
  CREATE INDEX "payers_name_idx" ON "payers" USING btree ("name");
  CREATE INDEX "payers_invite_invite_status_idx" ON "payers" USING btree ("invite_status");
  CREATE INDEX "payers_updated_at_idx" ON "payers" USING btree ("updated_at");
  CREATE INDEX "payers_created_at_idx" ON "payers" USING btree ("created_at");
  CREATE INDEX "payers_email_lower" ON "payers" USING btree (lower("email"));
  CREATE INDEX "associations_payer_idx" ON "associations" USING btree ("payer_id");
  CREATE INDEX "associations_client_number_idx" ON "associations" USING btree ("client_number");
  CREATE INDEX "associations_matter_number_idx" ON "associations" USING btree ("matter_number");
  CREATE INDEX "associations_invoice_number_idx" ON "associations" USING btree ("invoice_number");
  CREATE INDEX "associations_updated_at_idx" ON "associations" USING btree ("updated_at");
  CREATE INDEX "associations_created_at_idx" ON "associations" USING btree ("created_at");
  CREATE INDEX "invoices_matters_order_idx" ON "invoices_matters" USING btree ("_order");
  CREATE INDEX "invoices_matters_parent_id_idx" ON "invoices_matters" USING btree ("_parent_id");
  CREATE INDEX "invoices_status_idx" ON "invoices" USING btree ("status");
  CREATE INDEX "invoices_updated_at_idx" ON "invoices" USING btree ("updated_at");
  CREATE INDEX "invoices_created_at_idx" ON "invoices" USING btree ("created_at");
  CREATE UNIQUE INDEX "invoices_identity" ON "invoices" USING btree ("source","external_id");
  CREATE INDEX "invoices_open_client" ON "invoices" USING btree ("client_number","due_on","issued_on","id") WHERE "invoices"."status" = 'open';
  CREATE INDEX "invoices_open_matter" ON "invoices" USING btree ("matter_number","client_number","due_on","issued_on","id") WHERE "invoices"."status" = 'open';
  CREATE INDEX "invoices_number" ON "invoices" USING btree ("number");
  CREATE INDEX "invoices_client" ON "invoices" USING btree ("client_number","matter_number");
  CREATE INDEX "invoices_matter" ON "invoices" USING btree ("matter_number");
  CREATE INDEX "invoices_client_name" ON "invoices" USING btree ("client_name");
  CREATE INDEX "invoices_matter_description" ON "invoices" USING btree ("matter_description");
  CREATE INDEX "transactions_allocations_order_idx" ON "transactions_allocations" USING btree ("_order");
  CREATE INDEX "transactions_allocations_parent_id_idx" ON "transactions_allocations" USING btree ("_parent_id");
  CREATE INDEX "transactions_allocations_invoice_idx" ON "transactions_allocations" USING btree ("invoice_id");
  CREATE INDEX "transactions_status_idx" ON "transactions" USING btree ("status");
  CREATE INDEX "transactions_payer_idx" ON "transactions" USING btree ("payer_id");
  CREATE INDEX "transactions_original_idx" ON "transactions" USING btree ("original_id");
  CREATE INDEX "transactions_updated_at_idx" ON "transactions" USING btree ("updated_at");
  CREATE INDEX "transactions_created_at_idx" ON "transactions" USING btree ("created_at");
  CREATE UNIQUE INDEX "transactions_reference_once" ON "transactions" USING btree ("reference");
  CREATE INDEX "transactions_history" ON "transactions" USING btree ("payer_id","created_at","id");
  CREATE UNIQUE INDEX "payload_kv_key_idx" ON "payload_kv" USING btree ("key");
  CREATE INDEX "payload_locked_documents_global_slug_idx" ON "payload_locked_documents" USING btree ("global_slug");
  CREATE INDEX "payload_locked_documents_updated_at_idx" ON "payload_locked_documents" USING btree ("updated_at");
  CREATE INDEX "payload_locked_documents_created_at_idx" ON "payload_locked_documents" USING btree ("created_at");
  CREATE INDEX "payload_locked_documents_rels_order_idx" ON "payload_locked_documents_rels" USING btree ("order");
  CREATE INDEX "payload_locked_documents_rels_parent_idx" ON "payload_locked_documents_rels" USING btree ("parent_id");
  CREATE INDEX "payload_locked_documents_rels_path_idx" ON "payload_locked_documents_rels" USING btree ("path");
  CREATE INDEX "payload_locked_documents_rels_users_id_idx" ON "payload_locked_documents_rels" USING btree ("users_id");
  CREATE INDEX "payload_locked_documents_rels_payers_id_idx" ON "payload_locked_documents_rels" USING btree ("payers_id");
  CREATE INDEX "payload_preferences_key_idx" ON "payload_preferences" USING btree ("key");
  CREATE INDEX "payload_preferences_updated_at_idx" ON "payload_preferences" USING btree ("updated_at");
  CREATE INDEX "payload_preferences_created_at_idx" ON "payload_preferences" USING btree ("created_at");
  CREATE INDEX "payload_preferences_rels_order_idx" ON "payload_preferences_rels" USING btree ("order");
  CREATE INDEX "payload_preferences_rels_parent_idx" ON "payload_preferences_rels" USING btree ("parent_id");
  CREATE INDEX "payload_preferences_rels_path_idx" ON "payload_preferences_rels" USING btree ("path");
  CREATE INDEX "payload_preferences_rels_users_id_idx" ON "payload_preferences_rels" USING btree ("users_id");
  CREATE INDEX "payload_preferences_rels_payers_id_idx" ON "payload_preferences_rels" USING btree ("payers_id");
  CREATE INDEX "payload_migrations_updated_at_idx" ON "payload_migrations" USING btree ("updated_at");
  CREATE INDEX "payload_migrations_created_at_idx" ON "payload_migrations" USING btree ("created_at");
  CREATE UNIQUE INDEX "payer_portal_logins_email" ON "payer_portal_logins" USING btree (lower("email"));
  CREATE INDEX "payer_portal_memberships_login" ON "payer_portal_memberships" USING btree ("login_id");
  CREATE UNIQUE INDEX "payer_portal_sessions_token" ON "payer_portal_sessions" USING btree ("token_hash");
  CREATE INDEX "payer_portal_sessions_login" ON "payer_portal_sessions" USING btree ("login_id");
  CREATE INDEX "payer_portal_sessions_payer" ON "payer_portal_sessions" USING btree ("payer_id");
  CREATE UNIQUE INDEX "payer_portal_tokens_hash" ON "payer_portal_tokens" USING btree ("token_hash");
  CREATE UNIQUE INDEX "payer_portal_tokens_open" ON "payer_portal_tokens" USING btree ("payer_id","purpose") WHERE "payer_portal_tokens"."used_at" is null;
  CREATE UNIQUE INDEX "payer_portal_mails_message" ON "payer_portal_mails" USING btree ("message_id");
  CREATE UNIQUE INDEX "payer_portal_mails_dedupe" ON "payer_portal_mails" USING btree ("dedupe_key");
  CREATE INDEX "payer_portal_mails_payer" ON "payer_portal_mails" USING btree ("payer_id");
  CREATE UNIQUE INDEX "payer_portal_alerts_dedupe" ON "payer_portal_alerts" USING btree ("dedupe_key");
  CREATE INDEX "payer_portal_audit_payer" ON "payer_portal_audit" USING btree ("payer_id","at");
  CREATE UNIQUE INDEX "payer_portal_customers_customer" ON "payer_portal_customers" USING btree ("customer_id");
  CREATE UNIQUE INDEX "payer_portal_payment_methods_gateway" ON "payer_portal_payment_methods" USING btree ("gateway_id");
  CREATE INDEX "payer_portal_payment_methods_payer" ON "payer_portal_payment_methods" USING btree ("payer_id");
  CREATE UNIQUE INDEX "payer_portal_payment_methods_default" ON "payer_portal_payment_methods" USING btree ("payer_id") WHERE "payer_portal_payment_methods"."is_default" and "payer_portal_payment_methods"."removed_at" is null;
  CREATE UNIQUE INDEX "payer_portal_gateway_payments_gateway" ON "payer_portal_gateway_payments" USING btree ("gateway_id");
  CREATE INDEX "payer_portal_gateway_payments_lease" ON "payer_portal_gateway_payments" USING btree ("lease_until");
  CREATE INDEX "payer_portal_gateway_events_open" ON "payer_portal_gateway_events" USING btree ("received_at") WHERE "payer_portal_gateway_events"."processed_at" is null;
  CREATE UNIQUE INDEX "payer_portal_postings_transaction" ON "payer_portal_postings" USING btree ("transaction_id");
  CREATE UNIQUE INDEX "payer_portal_postings_reference" ON "payer_portal_postings" USING btree ("reference");
  CREATE INDEX "payer_portal_postings_status" ON "payer_portal_postings" USING btree ("status");
  CREATE INDEX "payer_portal_postings_unread" ON "payer_portal_postings" USING btree ("source") WHERE "payer_portal_postings"."read_back_at" is null;
  CREATE INDEX "payer_portal_sync_runs_source" ON "payer_portal_sync_runs" USING btree ("source","started_at");
  CREATE INDEX "payer_portal_rejected_rows_run" ON "payer_portal_rejected_rows" USING btree ("run_id");`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP TABLE "users_sessions" CASCADE;
  DROP TABLE "users" CASCADE;
  DROP TABLE "payers" CASCADE;
  DROP TABLE "associations" CASCADE;
  DROP TABLE "invoices_matters" CASCADE;
  DROP TABLE "invoices" CASCADE;
  DROP TABLE "transactions_allocations" CASCADE;
  DROP TABLE "transactions" CASCADE;
  DROP TABLE "payload_kv" CASCADE;
  DROP TABLE "payload_locked_documents" CASCADE;
  DROP TABLE "payload_locked_documents_rels" CASCADE;
  DROP TABLE "payload_preferences" CASCADE;
  DROP TABLE "payload_preferences_rels" CASCADE;
  DROP TABLE "payload_migrations" CASCADE;
  DROP TABLE "portal_settings" CASCADE;
  DROP TABLE "payer_portal_logins" CASCADE;
  DROP TABLE "payer_portal_memberships" CASCADE;
  DROP TABLE "payer_portal_sessions" CASCADE;
  DROP TABLE "payer_portal_tokens" CASCADE;
  DROP TABLE "payer_portal_mails" CASCADE;
  DROP TABLE "payer_portal_limits" CASCADE;
  DROP TABLE "payer_portal_alerts" CASCADE;
  DROP TABLE "payer_portal_audit" CASCADE;
  DROP TABLE "payer_portal_customers" CASCADE;
  DROP TABLE "payer_portal_payment_methods" CASCADE;
  DROP TABLE "payer_portal_idempotency" CASCADE;
  DROP TABLE "payer_portal_gateway_payments" CASCADE;
  DROP TABLE "payer_portal_gateway_events" CASCADE;
  DROP TABLE "payer_portal_postings" CASCADE;
  DROP TABLE "payer_portal_sync_runs" CASCADE;
  DROP TABLE "payer_portal_rejected_rows" CASCADE;
  DROP TYPE "public"."enum_payers_invite_status";
  DROP TYPE "public"."enum_associations_effect";
  DROP TYPE "public"."enum_associations_ability";
  DROP TYPE "public"."enum_associations_detail";
  DROP TYPE "public"."enum_invoices_status";
  DROP TYPE "public"."enum_transactions_kind";
  DROP TYPE "public"."enum_transactions_status";
  DROP TYPE "public"."enum_transactions_channel";
  DROP TYPE "public"."enum_transactions_posting_status";`)
}
