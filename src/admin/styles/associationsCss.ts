/** Styles of the associations beyond what the other panels have. */
export const ASSOCIATIONS_CSS = `
.ppa-tray { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; }
.ppa-chips--tray { max-height: 168px; overflow-y: auto; }
.ppa-chips--tray:focus-visible, .ppa-results:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
.ppa-panel .ppa-warnings { max-height: 240px; overflow-y: auto; }
.ppa-head > .ppa-head__buttons { flex: 0 1 auto; }
.ppa-rule-line { margin: 0; line-height: 1.5; overflow-wrap: anywhere; }
.render-fields > .ppa-section + .field-type.textarea { margin-block-start: 20px; }
.ppa-setby { overflow-wrap: anywhere; }
.ppa-choices legend { padding: 0; color: var(--theme-elevation-800); font-weight: 600; }
.ppa-more { align-self: flex-start; padding: 4px 0; border: 0; background: none; font: inherit; cursor: pointer; }
.ppa-more:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
.ppa-add .ppa-results { max-height: 52vh; }
@media (max-width: 768px) {
  .ppa-table tbody td:is([data-label='Set by'], [data-label='Would see'])::before { margin-inline-end: 8px; }
  .ppa-table tbody td:is([data-label='Set by'], [data-label='Would see']) { display: block; text-align: start; }
}
`
