import { mysql } from './dialects/mysql.ts'
import { oracle } from './dialects/oracle.ts'
import { postgres } from './dialects/postgres.ts'
import { sqlServer } from './dialects/sqlServer.ts'
import type { SqlDialect } from './SqlDialect.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'

const DIALECTS: Readonly<Record<SqlSourceOptions['client'], SqlDialect>> = {
  pg: postgres,
  mysql2: mysql,
  mssql: sqlServer,
  oracledb: oracle,
}

/** How the database behind a source speaks. */
export const dialectOf = (client: SqlSourceOptions['client']): SqlDialect => DIALECTS[client]
