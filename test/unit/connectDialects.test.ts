import knex from 'knex'
import { checkColumns } from '../../src/connect/sources/sql/checkColumns.ts'
import { dialectOf } from '../../src/connect/sources/sql/dialectOf.ts'
import { moneyText } from '../../src/connect/sources/sql/moneyText.ts'
import { rowReader } from '../../src/connect/sources/sql/rowReader.ts'
import type { ColumnKind } from '../../src/connect/sources/sql/SqlDialect.ts'
import { invoicesByIdSql, invoicesSql, referencesSql, searchSql } from '../../src/connect/sources/sql/selectSql.ts'
import { toSourceError } from '../../src/connect/sources/sql/toSourceError.ts'

const kinds = new Map<string, ColumnKind>([
  ['externalId', 'integer'],
  ['balance', 'float'],
  ['dueOn', 'local'],
])
const statement = `select id as "externalId", bal as "balance", due as "dueOn" from dbo.inv where note <> 'why?';`
const query = { by: 'clientName', q: 'Mü%', filters: { clientNumber: "0'1" }, limit: 10, offset: 20 } as const
const plain = statement.replace(" where note <> 'why?'", '')
const client = `select no as "clientNumber", nm as "clientName" from cli;`

/** The SQL and the values as the driver would get them, made by knex without a connection. */
function native(name: 'mssql' | 'oracledb', { text, values = [] }: { text: string; values?: (string | number)[] }) {
  const { sql, bindings } = knex({ client: name }).raw(text, values).toSQL().toNative()
  return { sql: sql.replaceAll(/\s+/g, ' ').trim(), bindings }
}

async function searchFor(name: 'mssql' | 'oracledb') {
  const dialect = dialectOf(name)
  const fold = await dialect.folding(undefined as never)
  return native(name, searchSql(dialect, { query, statement: client, fold }))
}

describe('SQL that is generated and was run nowhere', () => {
  it('SQL Server: reads each cell as exact text', () => {
    expect(native('mssql', { text: invoicesSql(dialectOf('mssql'), { statement, kinds }) }).sql).toBe(
      'select cast(t.[externalId] as nvarchar(max)) as [externalId], convert(nvarchar(40), cast(t.[balance] as float), 3) as [balance], convert(nvarchar(40), t.[dueOn], 23) as [dueOn] ' +
        `from (select id as "externalId", bal as "balance", due as "dueOn" from dbo.inv where note <> 'why?' ) t`,
    )
  })

  it('SQL Server: searches and pages by bound values', async () => {
    expect(await searchFor('mssql')).toEqual({
      sql:
        'select cast(t.[clientNumber] as nvarchar(max)) as [clientNumber], cast(t.[clientName] as nvarchar(max)) as [clientName] ' +
        'from (select no as "clientNumber", nm as "clientName" from cli ) t ' +
        'where charindex(lower(cast(@p0 as nvarchar(max))) collate Latin1_General_100_BIN2, lower(cast(cast(t.[clientNumber] as nvarchar(max)) as nvarchar(max))) collate Latin1_General_100_BIN2) > 0 ' +
        'and charindex(lower(cast(@p1 as nvarchar(max))) collate Latin1_General_100_BIN2, lower(cast(cast(t.[clientName] as nvarchar(max)) as nvarchar(max))) collate Latin1_General_100_BIN2) > 0 ' +
        'order by cast(t.[clientNumber] as nvarchar(max)) collate Latin1_General_100_BIN2, cast(t.[clientName] as nvarchar(max)) collate Latin1_General_100_BIN2 ' +
        'offset @p2 rows fetch next @p3 rows only',
      bindings: ["0'1", 'Mü%', 20, 11],
    })
  })

  it('Oracle: reads, searches and pages by bound values', async () => {
    expect(native('oracledb', { text: invoicesSql(dialectOf('oracledb'), { statement: plain, kinds }) }).sql).toBe(
      'select to_char(t."externalId") as "externalId", to_char(t."balance") as "balance", to_char(t."dueOn") as "dueOn" ' +
        'from (select id as "externalId", bal as "balance", due as "dueOn" from dbo.inv ) t',
    )
    expect(() => invoicesSql(dialectOf('oracledb'), { statement, kinds })).toThrow('write chr(63)')
    expect(() => invoicesSql(dialectOf('mysql2'), { statement, kinds })).toThrow('write char(63)')
    expect(await searchFor('oracledb')).toEqual({
      sql:
        'select to_char(t."clientNumber") as "clientNumber", to_char(t."clientName") as "clientName" from (select no as "clientNumber", nm as "clientName" from cli ) t ' +
        'where instr(lower(to_char(to_char(t."clientNumber"))), lower(to_char(:1))) > 0 and instr(lower(to_char(to_char(t."clientName"))), lower(to_char(:2))) > 0 ' +
        `order by nlssort(to_char(t."clientNumber"), 'NLS_SORT=BINARY'), nlssort(to_char(t."clientName"), 'NLS_SORT=BINARY') offset :3 rows fetch next :4 rows only`,
      bindings: ["0'1", 'Mü%', 20, 11],
    })
  })

  it('both: ask for references and for the unique index by bound values', () => {
    const receipts = { table: 'dbo.rec]eipts', reference: 'ref', references: ['PP-1', 'PP-2'] }
    expect(native('mssql', referencesSql(dialectOf('mssql'), receipts))).toEqual({
      sql: 'select cast([ref] as nvarchar(max)) as [reference] from [dbo].[rec]]eipts] where [ref] in (@p0, @p1)',
      bindings: ['PP-1', 'PP-2'],
    })
    expect(native('oracledb', referencesSql(dialectOf('oracledb'), { ...receipts, table: 'gl.receipts' }))).toEqual({
      sql: 'select to_char("REF") as "reference" from "GL"."RECEIPTS" where "REF" in (:1, :2)',
      bindings: ['PP-1', 'PP-2'],
    })
    const onServer = native('mssql', dialectOf('mssql').uniqueIndex({ table: 'dbo.receipts', column: 'ref' }))
    expect(onServer.bindings).toEqual(['[dbo].[receipts]', 'ref'])
    expect(onServer.sql).toContain('i.is_unique = 1')
    const onOracle = native('oracledb', dialectOf('oracledb').uniqueIndex({ table: 'receipts', column: 'ref' }))
    expect(onOracle.bindings).toEqual(['', 'receipts', 'ref'])
  })

  it('both: ask for single invoices by bound values, and leave out what cannot be an id', () => {
    const ids = ['12', "1' or '1'='1", '007']
    const onServer = invoicesByIdSql(dialectOf('mssql'), { statement, kinds, ids })
    expect(native('mssql', onServer ?? { text: '' })).toEqual({
      sql: expect.stringMatching(/ t where t\.\[externalId\] in \(cast\(@p0 as bigint\), cast\(@p1 as bigint\)\)$/),
      bindings: ['12', '007'],
    })
    expect(invoicesByIdSql(dialectOf('mssql'), { statement, kinds, ids: ['abc'] })).toBeNull()
    const onOracle = invoicesByIdSql(dialectOf('oracledb'), { statement: plain, kinds: new Map(), ids: ['12'] })
    expect(native('oracledb', onOracle ?? { text: '' })).toEqual({
      sql: expect.stringMatching(/ t where t\."externalId" in \(:1\)$/),
      bindings: ['12'],
    })
  })

  it.each([
    ['mssql', { number: 1205, message: 'deadlock' }, true],
    ['mssql', { number: 547, message: 'foreign key' }, false],
    ['mssql', { code: 'ESOCKET', message: 'gone' }, true],
    ['oracledb', { errorNum: 60, message: 'deadlock' }, true],
    ['oracledb', { errorNum: 12541, message: 'no listener' }, true],
    ['oracledb', { errorNum: 904, message: 'invalid identifier' }, false],
    ['mysql2', { errno: 1213, sqlState: '40001', message: 'deadlock' }, true],
    ['mysql2', { errno: 1054, sqlState: '42S22', message: 'unknown column' }, false],
    ['mysql2', { code: 'ECONNREFUSED', errno: -111, message: 'refused' }, true],
    ['pg', { code: '40001', message: 'serialization' }, true],
    ['pg', { code: '42703', message: 'no such column' }, false],
  ] as const)('%s: %j is temporary: %s', (name, error, temporary) => {
    expect(toSourceError(error, dialectOf(name)).temporary).toBe(temporary)
  })

  it('says which package is missing', async () => {
    const { sqlSource } = await import('../../src/connect/sources/sql/sqlSource.ts')
    const search = { client, matter: client, invoice: client }
    const options = {
      key: 'a',
      label: 'A',
      connection: 'mssql://u:pa55word@127.0.0.1:1/db',
      invoices: statement,
      search,
    }
    const source = sqlSource({ ...options, client: 'mssql' })
    await expect(source.check?.()).rejects.toMatchObject({
      temporary: false,
      message: expect.stringMatching(/^The driver of mssql cannot be used: .*tedious/s),
    })
  })
})

describe('money, dates and truth values of any schema', () => {
  it.each<[string, ColumnKind, string, string]>([
    ['0.30000000000000004', 'float', 'usd', '0.30'],
    ['-0.07', 'float', 'usd', '-0.07'],
    ['99.99999999999999', 'float', 'usd', '100.00'],
    ['1234567890.12', 'float', 'usd', '1234567890.12'],
    ['1200', 'float', 'JPY ', '1200'],
    ['0.1255', 'float', 'kwd', '0.1255'],
    ['0.125', 'float', 'kwd', '0.125'],
    ['12.345', 'float', 'usd', '12.345'],
    ['12345.669921875', 'real', 'usd', '12345.67'],
    ['0.07000000029802322', 'real', 'usd', '0.07'],
    ['-0', 'float', 'usd', '0.00'],
    ['1.5e-7', 'float', 'usd', '0.00'],
    ['12.345', 'exact', 'usd', '12.345'],
    ['120', 'integer', 'usd', '120'],
    ['1234.50', 'text', 'usd', '1234.50'],
  ])('the amount %s of a column that is %s, in %s, is %s', (text, kind, ...[currency, expected]) => {
    expect(moneyText(text, { kind, currency })).toBe(expected)
  })

  it.each([
    ['1e+20', 'float'],
    ['NaN', 'float'],
    ['Infinity', 'float'],
    ['123456.5', 'real'],
  ] as const)('the amount %s of a column that is %s says why it has no exact cents', (text, kind) => {
    expect(moneyText(text, { kind, currency: 'usd' })).toBe(`${text} (a float this large has no exact cents)`)
  })

  it.each([
    ['2026-01-31', '2026-01-31'],
    ['2026-01-31 00:00:00', '2026-01-31'],
    ['2026-01-31T17:45:00.123', '2026-01-31'],
    ['2026-01-31 23:00:00+00', '2026-01-31 23:00:00+00'],
    ['31.01.2026', '31.01.2026'],
  ])('the date %s is read as %s', (dueOn, expected) => {
    expect(rowReader(kinds)({ dueOn }).dueOn).toBe(expected)
  })

  it.each([
    ['1', true],
    ['TRUE', true],
    ['t', true],
    ['0', false],
    ['f', false],
    [null, false],
  ])('isVoid %j is %s', (isVoid, expected) => {
    expect(rowReader(kinds)({ isVoid })).toMatchObject({ isVoid: expected })
  })

  it('sets a row aside whose truth value is neither', () => {
    expect(rowReader(kinds)({ isVoid: 'V' }).problem).toBe('isVoid is neither true nor false: v')
  })

  it('names every column that does not fit at once', () => {
    const columns = (['externalId', 'clientname', 'balance', 'balance'] as const).map((name) => ({
      name,
      kind: (name === 'balance' ? 'boolean' : 'text') as ColumnKind,
    }))
    const check = () => checkColumns({ name: 'invoices', columns, required: ['externalId', 'clientName', 'balance'] })
    expect(check).toThrow('The mapping `invoices` has no column "clientName"')
    expect(check).toThrow('has "clientname", which must be written "clientName", quoted')
    expect(check).toThrow('has two columns "balance": which one is meant')
    expect(check).toThrow('has a column "balance" that is a truth value; it must be a number or a decimal text')
  })
})
