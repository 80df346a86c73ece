/** Styles of the import, the doubles, and what is done with a payer's record. */
export const RECORDS_CSS = `
.ppa-record { display: flex; flex-direction: column; gap: 8px; }
.ppa-record:not(:has(.ppa-banner)) { display: none; }
.ppa-record .ppa-banner { margin: 0; line-height: 1.5; overflow-wrap: anywhere; }
.ppa-link { color: inherit; text-decoration: underline; text-underline-offset: 2px; }
.ppa-muted .ppa-link { color: var(--theme-elevation-800); }
.ppa-drawer .drawer__close:focus-visible, .ppa-drawer .drawer__header__close:focus-visible { outline: 3px solid #2563eb; outline-offset: -6px; }
.ppa-link:focus-visible, .ppa-choices input:focus-visible, .ppa-tick input:focus-visible, .ppa-scroll:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
.ppa-bar { display: flex; flex-wrap: wrap; align-items: flex-end; justify-content: space-between; gap: 12px 16px; margin-bottom: 16px; }
.ppa-bar .ppa-field { flex: 0 1 240px; }
.ppa-bar .btn { min-height: 40px; }
.ppa-find { display: grid; grid-template-columns: 1fr auto; gap: 8px; align-items: end; }
.ppa-find .btn { min-height: 40px; }
.ppa-choices { display: flex; flex-direction: column; gap: 4px; max-height: 240px; margin: 0; padding: 0; border: 0; overflow-y: auto; }
.ppa-choices label, .ppa-tick { display: flex; align-items: flex-start; gap: 10px; padding: 4px 2px; line-height: 1.4; cursor: pointer; }
.ppa-choices input, .ppa-tick input { flex: none; width: 20px; height: 20px; margin: 0; accent-color: #187a45; }
.ppa-list { display: flex; flex-direction: column; gap: 4px; margin: 0; padding: 0; list-style: none; line-height: 1.4; }
.ppa-loss { color: var(--ppa-red-text); }
.ppa-field input[type='file'] { height: auto; padding: 8px 12px; }
.ppa-progress { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
.ppa-progress progress { flex: 1 1 200px; height: 12px; accent-color: #187a45; }
.ppa-shown { max-width: 320px; }
.ppa-outcome { margin: 0; font-size: 1.15rem; }
.ppa-table td[data-label='Why'] { min-width: 240px; }
.ppa-table td[data-label='Why'] .ppa-banner { margin: 4px 0 0; }
@media (max-width: 768px) {
  .ppa-bar .ppa-field, .ppa-bar .ppa-controls { flex: 1 1 100%; }
  .ppa-table tbody td:is([data-label='Why'], [data-label='Payers']) { display: block; text-align: start; }
  .ppa-table tbody td:is([data-label='Why'], [data-label='Payers'])::before { content: none; }
}
`
