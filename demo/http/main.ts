// node scripts/run.mjs demo/http/main.ts: the reference server of httpSource() over the sample firm's books.
import { firmBooks } from './firmBooks.ts'
import { startBillingApi } from './startBillingApi.ts'

const token = process.env.BILLING_API_TOKEN || 'demo-billing-token'
const api = await startBillingApi({ books: firmBooks(), token, port: Number(process.env.BILLING_API_PORT || 4010) })
console.log(`The sample firm's billing system answers at ${api.url}; its token is ${token}`)
const stop = () => void api.close()
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
