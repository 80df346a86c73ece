import { SourceError } from '../../SourceError.ts'
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

/** How the database behind a source speaks. Throws a SourceError for a `client` that there is not. */
export function dialectOf(client: SqlSourceOptions['client']): SqlDialect {
  if (Object.hasOwn(DIALECTS, client)) return DIALECTS[client]
  throw new SourceError(
    `There is no client "${client}" of sqlSource(): it is pg (PostgreSQL), mysql2 (MySQL and MariaDB), mssql (SQL Server) or oracledb (Oracle).`,
    { temporary: false },
  )
}
