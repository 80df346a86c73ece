// The stand-in's Stripe.js: what @stripe/react-stripe-js and the payment pages ask of it, and no more.
// Card data is typed into a frame of the stand-in's own origin and goes from there to the stand-in only.
;(() => {
  const origin = new URL(document.currentScript.src).origin
  const intentOf = (text) => String(text).split('_secret_')[0]

  async function read(key, path, params) {
    try {
      const response = await fetch(`${origin}${path}?${new URLSearchParams(params)}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      return await response.json()
    } catch {
      return { error: { type: 'api_connection_error', message: 'The network failed. Please try again.' } }
    }
  }

  function style(element, rules) {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value)
  }

  // Opens a frame of the stand-in and answers a way to talk to it that no other window can overhear.
  function openFrame({ path, title, init, onMessage }) {
    const frame = document.createElement('iframe')
    const channel = new MessageChannel()
    const waiting = new Map()
    let count = 0
    frame.title = title
    frame.src = `${origin}${path}`
    style(frame, { border: '0', width: '100%', display: 'block', 'color-scheme': 'normal' })
    channel.port1.onmessage = ({ data }) => {
      if (!waiting.has(data.id)) return onMessage(data)
      waiting.get(data.id)(data.result)
      waiting.delete(data.id)
    }
    frame.addEventListener('load', () => frame.contentWindow.postMessage(init(), origin, [channel.port2]), {
      once: true,
    })
    const send = (data) => channel.port1.postMessage(data)
    const ask = (data) =>
      new Promise((resolve) => {
        count += 1
        waiting.set(count, resolve)
        send({ ...data, id: count })
      })
    return { frame, send, ask, close: () => channel.port1.close() }
  }

  function createPaymentElement(key, group, onDestroy) {
    const listeners = new Map()
    const emit = (name, event) => {
      for (const listener of listeners.get(name) ?? []) listener(event)
    }
    let talk = null
    const onMessage = (data) => {
      if (data.type === 'resize') return style(talk.frame, { height: `${data.height}px` })
      emit(data.type, { elementType: 'payment', ...data.event })
    }
    const element = {
      mount(target) {
        const node = typeof target === 'string' ? document.querySelector(target) : target
        const init = () => ({ type: 'init', key, options: { ...group.options } })
        talk = openFrame({ path: '/elements/payment.html', title: 'Secure payment input frame', init, onMessage })
        style(talk.frame, { height: '300px' })
        talk.frame.addEventListener('error', () =>
          emit('loaderror', { elementType: 'payment', error: { message: 'The frame failed.' } }),
        )
        emit('loaderstart', { elementType: 'payment' })
        node.append(talk.frame)
      },
      on(name, listener) {
        listeners.set(name, [...(listeners.get(name) ?? []), listener])
        return element
      },
      once(name, listener) {
        const first = (event) => {
          element.off(name, first)
          listener(event)
        }
        return element.on(name, first)
      },
      off(name, listener) {
        listeners.set(name, listener ? (listeners.get(name) ?? []).filter((other) => other !== listener) : [])
        return element
      },
      update: () => element,
      focus: () => talk?.send({ type: 'focus' }),
      blur: () => talk?.frame.blur(),
      clear: () => talk?.send({ type: 'clear' }),
      collapse: () => element,
      unmount() {
        talk?.frame.remove()
        talk?.close()
        talk = null
      },
      destroy() {
        element.unmount()
        onDestroy()
      },
      _ask: (data) =>
        talk?.ask(data) ??
        Promise.resolve({ error: { type: 'validation_error', message: 'The payment form is not there.' } }),
      _send: (data) => talk?.send(data),
    }
    return element
  }

  function createElements(key, options) {
    const group = { options: { ...options } }
    let payment = null
    return {
      create(type) {
        if (type !== 'payment') throw new Error(`The stand-in has no ${type} element.`)
        if (payment) throw new Error('There is a payment element already.')
        payment = createPaymentElement(key, group, () => {
          payment = null
        })
        return payment
      },
      getElement: () => payment,
      update(changes) {
        Object.assign(group.options, changes)
        payment?._send({ type: 'update', options: { ...group.options } })
      },
      fetchUpdates: async () => ({}),
      on() {},
      off() {},
      submit: async () =>
        payment?._ask({ type: 'submit' }) ?? {
          error: { type: 'validation_error', message: 'There is no payment form.' },
        },
      _token: (params) => payment?._ask({ type: 'token', params }),
    }
  }

  // 3-D Secure: a real modal, so that the page behind it is out of reach of keyboard and screen reader.
  function authenticate(clientSecret) {
    return new Promise((resolve) => {
      const dialog = document.createElement('dialog')
      dialog.setAttribute('aria-label', 'Confirm your payment')
      style(dialog, {
        padding: '0',
        border: '0',
        'border-radius': '12px',
        width: 'min(26rem, calc(100vw - 2rem))',
        'max-width': 'none',
        overflow: 'hidden',
        'background-color': 'Canvas',
      })
      const end = () => {
        talk.close()
        dialog.close()
        dialog.remove()
        resolve()
      }
      const onMessage = (data) => (data.type === 'resize' ? style(talk.frame, { height: `${data.height}px` }) : end())
      const talk = openFrame({
        path: '/elements/authenticate.html',
        title: 'Secure authentication frame',
        init: () => ({ type: 'init', clientSecret }),
        onMessage,
      })
      style(talk.frame, { height: '260px' })
      dialog.append(talk.frame)
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault()
        talk.send({ type: 'cancel' })
      })
      document.body.append(dialog)
      dialog.showModal()
      talk.frame.focus()
    })
  }

  const isSetup = (clientSecret) => String(clientSecret).startsWith('seti_')

  async function retrieve(key, clientSecret) {
    const path = `/v1/${isSetup(clientSecret) ? 'setup_intents' : 'payment_intents'}/${encodeURIComponent(intentOf(clientSecret))}`
    const answer = await read(key, path, { client_secret: clientSecret })
    if (answer.error) return { error: answer.error }
    return isSetup(clientSecret) ? { setupIntent: answer } : { paymentIntent: answer }
  }

  async function handleNextAction(key, clientSecret) {
    const before = await retrieve(key, clientSecret)
    const intent = before.paymentIntent ?? before.setupIntent
    if (intent?.status !== 'requires_action') return before
    if (intent.next_action?.type === 'redirect_to_url') {
      location.assign(intent.next_action.redirect_to_url.url)
      return new Promise(() => {})
    }
    await authenticate(clientSecret)
    const after = await retrieve(key, clientSecret)
    const problem = after.paymentIntent?.last_payment_error ?? after.setupIntent?.last_setup_error
    return problem
      ? { error: { ...problem, payment_intent: after.paymentIntent, setup_intent: after.setupIntent } }
      : after
  }

  const absent = (name) => () => {
    throw new Error(`The stand-in for Stripe.js has no ${name}.`)
  }

  function createStripe(key) {
    if (!/^pk_test_/.test(String(key)))
      throw new Error('The stand-in for Stripe.js takes a key that begins with pk_test_.')
    return {
      elements: (options) => createElements(key, options),
      async createConfirmationToken({ elements, params }) {
        const answer = await elements._token(params ?? {})
        return answer?.error ? { error: answer.error } : { confirmationToken: answer }
      },
      handleNextAction: ({ clientSecret }) => handleNextAction(key, clientSecret),
      retrievePaymentIntent: (clientSecret) => retrieve(key, clientSecret),
      retrieveSetupIntent: (clientSecret) => retrieve(key, clientSecret),
      createToken: absent('createToken'),
      createPaymentMethod: absent('createPaymentMethod'),
      confirmCardPayment: absent('confirmCardPayment'),
      registerAppInfo() {},
      _registerWrapper() {},
    }
  }
  window.Stripe = Object.assign((key) => createStripe(key), { version: 'endive' })
})()
