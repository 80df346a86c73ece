/** Styles of the pages that are no collections, and of the links to them. */
export const PAGES_CSS = `
.ppa-page { padding-block: 24px 48px; }
.ppa-page > h1 { margin: 0 0 16px; font-size: 2rem; line-height: 1.2; }
.ppa-page h2 { margin: 0; font-size: 1.375rem; }
.ppa-page .ppa-head p { margin: 0; }
.ppa-cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr)); gap: 12px; list-style: none; margin: 0 0 24px; padding: 0; }
.ppa-cards a { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 48px; padding: 8px 16px; border: 1px solid var(--theme-elevation-150); border-radius: 4px; background: var(--theme-elevation-50); color: inherit; font-weight: 600; text-decoration: none; }
.ppa-cards a:hover { background: var(--theme-elevation-100); }
.ppa-cards a:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
.ppa-nav { display: flex; flex-direction: column; width: 100%; }
.ppa-nav .nav__link-label { display: flex; align-items: center; gap: 8px; }
.ppa-count { display: inline-block; min-width: 24px; padding: 0 7px; border-radius: 12px; background: #b42318; color: #fff; font-size: .8125rem; line-height: 22px; text-align: center; font-variant-numeric: tabular-nums; }
.ppa-badge { display: inline-block; margin-inline-start: 8px; padding: 0 8px; border-radius: 10px; background: #b42318; color: #fff; font-size: .8125rem; line-height: 20px; white-space: nowrap; }
.ppa-badge--quiet { background: var(--theme-elevation-150); color: var(--theme-elevation-800); }
.ppa-attention td { vertical-align: top; }
.ppa-attention td[data-label='What'] { min-width: 280px; }
.ppa-attention td[data-label='Since'] { white-space: nowrap; }
.ppa-attention td p { margin: 4px 0 0; line-height: 1.45; }
.ppa-postings :is(td, tbody th) { vertical-align: top; }
.ppa-list.ppa-panel { padding: 12px 16px; }
.ppa-postings tbody th, .ppa-postings .btn { white-space: nowrap; }
.ppa-postings td[data-label='State'] { min-width: 200px; }
.ppa-postings td[data-label='Paid on'] { white-space: nowrap; }
.ppa-links { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 6px 0 0; padding: 0; }
.ppa-note { border-inline-start: 3px solid var(--theme-elevation-250); padding-inline-start: 10px; white-space: pre-line; }
.ppa-field textarea { width: 100%; min-height: 96px; padding: 8px 12px; border: 1px solid var(--theme-elevation-400); border-radius: 3px; background: var(--theme-input-bg); color: var(--theme-elevation-800); font: inherit; font-size: 1rem; resize: vertical; }
.ppa-field textarea:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
.ppa-sources { display: grid; gap: 16px; }
.ppa-source { display: flex; flex-direction: column; gap: 12px; border: 1px solid var(--theme-elevation-150); border-radius: 4px; padding: 16px; }
.ppa-source p { margin: 0; line-height: 1.5; }
.ppa-numbers { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0; padding: 0; font-variant-numeric: tabular-nums; }
.ppa-page .ppa-field select { max-width: 100%; }
@media (min-width: 1025px) { .ppa-attention .ppa-controls { flex-wrap: nowrap; } .ppa-attention .ppa-controls .btn { flex: none; white-space: nowrap; } .ppa-attention td[data-label='Owner'] { min-width: 150px; } }
@media (max-width: 768px) {
  .ppa-postings td[data-label='State'] { min-width: 0; }
  .ppa-table.ppa-postings tbody td[data-label='Actions']::before { content: none; }
  .ppa-table.ppa-postings tbody td[data-label='Choose']:empty { display: none; }
  .ppa-page .ppa-fields > .ppa-field:has(input[type='search']) { grid-column: 1 / -1; }
  .ppa-table.ppa-attention tbody td:is([data-label='What'], [data-label='Actions']) { display: block; text-align: start; min-width: 0; }
  .ppa-table.ppa-attention tbody td[data-label='Actions']::before { content: none; }
  .ppa-attention .ppa-controls--end { justify-content: flex-start; }
}
`
