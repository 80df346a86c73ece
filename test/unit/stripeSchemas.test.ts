import { createFakeContext } from '../../stripe-fake/createFakeContext.ts'
import { Judge } from '../../stripe-fake/schemas/Judge.ts'
import { loadSchemas } from '../../stripe-fake/schemas/loadSchemas.ts'
import { answerApi } from '../../stripe-fake/server/answerApi.ts'

const keys = { secretKey: 'sk_test_unit', publishableKey: 'pk_test_unit' }
const headers = { authorization: 'Bearer sk_test_unit' }
const request = (method: string, path: string, body = '') => ({ method, path, query: '', body, headers })

async function context() {
  return createFakeContext({ keys, schemas: await loadSchemas() })
}

it('the schemas close what the types leave open: a status that Stripe does not have is refused', async () => {
  const { fake, api } = await context()
  const { body } = answerApi(api, request('POST', '/v1/payment_intents', 'amount=5000&currency=usd'))
  const intent = JSON.parse(body) as object
  const judge = new Judge(await loadSchemas())
  judge.checkAnswer('PaymentIntent', intent, 'as it is')
  expect(() => judge.checkAnswer('PaymentIntent', { ...intent, status: 'paid' }, 'other status')).toThrow(
    'other status',
  )
  expect(() => judge.checkAnswer('PaymentIntent', { ...intent, invented: 1 }, 'other field')).toThrow('invented')
  const { amount: _, ...rest } = intent as { amount: number }
  expect(() => judge.checkAnswer('PaymentIntent', rest, 'field missing')).toThrow(
    "must have required property 'amount'",
  )
  expect(judge.violations).toHaveLength(3)
  expect(fake.judge.violations).toEqual([])
})

it('an answer that breaks the schemas is a 500 and stays on the list', async () => {
  const { fake, api } = await context()
  const { body } = answerApi(api, request('POST', '/v1/customers', 'name=Ann'))
  const { id } = JSON.parse(body) as { id: string }
  const customer = fake.store.get('customer', id)
  if (customer && !customer.deleted) Object.assign(customer, { balance: 'none' })
  const { status } = answerApi(api, request('GET', `/v1/customers/${id}`))
  expect(status).toBe(500)
  expect(fake.judge.violations).toEqual([expect.stringContaining('GET /v1/customers/')])
})

it('an answer with expanded fields is checked as well', async () => {
  const { fake, api } = await context()
  const paid =
    'amount=5000&currency=usd&payment_method=pm_card_visa&confirm=true&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never&expand[0]=latest_charge&expand[1]=payment_method'
  const { status, body } = answerApi(api, request('POST', '/v1/payment_intents', paid))
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({
    latest_charge: { object: 'charge', status: 'succeeded' },
    payment_method: { object: 'payment_method' },
  })
  expect(fake.judge.violations).toEqual([])
})
