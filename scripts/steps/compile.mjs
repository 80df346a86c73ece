import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './run.mjs'

const FOLDER = path.join(ROOT, '.cache/compiled')

/** A compiled file stands elsewhere; what a source says of its own place stays true. */
const keepPlaces = {
  name: 'places of the sources',
  setup: (build) =>
    build.onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8')
      if (!text.includes('import.meta.')) return null
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
      return { contents, loader: 'ts' }
    }),
}

/** The settings of the folder that a program stands in, or above it. */
function settingsOf(entry) {
  let folder = path.dirname(entry)
  while (!fs.existsSync(path.join(folder, 'tsconfig.json'))) folder = path.dirname(folder)
  return path.join(folder, 'tsconfig.json')
}

/** Compiles a TypeScript program and its modules of this repository into one file, packages left out. Answers the file. */
async function compile(entry) {
  const source = path.resolve(ROOT, entry)
  const { build, stop } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    tsconfig: settingsOf(source),
    jsx: 'automatic',
    // A module is read for what it does, too.
    ignoreAnnotations: true,
    plugins: [keepPlaces],
    absWorkingDir: ROOT,
    logLevel: 'error',
  })
  await stop()
  const file = path.join(FOLDER, `${path.relative(ROOT, source).replaceAll(/[/\\]/g, '-')}.mjs`)
  // Whoever compiles at the same moment writes the same, and nobody reads half of it.
  const half = `${file}.${process.pid}`
  fs.mkdirSync(FOLDER, { recursive: true })
  fs.writeFileSync(half, outputFiles[0].contents)
  fs.renameSync(half, file)
  return file
}

/** Compiles a TypeScript program and loads it into this process. Answers its exports. */
export const load = async (entry) => import(pathToFileURL(await compile(entry)).href)
