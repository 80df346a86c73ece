import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { Writer } from './createWriter.ts'

const GREY = '#52606d'
const LIGHT = '#d9e2ec'

/** Names and values, one pair a line; pairs without a value are left out. */
export function facts(
  write: Writer,
  pairs: readonly (readonly [name: string, value: string | null | undefined])[],
): Content {
  const rows = pairs.filter(([, value]) => value)
  return {
    margin: [0, 0, 0, 18],
    layout: 'noBorders',
    table: {
      widths: [120, '*'],
      body: rows.map(([name, value]) => [write(name, { color: GREY }), write(value, { width: 60 })]) as TableCell[][],
    },
  }
}

type Amounts = {
  head: readonly [string, string]
  rows: readonly (readonly [label: string, amount: string])[]
  total?: readonly [string, string]
}

/** Lines with an amount each, and a total that stands out. */
export function amounts(write: Writer, { head, rows, total }: Amounts): Content {
  const line = ([label, amount]: readonly [string, string], bold: boolean): TableCell[] =>
    [write(label, { bold, width: 60 }), write(amount, { bold, alignment: 'right' })] as TableCell[]
  const small = ([label, amount]: readonly [string, string]): TableCell[] =>
    [
      write(label, { color: GREY, fontSize: 9 }),
      write(amount, { color: GREY, fontSize: 9, alignment: 'right' }),
    ] as TableCell[]
  return {
    margin: [0, 0, 0, 18],
    layout: {
      hLineWidth: (at, node) => (at === 0 ? 0 : at === 1 || at >= node.table.body.length - 1 ? 1 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => LIGHT,
      paddingTop: () => 5,
      paddingBottom: () => 5,
      paddingLeft: () => 0,
      paddingRight: () => 0,
    },
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['*', 150],
      body: [small(head), ...rows.map((row) => line(row, false)), ...(total ? [line(total, true)] : [])],
    },
  }
}
