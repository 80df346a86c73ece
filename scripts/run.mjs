// node scripts/run.mjs <file.ts> [arguments]: compiles a TypeScript program of this repository and runs it in this process.
import { load } from './steps/compile.mjs'

const [entry] = process.argv.splice(2, 1)
await load(entry)
