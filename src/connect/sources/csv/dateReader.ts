import type { CsvDates } from './CsvSourceOptions.ts'

const SHAPES: Readonly<Record<CsvDates, RegExp>> = {
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
}

/** Reads a date of the export's one shape as `YYYY-MM-DD`; null for any other text. Whether the day exists is checked later. */
export function dateReader(dates: CsvDates = 'YYYY-MM-DD'): (text: string) => string | null {
  return (text) => {
    const { year, month = '', day = '' } = SHAPES[dates].exec(text.trim())?.groups ?? {}
    return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null
  }
}
