// The bank's page of 3-D Secure: in a frame over the page, or by itself after a redirect.
const byId = (id) => document.getElementById(id)
const query = new URLSearchParams(location.search)
const state = { port: null, clientSecret: query.get('client_secret') ?? '' }

function goBack(status) {
  const to = new URL(query.get('return_url'))
  if (!/^https?:$/.test(to.protocol)) return
  const name = state.clientSecret.startsWith('seti_') ? 'setup_intent' : 'payment_intent'
  to.searchParams.set(name, state.clientSecret.split('_secret_')[0])
  to.searchParams.set(`${name}_client_secret`, state.clientSecret)
  to.searchParams.set('redirect_status', status === 'succeeded' ? 'succeeded' : 'failed')
  location.assign(to)
}

function setBusy(isBusy) {
  for (const button of document.querySelectorAll('button')) button.disabled = isBusy
}

async function finish(outcome) {
  setBusy(true)
  byId('problem').textContent = ''
  try {
    const body = JSON.stringify({ client_secret: state.clientSecret, outcome })
    const response = await fetch('/elements/complete', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const answer = await response.json()
    if (answer.error) throw new Error(answer.error.message)
    if (state.port) state.port.postMessage({ type: 'done' })
    else goBack(answer.status)
  } catch (error) {
    byId('problem').textContent = error.message
    setBusy(false)
  }
}

byId('complete').addEventListener('click', () => finish('succeeded'))
byId('fail').addEventListener('click', () => finish('failed'))
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') void finish('failed')
})

addEventListener('message', ({ source, data, ports }) => {
  if (source !== parent || data.type !== 'init' || state.port) return
  const [port] = ports
  state.port = port
  state.clientSecret = data.clientSecret
  port.onmessage = () => finish('failed')
  new ResizeObserver(() =>
    port.postMessage({ type: 'resize', height: Math.ceil(byId('form').getBoundingClientRect().height) }),
  ).observe(byId('form'))
  byId('complete').focus()
})
