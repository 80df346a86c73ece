import fs from 'node:fs'
import path from 'node:path'

const PLACES = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/homebrew/sbin']

/** Is there a program of this name on this machine? Servers often stand outside a user's PATH. */
export const isInstalled = (name) =>
  [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...PLACES].some((folder) =>
    fs.existsSync(path.join(folder, name)),
  )
