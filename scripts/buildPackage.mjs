// npm pack and npm publish: the package into dist, always anew.
import { ensurePackageBuilt } from './steps/ensureBuilt.mjs'
import { fail, say } from './steps/progress.mjs'

await ensurePackageBuilt({ force: true }).catch((error) => fail(error.message))
say('Package built')
