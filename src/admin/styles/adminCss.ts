/** Styles of the components, on Payload's own custom properties, so that they follow its light and dark theme. */
export const ADMIN_CSS = `
.ppa-login, .ppa-section, .ppa-list-tools, .ppa-tab, .ppa-add, .ppa-dialog, .ppa-money, .ppa-sync, .ppa-record, .ppa-bar {
  --ppa-red: #b42318; --ppa-red-hover: #912018; --ppa-blue: #1d4ed8; --ppa-blue-hover: #1e40af;
  --ppa-red-text: #b42318; --ppa-amber-bg: #fff7e0; --ppa-amber-text: #6b4a00; --ppa-amber-line: #e0b84c; --ppa-green: #187a45;
}
html[data-theme='dark'] :is(.ppa-login, .ppa-section, .ppa-list-tools, .ppa-tab, .ppa-add, .ppa-dialog, .ppa-money, .ppa-sync, .ppa-record, .ppa-bar) {
  --ppa-red-text: #ff9b90; --ppa-amber-bg: #33280c; --ppa-amber-text: #ffdf94; --ppa-amber-line: #8a6a1e; --ppa-green: #2a9d5c;
}
.btn.ppa-danger, .btn.ppa-info { --color: #fff; --hover-color: #fff; color: #fff; }
.btn.ppa-danger { --bg-color: #b42318; --hover-bg: #912018; }
.btn.ppa-info { --bg-color: #1d4ed8; --hover-bg: #1e40af; }
.btn:is(.ppa-danger, .ppa-info, .ppa-danger-quiet).btn--disabled { opacity: .55; }
.btn.ppa-danger-quiet { --color: #b42318; --btn-border: 1px solid #b42318; --hover-color: #fff; --hover-bg: #b42318; }
html[data-theme='dark'] .btn.ppa-danger-quiet { --color: #ff9b90; --btn-border: 1px solid #ff9b90; }
.ppa-muted { color: var(--theme-elevation-600); margin: 0; }
.ppa-error { color: var(--ppa-red-text); margin: 0; }
.ppa-warning { background: var(--ppa-amber-bg); color: var(--ppa-amber-text); border-inline-start: 3px solid var(--ppa-amber-line); padding: 8px 12px; margin: 8px 0 0; border-radius: 3px; }
.ppa-warnings { list-style: none; margin: 0; padding: 0; }
.ppa-empty { border: 1px dashed var(--theme-elevation-250); border-radius: 4px; padding: 20px; margin: 0; text-align: center; color: var(--theme-elevation-600); }
.ppa-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.ppa-status:empty { display: none; }

.ppa-login { display: flex; flex-direction: column; align-items: flex-start; gap: 8px; }
@media (min-width: 1025px) { .row__fields > .ppa-login { flex: 1 1 0; min-width: 0; } }
.ppa-login .field-label { margin: 0; padding: 0; }
.ppa-switch { position: relative; display: inline-flex; align-items: center; width: 76px; height: 40px; padding: 0; border: 1px solid var(--theme-elevation-500); border-radius: 20px; background: var(--theme-elevation-100); color: var(--theme-elevation-800); font: inherit; cursor: pointer; transition: background-color .15s; }
.ppa-switch__knob { position: absolute; inset-inline-start: 4px; width: 30px; height: 30px; border-radius: 50%; background: var(--theme-elevation-600); transition: inset-inline-start .15s; }
.ppa-switch__text { width: 100%; padding-inline: 38px 4px; text-align: center; }
.ppa-switch[aria-checked='true'] { background: #187a45; border-color: #187a45; color: #fff; }
.ppa-switch[aria-checked='true'] .ppa-switch__knob { inset-inline-start: 40px; background: #fff; }
.ppa-switch[aria-checked='true'] .ppa-switch__text { padding-inline: 8px 36px; }
.ppa-switch:disabled { opacity: .5; cursor: not-allowed; }
.ppa-login__state { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; line-height: 1.4; color: var(--theme-elevation-700); overflow-wrap: anywhere; }
.ppa-login p { margin: 0; }
@media (prefers-reduced-motion: reduce) { .ppa-switch, .ppa-switch__knob { transition: none; } }

.ppa-dialog { position: fixed; inset: 0; z-index: 140; display: flex; align-items: center; justify-content: center; padding: 16px; height: 100%; overflow-y: auto; background: rgb(10 10 10 / .55); }
.ppa-dialog__box { display: flex; flex-direction: column; gap: 16px; width: min(560px, 100%); margin: auto; padding: 28px; border: 1px solid var(--theme-elevation-150); border-radius: 6px; background: var(--theme-elevation-0); color: var(--theme-text); box-shadow: 0 12px 40px rgb(0 0 0 / .3); }
html[data-theme='dark'] .ppa-dialog__box { background: var(--theme-elevation-50); }
.ppa-dialog h2 { margin: 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
.ppa-dialog__body { display: flex; flex-direction: column; gap: 12px; overflow-wrap: anywhere; }
.ppa-dialog__body p { margin: 0; line-height: 1.5; }
.ppa-dialog__controls { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; }

.ppa-section { display: flex; flex-direction: column; gap: 12px; border: 1px solid var(--theme-elevation-150); border-radius: 4px; padding: 16px; }
.render-fields > .ppa-section + .row { margin-block-start: 20px; }
.ppa-section:focus { outline: none; }
.ppa-section:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
.ppa-section :is(h3, p) { margin: 0; }
.ppa-section h3 { font-size: 1.125rem; }
.ppa-section p { line-height: 1.5; }
.ppa-lines { margin: 0; }
.ppa-line { display: grid; grid-template-columns: 140px minmax(0, 1fr); gap: 4px 16px; padding-block: 12px; border-top: 1px solid var(--theme-elevation-100); }
.ppa-line:first-child { border-top: 0; padding-top: 0; }
.ppa-line dt { color: var(--theme-elevation-650); }
.ppa-line dd { margin: 0; display: flex; flex-direction: column; gap: 8px; min-width: 0; overflow-wrap: anywhere; }
.ppa-line dd > div:first-child { display: flex; flex-direction: column; gap: 6px; }
.ppa-list { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 4px; }
.ppa-controls--end { justify-content: flex-end; }
.ppa-list-tools { display: flex; flex-wrap: wrap; align-items: flex-end; justify-content: space-between; gap: 8px 16px; margin-block: 0 16px; }
.ppa-list-tools .ppa-field { width: min(260px, 100%); }
.ppa-list-tools .btn { min-height: 40px; }
.ppa-check { display: flex; gap: 8px; align-items: flex-start; line-height: 1.5; }
.ppa-check input { flex: none; width: 20px; height: 20px; margin: 2px; accent-color: #187a45; }
.ppa-progress { display: flex; flex-direction: column; gap: 4px; font-variant-numeric: tabular-nums; }
.ppa-progress progress { width: 100%; height: 12px; accent-color: #187a45; }
.ppa-results { max-height: 40vh; overflow-y: auto; border: 1px solid var(--theme-elevation-150); border-radius: 4px; padding-inline: 8px; }
.ppa-list.ppa-results { padding: 8px 12px; }

.ppa-sync { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; margin-bottom: 16px; color: var(--theme-elevation-700); }
.ppa-sync ul { list-style: none; margin: 0; padding: 0; flex: 1 1 260px; }

.ppa-tab, .ppa-add { display: flex; flex-direction: column; gap: 20px; padding-block: 4px 24px; }
:is(.ppa-tab, .ppa-add, .ppa-source) > :is([role='alert'], [role='status']):empty { margin-block-start: -20px; }
.ppa-source > [role='alert']:empty { margin-block-start: -12px; }
.ppa-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-start; gap: 12px; }
.ppa-head > div { flex: 1 1 260px; }
.ppa-head h3, .ppa-panel h4 { margin: 0; }
.ppa-head p { margin-top: 4px; max-width: 60ch; line-height: 1.4; }
.ppa-panel { display: flex; flex-direction: column; gap: 12px; border: 1px solid var(--theme-elevation-150); border-radius: 4px; padding: 16px; background: var(--theme-elevation-50); }
.ppa-panel .ppa-panel { background: var(--theme-elevation-0); }
.ppa-search .btn { min-height: 40px; }
.ppa-controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; }
.ppa-foot { position: sticky; bottom: 0; z-index: 2; display: flex; flex-direction: column; gap: 8px; padding-block: 12px; background: var(--theme-bg); border-top: 1px solid var(--theme-elevation-150); }

.ppa-field { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
.ppa-field label { color: var(--theme-elevation-800); }
.ppa-field input, .ppa-field select, .ppa-filters input, .ppa-money input { width: 100%; min-height: 40px; padding: 0 12px; border: 1px solid var(--theme-elevation-400); border-radius: 3px; background: var(--theme-input-bg); color: var(--theme-elevation-800); font: inherit; font-size: 1rem; }
.ppa-money input { background: var(--theme-elevation-50); border-color: var(--theme-elevation-150); font-variant-numeric: tabular-nums; }
.ppa-filters input { min-height: 32px; padding: 0 8px; min-width: 90px; }
.ppa-fields, .ppa-search { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(170px, 100%), 1fr)); gap: 12px; align-items: start; }
.ppa-fields--small { grid-template-columns: repeat(auto-fit, minmax(min(140px, 100%), 1fr)); }
.ppa-search { grid-template-columns: minmax(170px, 220px) minmax(180px, 1fr) auto; align-items: end; }
:is(.ppa-field, .ppa-filters, .ppa-money) :is(input, select):focus-visible, .ppa-switch:focus-visible, .ppa-icon-button:focus-visible, .ppa-table input[type='checkbox']:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }

.ppa-scroll { overflow-x: auto; max-width: 100%; }
.ppa-scroll[aria-busy='true'] tbody { opacity: .5; }
.ppa-table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.ppa-table :is(th, td) { padding: 10px 12px; text-align: start; vertical-align: middle; border-bottom: 1px solid var(--theme-elevation-150); font-weight: normal; }
.ppa-table thead th { color: var(--theme-elevation-600); white-space: nowrap; }
.ppa-table td { overflow-wrap: anywhere; }
.ppa-table td[data-label='Rule'] { min-width: 220px; }
.ppa-table td:is([data-label='Level'], [data-label='Date'], [data-label='When'], [data-label='Reference'], [data-label='Ends on']) { white-space: nowrap; }
@media (min-width: 769px) { .ppa-add > .ppa-scroll { max-height: 52vh; overflow: auto; } .ppa-add > .ppa-scroll thead { position: sticky; top: 0; z-index: 1; background: var(--theme-bg); } }
.ppa-table--numbers :is(th, td):not(:first-child), .ppa-table .ppa-number { text-align: end; white-space: nowrap; }
.ppa-table input[type='checkbox'] { width: 20px; height: 20px; margin: 2px; accent-color: #187a45; }
.ppa-facts { list-style: none; margin: 2px 0 0; padding: 0; color: var(--theme-elevation-600); line-height: 1.4; }
.ppa-facts:empty { display: none; }
.ppa-amount { white-space: nowrap; }
.ppa-row { cursor: pointer; }
.ppa-row:hover { background: var(--theme-elevation-50); }
.ppa-row--selected, .ppa-row--selected:hover { background: var(--theme-elevation-100); }
.ppa-row--ended { color: var(--theme-elevation-500); }
.ppa-row--edit td { background: var(--theme-elevation-50); }
.ppa-row--edit td > * + * { margin-top: 12px; }
.ppa-table .ppa-actions { text-align: end; white-space: nowrap; }
.ppa-actions .btn + .btn { margin-inline-start: 8px; }
.ppa-value { font-weight: 600; }
.ppa-chips { display: flex; flex-wrap: wrap; gap: 8px; list-style: none; margin: 0; padding: 0; }
.ppa-chips li { display: inline-flex; align-items: center; gap: 4px; max-width: 100%; padding: 2px 4px 2px 12px; border-radius: 16px; background: var(--theme-elevation-150); overflow-wrap: anywhere; }
.ppa-icon-button { display: inline-flex; align-items: center; justify-content: center; width: 28px; height: 28px; padding: 0; border: 0; border-radius: 50%; background: transparent; color: inherit; cursor: pointer; }
.ppa-icon-button:hover { background: var(--theme-elevation-250); }
.ppa-icon-button svg { width: 20px; height: 20px; }
.ppa-icon-button svg path { stroke: currentColor; }

/* A long error of a field is read whole, not cut off, also on a phone. */
.field-error.tooltip.tooltip--show { white-space: normal; line-height: 1.35; overflow-wrap: anywhere; }
.field-error.tooltip .tooltip-content { overflow: visible; }
@media (min-width: 1025px) { .field-error.tooltip.tooltip--position-top { top: auto; bottom: calc(100% - 4px); } }
@media (max-width: 1024px) {
  .field-error.tooltip.tooltip--show { display: block; position: static; max-width: 100%; margin-block-end: 6px; padding: 6px 10px; transform: none; }
  .field-error.tooltip.tooltip--show::after { content: none; }
}

@media (max-width: 768px) {
  .app-header__step-nav-wrapper, .app-header .step-nav { min-width: 0; }
  .app-header .step-nav > * { flex: none; }
  .app-header .step-nav > .step-nav__last { flex: 0 1 auto; min-width: 0; }
  .ppa-search, .ppa-line { grid-template-columns: minmax(0, 1fr); }
  .ppa-table thead tr:not(.ppa-filters) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .ppa-table, .ppa-table :is(thead, tbody, tr, td, th) { display: block; }
  .ppa-table tbody tr { padding: 10px 0; border-bottom: 1px solid var(--theme-elevation-200); }
  .ppa-table tbody :is(td, th) { display: flex; justify-content: space-between; gap: 16px; padding: 4px 0; border: 0; text-align: end; white-space: normal; }
  .ppa-table tbody :is(td, th)[data-label]::before { content: attr(data-label); flex: none; color: var(--theme-elevation-600); }
  .ppa-table tbody td:is([data-label='Rule'], [data-label='What']), .ppa-row--edit td { display: block; text-align: start; }
  .ppa-table tbody td:is([data-label='Rule'], [data-label='What'])::before { content: none; }
  .ppa-table--numbers :is(th, td):not(:first-child) { text-align: end; }
  .ppa-filters { display: grid; gap: 6px; }
  .ppa-filters td { padding: 0; border: 0; }
  .ppa-filters td:empty { display: none; }
  .ppa-actions { justify-content: flex-end; }
  .ppa-dialog__box { padding: 20px; }
}
`
