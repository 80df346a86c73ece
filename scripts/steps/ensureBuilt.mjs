import fs from 'node:fs'
import path from 'node:path'
import { say, sayWhile } from './progress.mjs'
import { inModules, must, ROOT, runNode } from './run.mjs'
import { sourceHash } from './sourceHash.mjs'

export const PACKAGE_SOURCES = ['src', 'collections', 'globals', 'hooks', 'access', 'package.json', 'tsconfig.json']
const DEMO_SOURCES = [
  ...PACKAGE_SOURCES,
  'package-lock.json',
  'demo/app',
  'demo/firm',
  'demo/migrations',
  'demo/payload.config.ts',
  'demo/next.config.mjs',
  'demo/tsconfig.json',
  'demo/proxy.ts',
  'demo/instrumentation.ts',
]
const at = (place) => path.join(ROOT, place)

function isFresh(stamp, hash) {
  try {
    return fs.readFileSync(at(stamp), 'utf8') === hash
  } catch {
    return false
  }
}

/** Style sheets, fonts and other files that the compiler does not carry over. */
function copyAssets(from, to) {
  for (const place of PACKAGE_SOURCES) {
    if (!fs.existsSync(at(place)) || !fs.statSync(at(place)).isDirectory()) continue
    fs.cpSync(path.join(from, place), path.join(to, place), {
      recursive: true,
      filter: (file) => fs.statSync(file).isDirectory() || !/\.(ts|tsx|md)$/.test(file),
    })
  }
}

/** Compiles the package into `dist`, when its sources changed. The new one takes the old one's place only when complete. */
export async function ensurePackageBuilt({ force = false } = {}) {
  const hash = sourceHash(PACKAGE_SOURCES)
  if (!force && isFresh('dist/.stamp', hash)) return
  say('Compiling the package')
  const next = at(`dist.${process.pid}`)
  try {
    await must(
      'tsc',
      runNode([inModules('typescript/bin/tsc'), '-p', 'tsconfig.json', '--outDir', next], { quiet: true }),
    )
    copyAssets(ROOT, next)
    fs.writeFileSync(path.join(next, '.stamp'), hash)
    fs.rmSync(at('dist'), { recursive: true, force: true })
    fs.renameSync(next, at('dist'))
  } finally {
    fs.rmSync(next, { recursive: true, force: true })
  }
}

/** Builds the demo's pages with Next, when they or the package changed. */
export async function ensureDemoBuilt({ force = false } = {}) {
  await ensurePackageBuilt({ force })
  const hash = sourceHash(DEMO_SOURCES)
  if (!force && isFresh('demo/.next/.stamp', hash)) return
  say('Building the pages with Next (about half a minute)')
  fs.rmSync(at('demo/.next/.stamp'), { force: true })
  // The build evaluates the host's config, which wants a secret; nothing of it ends up in the build.
  const env = {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PAYLOAD_SECRET: process.env.PAYLOAD_SECRET || 'only-while-building-the-pages-0000000000',
  }
  const building = runNode([inModules('next/dist/bin/next'), 'build', 'demo'], { env, quiet: true })
  await sayWhile('building the pages', must('next build', building))
  fs.writeFileSync(at('demo/.next/.stamp'), hash)
  say('Pages built')
}
