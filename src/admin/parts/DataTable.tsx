import type { ReactNode } from 'react'

type Props = {
  /** What the table shows, for people who do not see it. */
  caption: string
  columns: readonly string[]
  /** Columns of amounts: their headings stand at the end, as the amounts do. */
  numbers?: readonly string[]
  /** A further class of the table. */
  className?: string
  isLoading?: boolean
  /** The rows of its body. */
  children: ReactNode
}

/** A table that scrolls where it is too wide; on a phone each row is a block, by the `data-label` of its cells. */
export function DataTable({ caption, columns, numbers = [], className = '', isLoading = false, children }: Props) {
  return (
    <div className="ppa-scroll" aria-busy={isLoading}>
      <table className={`ppa-table ${className}`.trim()}>
        <caption className="ppa-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={numbers.includes(column) ? 'ppa-number' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
