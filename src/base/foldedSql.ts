/**
 * The SQL of a text as it is searched: in lower case and without the accents of its letters, so that `zoe` finds `Zoë`. It
 * reads every row, so it is for lists of some ten thousand. Scripts without accents stay as they are.
 */
export const foldedSql = (text: string): string =>
  `lower(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g'))`
