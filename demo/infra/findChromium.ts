import fs from 'node:fs'
import path from 'node:path'

export type ChromiumLaunch = { executablePath: string; args: string[]; env: Record<string, string> }

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
/** As root and in containers there is no sandbox; the rest keeps the browser from calling home. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function installedChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...(process.platform === 'darwin' ? MAC : []),
  ]
  return candidates.find((file) => fs.existsSync(file))
}

/** Runs `work` with other values in the environment and puts the old ones back. */
async function withEnvironment<Result>(
  values: Record<string, string | undefined>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]))
  const set = (all: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(all)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set(values)
  try {
    return await work()
  } finally {
    set(before)
  }
}

/** The package's own font list names folders of another system, and a page without any font crashes. */
function writeFontList(folder: string): string {
  const list = path.join(folder, 'fontconfig')
  fs.mkdirSync(list, { recursive: true })
  const dirs = [path.join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts']
    .map((dir) => `<dir>${dir}</dir>`)
    .join('')
  fs.writeFileSync(
    path.join(list, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${list}/cache</cachedir></fontconfig>`,
  )
  return list
}

/**
 * The browser from npm: unpacked once into `folder`, with its own libraries and fonts beside it, so
 * that it needs nothing of the system but the C library. It asks the environment where to unpack to
 * and whether its libraries are wanted.
 */
async function packagedChromium(folder: string): Promise<ChromiumLaunch> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No Chromium was found. Install Chrome or Chromium, or set CHROMIUM_PATH.')
  fs.mkdirSync(folder, { recursive: true })
  const wanted = {
    TMPDIR: folder,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
    AWS_LAMBDA_JS_RUNTIME: undefined,
    LD_LIBRARY_PATH: undefined,
    FONTCONFIG_PATH: undefined,
  }
  const executablePath = await withEnvironment(wanted, async () => {
    const { default: chromium } = await import('@sparticuz/chromium')
    return chromium.executablePath()
  })
  const own = { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'), FONTCONFIG_PATH: writeFontList(folder) }
  return { executablePath, args: [...ARGS, '--no-zygote'], env: { ...environment(), ...own } }
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** A Chromium to drive: CHROMIUM_PATH, else one of the system's, else the one from npm, unpacked into `folder`. */
export async function findChromium(
  folder = path.resolve(import.meta.dirname, '../../.cache/chromium'),
): Promise<ChromiumLaunch> {
  const executablePath = process.env.CHROMIUM_PATH || installedChromium()
  if (!executablePath) return await packagedChromium(folder)
  return { executablePath, args: ARGS, env: environment() }
}
