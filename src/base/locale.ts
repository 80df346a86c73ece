/** The plugin's own texts are in this language, and so are amounts, dates and times in all of them: portal, mails and PDFs. */
export const LOCALE = 'en-US'
