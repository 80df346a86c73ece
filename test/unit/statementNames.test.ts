import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const ROOT = path.resolve(import.meta.dirname, '../..')
const FOLDERS = ['access', 'collections', 'hooks', 'src']

type Site = {
  where: string
  /** The name; `*` stands for what a template fills in. */
  name: string
  /** The statement as far as the source says it: constants are written out. */
  text: string
  /** Does the text depend on something that the name does not say? */
  varies: boolean
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name)),
)
const trees = new Map(
  files.map((file) => [file, ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true)]),
)

/** The constant that `name` is in this file, here or where it was imported from. */
function constantOf(file: string, name: string): { file: string; value: ts.Expression } | null {
  const tree = trees.get(file)
  if (!tree) return null
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find((one) => one.name.getText() === name)
      if (found?.initializer) return { file, value: found.initializer }
    }
    if (ts.isImportDeclaration(statement) && statement.importClause?.namedBindings) {
      const bindings = statement.importClause.namedBindings
      const from = (statement.moduleSpecifier as ts.StringLiteral).text
      if (!ts.isNamedImports(bindings) || !from.startsWith('.')) continue
      const found = bindings.elements.find((one) => one.name.text === name)
      if (found) return constantOf(path.resolve(path.dirname(file), from), (found.propertyName ?? found.name).text)
    }
  }
  return null
}

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  ts.isMethodDeclaration(node)

/** The names that the functions around a node bring along: parameters and their own variables. */
function localsAround(node: ts.Node): Set<string> {
  const locals = new Set<string>()
  const add = (part: ts.Node): void => {
    if (ts.isParameter(part) || ts.isVariableDeclaration(part) || ts.isBindingElement(part)) {
      if (ts.isIdentifier(part.name)) locals.add(part.name.text)
    }
    ts.forEachChild(part, add)
  }
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (isFunction(at)) add(at)
  return locals
}

/** The words of the functions around that decide what an expression is; none when it is always the same. */
function dependsOn(node: ts.Node): string[] {
  const locals = localsAround(node)
  const found: string[] = []
  const visit = (part: ts.Node): void => {
    const isName = ts.isIdentifier(part) && !(ts.isPropertyAssignment(part.parent) && part.parent.name === part)
    if (isName && locals.has(part.text)) found.push(part.text)
    ts.forEachChild(part, visit)
  }
  visit(node)
  return found
}

/** The text with constants written out; what is known only while running stays `${…}`. */
function written(file: string, node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return written(file, node.expression)
  if (ts.isIdentifier(node)) {
    const constant = constantOf(file, node.text)
    return constant ? written(constant.file, constant.value) : `\${${node.text}}`
  }
  if (!ts.isTemplateExpression(node)) return `\${${node.getText()}}`
  return node.head.text + node.templateSpans.map((span) => written(file, span.expression) + span.literal.text).join('')
}

function siteOf(file: string, node: ts.ObjectLiteralExpression): Site | null {
  const property = (name: string): ts.Expression | undefined => {
    const found = node.properties.find((one) => one.name?.getText() === name)
    if (found && ts.isPropertyAssignment(found)) return found.initializer
    return found && ts.isShorthandPropertyAssignment(found) ? found.name : undefined
  }
  const [name, text] = [property('name'), property('text')]
  if (!name || !text || ts.isIdentifier(name)) return null
  const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart())
  const relative = path.relative(ROOT, file)
  return {
    where: `${relative}:${line + 1}`,
    name: written(file, name).replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '*'),
    text: written(file, text).replaceAll(/\s+/g, ' ').trim(),
    varies: ts.isStringLiteralLike(name) && dependsOn(text).length > 0,
  }
}

/** A pair `['views', VIEWS]`, for a function that makes the name of it. */
function pairOf(file: string, { elements, parent }: ts.ArrayLiteralExpression): Site | null {
  const [name, text] = elements
  const isPair = elements.length === 2 && name && text && ts.isStringLiteralLike(name) && ts.isIdentifier(text)
  if (!isPair || !ts.isCallExpression(parent)) return null
  const where = `${path.relative(ROOT, file)} ${parent.expression.getText()}`
  return { where, name: `${where} ${name.text}`, text: written(file, text), varies: dependsOn(text).length > 0 }
}

function sitesOf(file: string, tree: ts.SourceFile): Site[] {
  const found: Site[] = []
  const visit = (node: ts.Node): void => {
    const site = ts.isObjectLiteralExpression(node) && siteOf(file, node)
    const pair = ts.isArrayLiteralExpression(node) && pairOf(file, node)
    found.push(...[site, pair].filter((one): one is Site => Boolean(one)))
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const sites = [...trees].flatMap(([file, tree]) => sitesOf(file, tree))
const pattern = (name: string) =>
  new RegExp(
    `^${name
      .split('*')
      .map((part) => part.replaceAll(/[^\w-]/g, '\\$&'))
      .join('.*')}$`,
  )

describe('prepared statements', () => {
  it('are found, those with a name made by a template too', () => {
    expect(sites.length).toBeGreaterThan(200)
    expect(sites.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'src/payers/mergePayers.ts run views',
        'payer-session',
        'erase-each-*',
        'merge-each-*',
        'lock-*',
      ]),
    )
  })

  it('one name has one text', () => {
    const texts = new Map<string, Site[]>()
    for (const site of sites) texts.set(site.name, [...(texts.get(site.name) ?? []), site])
    const several = [...texts].filter(([, found]) => new Set(found.map(({ text }) => text)).size > 1)
    expect(several.map(([name, found]) => [name, ...found.map(({ where }) => where)])).toEqual([])
  })

  it('a name made by a template can be no other one', () => {
    const clashes = sites
      .filter(({ name }) => name.includes('*'))
      .flatMap((made) =>
        sites
          .filter((other) => other !== made && pattern(made.name).test(other.name))
          .map((other) => [made.where, other.where]),
      )
    expect(clashes).toEqual([])
  })

  it('a text that varies has a name that varies', () => {
    expect(sites.filter(({ varies }) => varies).map(({ where }) => where)).toEqual([])
  })
})
