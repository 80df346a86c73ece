import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { missing } from '../api/StripeFault.ts'
import { newId, randomText } from '../state/newId.ts'
import { customerById } from './customerById.ts'
import { emit } from './emit.ts'
import { mergedMetadata } from './mergedMetadata.ts'
import { detachMethod, methodsOf } from './paymentMethods.ts'

const PLAYED = ['email', 'name', 'phone', 'description', 'metadata'] as const

function createCustomer(fake: Fake, params: Stripe.CustomerCreateParams): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: newId('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: fake.store.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: mergedMetadata({}, params.metadata),
    name: params.name ?? null,
    phone: params.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  fake.store.put('customer', customer)
  emit(fake, 'customer.created', customer)
  return customer
}

function updateCustomer(fake: Fake, id: string, params: Stripe.CustomerUpdateParams): Stripe.Customer {
  const customer = customerById(fake, id)
  for (const field of ['email', 'name', 'phone', 'description'] as const) {
    if (params[field] !== undefined) customer[field] = params[field] || null
  }
  customer.metadata = mergedMetadata(customer.metadata, params.metadata)
  fake.store.put('customer', customer)
  emit(fake, 'customer.updated', customer)
  return customer
}

function deleteCustomer(fake: Fake, id: string): Stripe.DeletedCustomer {
  const customer = customerById(fake, id)
  for (const method of methodsOf(fake, id)) detachMethod(fake, method)
  emit(fake, 'customer.deleted', customer)
  const deleted: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true }
  fake.store.put('customer', deleted)
  return deleted
}

function readCustomer(fake: Fake, id: string): Stripe.Customer | Stripe.DeletedCustomer {
  const found = fake.store.get('customer', id)
  if (!found) throw missing('customer', id)
  return found
}

function livingCustomers(fake: Fake, email?: string): Stripe.Customer[] {
  return fake.store
    .all('customer')
    .filter((row): row is Stripe.Customer => !row.deleted && (!email || row.email === email))
}

function methodOfCustomer(fake: Fake, customer: string, method: string): Stripe.PaymentMethod {
  const found = fake.store.get('payment_method', method)
  if (!found || found.customer !== customerById(fake, customer).id) throw missing('payment_method', method)
  return found
}

export const customerRoutes: Route[] = [
  route(
    'POST /v1/customers',
    { params: 'CustomerCreate', answer: 'Customer', understands: PLAYED },
    ({ fake, params }) => createCustomer(fake, params),
  ),
  route('GET /v1/customers', { params: 'CustomerList', answer: 'CustomerList' }, ({ fake, params }) =>
    pageOf(livingCustomers(fake, params.email), params, '/v1/customers'),
  ),
  route('GET /v1/customers/:id', { params: 'CustomerRetrieve', answer: 'Customer' }, ({ fake, id }) =>
    readCustomer(fake, id),
  ),
  route(
    'POST /v1/customers/:id',
    { params: 'CustomerUpdate', answer: 'Customer', understands: PLAYED },
    ({ fake, id, params }) => updateCustomer(fake, id, params),
  ),
  route('DELETE /v1/customers/:id', { params: 'CustomerDelete', answer: 'Customer' }, ({ fake, id }) =>
    deleteCustomer(fake, id),
  ),
  route(
    'GET /v1/customers/:id/payment_methods',
    { params: 'CustomerListPaymentMethods', answer: 'PaymentMethodList' },
    ({ fake, id, params }) => {
      const methods = methodsOf(fake, customerById(fake, id).id, params.type)
      return pageOf(methods, params, `/v1/customers/${id}/payment_methods`)
    },
  ),
  route(
    'GET /v1/customers/:id/payment_methods/:id',
    { params: 'CustomerRetrievePaymentMethod', answer: 'PaymentMethod' },
    ({ fake, id, part }) => methodOfCustomer(fake, id, part),
  ),
]
