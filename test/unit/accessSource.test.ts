import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const FOLDERS = ['access', 'collections', 'hooks', 'src']
/** Programs around the package: they call for nobody, and say so. */
const AROUND = ['bench', 'demo']
const BUILT = /(?:^|\/)\.next\//
const CALL =
  /\bpayload\s*\.(?:find|findByID|findGlobal|findVersions|create|update|updateGlobal|delete|duplicate|count|login|forgotPassword|resetPassword)\s*(?:<[^>]*>)?\(/g

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .filter((file) => !BUILT.test(file))
}

/** The text between the parenthesis at `open` and its partner. */
function argumentsAt(text: string, open: number): string {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return text.slice(open, at + 1)
  }
  return text.slice(open)
}

type Found = { where: string; args: string; before: string }

function localCalls(file: string): Found[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  return [...text.matchAll(CALL)].map((match) => {
    const start = match.index
    return {
      where: `${file}:${text.slice(0, start).split('\n').length}`,
      args: argumentsAt(text, start + match[0].length - 1),
      before: text.slice(0, start).split('\n').slice(-4).join('\n'),
    }
  })
}

const calls = [...FOLDERS, ...AROUND].flatMap(sources).flatMap(localCalls)

describe('calls of the Local API', () => {
  it('are found at all', () => {
    expect(calls.length).toBeGreaterThan(0)
  })

  it('S-12 every call of the Local API says overrideAccess', () => {
    expect(calls.filter(({ args }) => !/\boverrideAccess\s*:/.test(args)).map(({ where }) => where)).toEqual([])
  })

  it('S-12 a call that overrides access says why', () => {
    const silent = calls.filter(
      ({ args, before }) => /overrideAccess\s*:\s*true/.test(args) && !/\/\/ system:/.test(before + args),
    )
    expect(silent.map(({ where }) => where)).toEqual([])
  })

  it('S-12 wherever access is overridden the reason stands there', () => {
    const silent = [...FOLDERS, ...AROUND].flatMap(sources).flatMap((file) => {
      const lines = readFileSync(path.join(ROOT, file), 'utf8').split('\n')
      return lines.flatMap((line, at) => {
        const isSilent =
          /overrideAccess\s*:\s*true/.test(line) &&
          !/\/\/ system:/.test(lines.slice(Math.max(0, at - 5), at + 1).join('\n'))
        return isSilent ? [`${file}:${at + 1}`] : []
      })
    })
    expect(silent).toEqual([])
  })

  it('S-12 a call for a caller passes the request on', () => {
    const detached = calls.filter(({ args }) => /overrideAccess\s*:\s*false/.test(args) && !/\breq\b/.test(args))
    expect(detached.map(({ where }) => where)).toEqual([])
  })

  it('S-11 an id of a user is compared only where its collection is', () => {
    const careless = FOLDERS.flatMap(sources).filter((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8')
      return /\buser\??\.id\s*(?:===|!==|==)/.test(text) && !/\.collection\b/.test(text)
    })
    expect(careless).toEqual([])
  })
})

describe('the way to a session', () => {
  it('A-02 one place alone opens sessions, and it asks for the second factor', () => {
    const opens = /import \{[^}]*\bopenSession\b[^}]*\} from '[^']*openSession\.ts'/
    const openers = FOLDERS.flatMap(sources).filter((file) => opens.test(readFileSync(path.join(ROOT, file), 'utf8')))
    expect(openers).toEqual(['src/login/admitLogin.ts'])
  })
})
