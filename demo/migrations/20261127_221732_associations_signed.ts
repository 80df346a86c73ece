import { MigrateUpArgs, MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "associations" ADD COLUMN "created_by" varchar;
  ALTER TABLE "associations" ADD COLUMN "updated_by" varchar;
  CREATE INDEX "associations_client_name_idx" ON "associations" USING btree ("client_name");
  CREATE INDEX "associations_matter_description_idx" ON "associations" USING btree ("matter_description");
  CREATE INDEX "associations_exclude_matter" ON "associations" USING btree ("matter_number") WHERE "associations"."effect" = 'exclude';
  CREATE INDEX "associations_exclude_description" ON "associations" USING btree ("matter_description") WHERE "associations"."effect" = 'exclude';`)
}

export async function down({ db, payload, req }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   DROP INDEX "associations_client_name_idx";
  DROP INDEX "associations_matter_description_idx";
  DROP INDEX "associations_exclude_matter";
  DROP INDEX "associations_exclude_description";
  ALTER TABLE "associations" DROP COLUMN "created_by";
  ALTER TABLE "associations" DROP COLUMN "updated_by";`)
}
