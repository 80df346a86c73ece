// Makes the peer's tables, its one client and one member of staff: makePeerClient.ts <email> <password> <client number>
import { getPayload } from 'payload'
import config from './peer/payload.config.ts'

const [email = '', password = '', clientNumber = ''] = process.argv.slice(2)
const payload = await getPayload({ config })
// system: the benchmark makes the peer's only login.
await payload.create({ collection: 'clients', data: { email, password, clientNumber }, overrideAccess: true })
// system: the benchmark makes the peer's only member of staff.
await payload.create({ collection: 'users', data: { email, password }, overrideAccess: true })
process.exit(0)
