import { randomBytes } from 'node:crypto'
import pg from 'pg'

export const TEMPLATE = 'portal_template'

/** The URL of database `name` on the run's Postgres. */
export function databaseUrl(name: string): string {
  const given = process.env.TEST_POSTGRES_URL
  if (!given) throw new Error('TEST_POSTGRES_URL is not set: is globalSetup part of this jest project?')
  const url = new URL(given)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement on the server's own database. */
export async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl('postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A fresh database, by default a clone of the migrated template. Returns its URL. */
export async function createDatabase(template: string | null = TEMPLATE): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name}${template ? ` template ${template}` : ''}`)
  return databaseUrl(name)
}

export async function dropDatabase(url: string): Promise<void> {
  await onServer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
}
