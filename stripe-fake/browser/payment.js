// The frame in which payment details are typed. Talks to the page through one port, to the stand-in by itself.
const byId = (id) => document.getElementById(id)
const digitsOf = (text) => text.replace(/\D/g, '')
const state = { port: null, key: '', options: {} }

const kind = () => document.querySelector('input[name=kind]:checked').value
const expiryOf = () => {
  const digits = digitsOf(byId('expiry').value)
  return { month: Number(digits.slice(0, 2)), year: 2000 + Number(digits.slice(2, 4)), isWhole: digits.length === 4 }
}

function isLuhn(number) {
  const sum = [...number].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

function numberProblem() {
  const number = digitsOf(byId('number').value)
  if (number.length < 15) return 'Your card number is incomplete.'
  return isLuhn(number) ? '' : 'Your card number is invalid.'
}

function expiryProblem() {
  const { month, year, isWhole } = expiryOf()
  if (!isWhole) return "Your card's expiration date is incomplete."
  if (month < 1 || month > 12) return "Your card's expiration date is invalid."
  const end = new Date(year, month, 1)
  return end > new Date() ? '' : "Your card's expiration year is in the past."
}

const isFilled = (id, length) => byId(id).value.trim().length >= length
const PROBLEMS = {
  card: {
    number: numberProblem,
    expiry: expiryProblem,
    cvc: () => (digitsOf(byId('cvc').value).length >= 3 ? '' : "Your card's security code is incomplete."),
    postal: () => (isFilled('postal', 3) ? '' : 'Your postal code is incomplete.'),
  },
  us_bank_account: {
    holder: () => (isFilled('holder', 2) ? '' : 'Please enter the name on the account.'),
    routing: () => (digitsOf(byId('routing').value).length === 9 ? '' : 'The routing number has 9 digits.'),
    account: () => (digitsOf(byId('account').value).length >= 4 ? '' : 'Your account number is incomplete.'),
  },
}

function show(field, problem) {
  const input = byId(field)
  byId(`${field}-error`).textContent = problem
  if (problem) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
}

const isComplete = () => Object.values(PROBLEMS[kind()]).every((problemOf) => !problemOf())

function tellChange() {
  const isEmpty = Object.keys(PROBLEMS[kind()]).every((field) => !byId(field).value)
  state.port?.postMessage({
    type: 'change',
    event: { complete: isComplete(), empty: isEmpty, collapsed: false, value: { type: kind() } },
  })
}

function checkAll() {
  let first = null
  for (const [field, problemOf] of Object.entries(PROBLEMS[kind()])) {
    const problem = problemOf()
    show(field, problem)
    if (problem && !first) first = { field, problem }
  }
  if (!first) return { selectedPaymentMethod: kind() }
  byId(first.field).focus()
  return { error: { type: 'validation_error', code: `incomplete_${first.field}`, message: first.problem } }
}

function methodParams() {
  if (kind() === 'us_bank_account') {
    return {
      'payment_method_data[type]': 'us_bank_account',
      'payment_method_data[billing_details][name]': byId('holder').value.trim(),
      'payment_method_data[us_bank_account][routing_number]': digitsOf(byId('routing').value),
      'payment_method_data[us_bank_account][account_number]': digitsOf(byId('account').value),
      'payment_method_data[us_bank_account][account_holder_type]': 'individual',
    }
  }
  const { month, year } = expiryOf()
  return {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': digitsOf(byId('number').value),
    'payment_method_data[card][exp_month]': String(month),
    'payment_method_data[card][exp_year]': String(year),
    'payment_method_data[card][cvc]': digitsOf(byId('cvc').value),
    'payment_method_data[billing_details][address][postal_code]': byId('postal').value.trim(),
  }
}

async function createToken(params) {
  const body = new URLSearchParams(methodParams())
  if (params.return_url) body.set('return_url', params.return_url)
  const usage = state.options.setupFutureUsage
  if (usage) body.set('setup_future_usage', usage)
  try {
    const response = await fetch('/v1/confirmation_tokens', {
      method: 'POST',
      headers: { authorization: `Bearer ${state.key}` },
      body,
    })
    return await response.json()
  } catch {
    return { error: { type: 'api_connection_error', message: 'The network failed. Please try again.' } }
  }
}

const VARIABLES = {
  colorPrimary: '--accent',
  colorBackground: '--surface',
  colorText: '--ink',
  colorTextSecondary: '--muted',
  colorDanger: '--bad',
}

function applyOptions(options) {
  state.options = options
  const { theme, variables = {} } = options.appearance ?? {}
  if (theme) document.documentElement.dataset.theme = theme === 'night' ? 'dark' : 'light'
  for (const [name, property] of Object.entries(VARIABLES)) {
    const value = variables[name]
    if (value && CSS.supports('color', value)) document.documentElement.style.setProperty(property, value)
  }
  if (CSS.supports('border-radius', variables.borderRadius ?? '')) {
    document.documentElement.style.setProperty('--radius', variables.borderRadius)
  }
  byId('kinds').hidden = options.mode !== 'setup' && options.currency !== 'usd'
  if (byId('kinds').hidden) document.querySelector('input[value=card]').checked = true
  showKind()
}

function showKind() {
  for (const name of Object.keys(PROBLEMS)) byId(name).hidden = name !== kind()
}

function clear() {
  for (const input of document.querySelectorAll('.fields input')) {
    input.value = ''
    show(input.id, '')
  }
  tellChange()
}

async function onPort({ data }) {
  if (data.type === 'update') applyOptions(data.options)
  if (data.type === 'focus') byId(Object.keys(PROBLEMS[kind()])[0]).focus()
  if (data.type === 'clear') clear()
  if (data.type === 'submit') state.port.postMessage({ id: data.id, result: checkAll() })
  if (data.type === 'token') state.port.postMessage({ id: data.id, result: await createToken(data.params) })
}

function grouped(text, sizes, separator) {
  const digits = digitsOf(text)
  const parts = []
  for (let at = 0, part = 0; at < digits.length; part += 1) {
    const size = sizes[Math.min(part, sizes.length - 1)]
    parts.push(digits.slice(at, at + size))
    at += size
  }
  return parts.join(separator)
}

// Keeps the caret where it was, counted in digits, so that a digit in the middle can be corrected.
function regroup(input, sizes, separator) {
  const before = digitsOf(input.value.slice(0, input.selectionStart)).length
  const isAtEnd = input.selectionStart === input.value.length
  input.value = grouped(input.value, sizes, separator)
  if (isAtEnd) return
  let at = 0
  for (let seen = 0; seen < before && at < input.value.length; at += 1) if (/\d/.test(input.value[at])) seen += 1
  input.setSelectionRange(at, at)
}

byId('number').addEventListener('input', ({ target }) =>
  regroup(target, /^3[47]/.test(target.value) ? [4, 6, 5] : [4], ' '),
)
byId('expiry').addEventListener('input', ({ target }) => regroup(target, [2], ' / '))
for (const input of document.querySelectorAll('.fields input')) {
  input.addEventListener('input', () => {
    show(input.id, '')
    tellChange()
  })
  input.addEventListener('blur', () => {
    if (input.value) show(input.id, PROBLEMS[kind()][input.id]?.() ?? '')
    state.port?.postMessage({ type: 'blur' })
  })
  input.addEventListener('focus', () => state.port?.postMessage({ type: 'focus' }))
}
for (const radio of document.querySelectorAll('input[name=kind]')) {
  radio.addEventListener('change', () => {
    showKind()
    tellChange()
  })
}

addEventListener('message', ({ source, data, ports }) => {
  if (source !== parent || data.type !== 'init' || state.port) return
  const [port] = ports
  state.port = port
  state.key = data.key
  applyOptions(data.options)
  port.onmessage = onPort
  new ResizeObserver(() =>
    port.postMessage({ type: 'resize', height: Math.ceil(byId('form').getBoundingClientRect().height) }),
  ).observe(byId('form'))
  port.postMessage({ type: 'ready' })
})
