export { connectCommand, type ExitCode } from '../connect/command/connectCommand.ts'
export { migrateJobs } from '../jobs/migrateJobs.ts'
export { type PortalWorker, startWorker } from '../jobs/startWorker.ts'
export { createServer, type PortalServer, type ServerOptions } from '../server/createServer.ts'
