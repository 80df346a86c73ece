import { randomBytes } from 'node:crypto'
import pg from 'pg'

export const TEMPLATE = 'portal_template'

export function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: is globalSetup part of this jest project?')
  return url
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${serverUrl()}/postgres` })
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
  return `${serverUrl()}/${name}`
}

export async function dropDatabase(url: string): Promise<void> {
  await onServer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
}
