// The limit: Express and one prepared statement, with no login.
import express from 'express'
import pg from 'pg'
import { CLIENT } from './rows.ts'
import { announce } from './startServer.ts'

const QUERY = `select id, number, client_number as "clientNumber", client_name as "clientName", matter_number as "matterNumber", matter_description as "matterDescription",
  issued_on as "issuedOn", due_on as "dueOn", currency, total::float8 as total, balance::float8 as balance, pending::float8 as pending, account, status, memo
  from invoices where client_number = $1 and status = 'open' order by due_on nulls last, issued_on, id limit 11`

const pool = new pg.Pool({ connectionString: process.argv[2], max: 20 })
const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.get('/invoices', async (_request, response) => {
  const { rows } = await pool.query({ name: 'page', text: QUERY, values: [CLIENT] })
  response.json({ docs: rows.slice(0, 10), hasNextPage: rows.length > 10, page: 1 })
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) announce({ url: `http://127.0.0.1:${address.port}` })
})
