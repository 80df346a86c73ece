import { startPostgres } from '../../demo/infra/startPostgres.ts'

// Starts a database and keeps it until it is killed: what `npm start` is for this test.
const server = await startPostgres({ dataDir: process.argv[2] ?? '' })
await server.createDatabase('kept')
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url('kept') })}\n`)
setInterval(() => undefined, 60_000)
