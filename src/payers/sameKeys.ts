export type SameReason = 'email' | 'name' | 'phone'

/**
 * What says that two records are one payer: rows `k(reason, key)` for each row of `alias` with `name`, `email` and
 * `phone`. A record without a name is called by its email, which says nothing about its name.
 */
export const sameKeysSql = (alias: string): string => `(select * from (values
  ('email', lower(${alias}.email)),
  ('name', case when lower(${alias}.name) = lower(${alias}.email) then null else regexp_replace(lower(${alias}.name), '[[:space:][:punct:]]+', '', 'g') end),
  ('phone', case when length(regexp_replace(${alias}.phone, '\\D', '', 'g')) >= 7 then regexp_replace(${alias}.phone, '\\D', '', 'g') end)
 ) k(reason, key) where k.key <> '')`
