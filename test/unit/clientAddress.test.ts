import type { PayloadRequest } from 'payload'
import { clientAddress, clientNetwork, sealAddress } from '../../src/login/clientAddress.ts'
import { OPTIONS_KEY } from '../../src/options/portalOptions.ts'

const HEADER = 'x-payer-portal-client-ip'
const request = (headers: Record<string, string>, trustedProxies = 0): PayloadRequest =>
  ({
    headers: new Headers(headers),
    payload: { config: { custom: { [OPTIONS_KEY]: { trustedProxies } } } },
  }) as unknown as PayloadRequest
const networkOf = (address: string) => clientNetwork(request({ [HEADER]: sealAddress(address) }))

describe('the address of a caller', () => {
  it('O-07 is what our own server sealed; a caller who writes the header is not believed', () => {
    expect(clientAddress(request({ [HEADER]: sealAddress('10.0.0.1') }))).toBe('10.0.0.1')
    const [seal = ''] = sealAddress('x').split(' ')
    expect(seal).toHaveLength(24)
    for (const forged of ['10.0.0.1', ' 10.0.0.1', 'undefined 10.0.0.1', `${seal.slice(1)} 10.0.0.1`, seal])
      expect([forged, clientAddress(request({ [HEADER]: forged }))]).toEqual([forged, 'unknown'])
  })

  it('O-07 without trusted proxies X-Forwarded-For says nothing, and the caller has no network to be counted by', () => {
    const forged = request({ 'x-forwarded-for': '10.0.0.1', [HEADER]: '10.0.0.2' })
    expect([clientAddress(forged), clientNetwork(forged)]).toEqual(['unknown', null])
  })

  it('O-07 behind proxies it is the entry that the outermost trusted one wrote', () => {
    const forwarded = { 'x-forwarded-for': 'forged, 10.0.0.1, 10.0.0.2' }
    expect(clientAddress(request(forwarded, 1))).toBe('10.0.0.2')
    expect(clientAddress(request(forwarded, 2))).toBe('10.0.0.1')
    expect(clientAddress(request(forwarded, 4))).toBe('unknown')
    expect(clientAddress(request({ 'x-forwarded-for': '' }, 1))).toBe('unknown')
  })

  it('A-13 all addresses of one IPv6 network count as one', () => {
    const network = networkOf('2001:db8:1:2::1')
    for (const same of ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::'])
      expect([same, networkOf(same)]).toEqual([same, network])
    expect(networkOf('2001:db8:1:3::1')).not.toBe(network)
    expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'))
    expect([networkOf('::ffff:10.0.0.1'), networkOf('10.0.0.1')]).toEqual(['10.0.0.1', '10.0.0.1'])
  })
})
