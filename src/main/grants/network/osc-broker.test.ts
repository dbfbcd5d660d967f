import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok, unwrap, type Result } from '#shared/kit'
import { permissionInWords } from '#shared/graph'
import { testGrants, wanting } from '../testing/test-grants'
import { NetworkBroker } from './network-broker'
import { OscBroker } from './osc-broker'
import { oscMessage } from './osc-message'

let socket: Socket
let port = 0
beforeEach(async () => {
  socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  ;({ port } = socket.address())
})
afterEach(() => new Promise<void>(resolve => socket.close(() => resolve())))

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const scoped = (...scope: string[]) => wanting([{ right: 'network', scope, why: 'The mixer.' }])

describe('S2-32 OSC addresses that a plugin declares', () => {
  test('a message is as the OSC specification writes its examples', () => {
    // OSC 1.0, “OSC Message Examples”.
    expect(oscMessage('/oscillator/4/frequency', [440.5]).toString('hex')).toBe(
      '2f6f7363696c6c61746f722f342f6672657175656e6379002c6600 0043dc4000'.replace(' ', ''),
    )
    expect(oscMessage('/foo', [1000, -1, 'hello', 1.5, 5.5]).toString('hex')).toBe(
      '2f666f6f000000002c696973666600 00000003e8ffffffff68656c6c6f0000003fc0000040b00000'.replace(
        ' ',
        '',
      ),
    )
    expect(oscMessage('/on', [true, false]).toString('latin1')).toBe('/on\0,TF\0')
  })

  test('arrives where it was declared to, once the person allowed it; other addresses and places are refused', async () => {
    await using own = await testGrants(() => 'session')
    const osc = new OscBroker({ grants: own.grants })
    const to = `127.0.0.1:${port}`
    const who = scoped(`osc://${to}/mixer/*`, `osc://${to}/play`)
    const heard = new Promise<Buffer>(resolve => socket.once('message', resolve))
    unwrap(await osc.send(who, { to, address: '/mixer/1/gain', args: [0.5] }))
    expect(await heard).toEqual(oscMessage('/mixer/1/gain', [0.5]))
    expect(own.questions).toMatchObject([
      { right: 'network', target: `osc://${to}`, isPrivate: true, why: 'The mixer.' },
    ])
    expect(codeOf(await osc.send(who, { to, address: '/play', args: [] }))).toBe('ok')
    expect(own.questions).toHaveLength(1)
    const send = async (address: string, place = to) =>
      codeOf(await osc.send(who, { to: place, address, args: [] }))
    expect(await send('/mixerx/1')).toBe('permission-undeclared')
    expect(await send('/play/loud')).toBe('permission-undeclared')
    expect(await send('/mixer/1', `127.0.0.1:${port === 1024 ? 1025 : port - 1}`)).toBe(
      'permission-undeclared',
    )
    expect(await send('/mixer/1', '127.0.0.1:53')).toBe('network-refused')
    expect(await send('/mixer/*')).toBe('network-refused')
    expect(await send('/mixer/1', `user@127.0.0.1:${port}`)).toBe('network-refused')
    await own.grants.book.setOffline(true)
    expect(await send('/play')).toBe('network-offline')
  })

  test('a right for the web lets no OSC out, nor the other way round; the scope is read as it stands', async () => {
    await using own = await testGrants(() => 'session')
    const osc = new OscBroker({ grants: own.grants })
    const to = `127.0.0.1:${port}`
    for (const who of [
      scoped('127.0.0.1', '*'),
      scoped(`127.0.0.1:${port}`),
      wanting([{ right: 'network' }]),
    ]) {
      expect(codeOf(await osc.send(who, { to, address: '/a', args: [] }))).toBe(
        'permission-undeclared',
      )
    }
    const web = new NetworkBroker({ grants: own.grants })
    const wish = { url: `http://${to}/a`, method: 'GET', headers: {} }
    expect(codeOf(await web.fetch(scoped(`osc://${to}`), wish))).toBe('permission-undeclared')
    expect(own.questions).toEqual([])
    expect(permissionInWords({ right: 'network', scope: [`osc://${to}/mixer/*`] })).toBe(
      `Talk to the network: osc://${to}/mixer/*`,
    )
  })

  test('a name of the world that leads into this network is refused; a flood is cut', async () => {
    await using own = await testGrants(() => 'session')
    const osc = new OscBroker({ grants: own.grants, resolve: async () => ok(['192.168.0.9']) })
    const who = scoped('osc://mixer.example.org:9000')
    const wish = { to: 'mixer.example.org:9000', address: '/a', args: [] }
    expect(codeOf(await osc.send(who, wish))).toBe('network-refused')
    const codes = await Promise.all(Array.from({ length: 1200 }, () => osc.send(scoped(), wish)))
    expect(codes.filter(code => codeOf(code) === 'network-refused').length).toBeGreaterThan(100)
  })
})
