import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ok } from '#shared/kit'
import type { Permission } from '#shared/graph'
import { Broker, FileBroker, NetworkBroker, OscBroker, PluginStorage } from '.'
import { testGrants, wanting } from './testing/test-grants'

async function asked(permissions: readonly Permission[]) {
  const own = await testGrants(() => 'always')
  const { grants, folder } = own
  const broker = new Broker({
    grants,
    files: new FileBroker({ grants, home: folder, kept: [] }),
    network: new NetworkBroker({ grants }),
    osc: new OscBroker({ grants: own.grants }),
    storage: new PluginStorage(join(folder, 'storage')),
    extras: {
      'serial.ask': {
        right: 'serial',
        target: args =>
          typeof args === 'object' && args !== null && 'device' in args ? String(args.device) : '',
        run: async () => ok('21.5'),
      },
      'system.stats': { right: 'system', run: async () => ok('idle') },
    },
  })
  const request = async (method: string, args: unknown) => {
    const answer = await broker.request(wanting(permissions), method, args)
    return answer.ok ? answer.value : answer.error.code
  }
  return { own, request }
}

describe('S1-19 a device of this machine', () => {
  test('is there for whoever named it, and no other one', async () => {
    const { own, request } = await asked([{ right: 'serial', scope: ['/dev/ttyUSB0'] }])
    await using _own = own
    expect(await request('serial.ask', { device: '/dev/ttyUSB0' })).toBe('21.5')
    expect(await request('serial.ask', { device: '/dev/ttyUSB1' })).toBe('permission-undeclared')
    expect(own.questions.map(({ right, target }) => [right, target])).toEqual([
      ['serial', '/dev/ttyUSB0'],
    ])
  })

  test('is asked about one by one where the permission has no scope', async () => {
    const { own, request } = await asked([{ right: 'serial' }])
    await using _own = own
    for (const device of ['/dev/ttyUSB0', '/dev/ttyUSB1', '/dev/ttyUSB0']) {
      expect(await request('serial.ask', { device })).toBe('21.5')
    }
    expect(own.questions.map(({ target }) => target)).toEqual(['/dev/ttyUSB0', '/dev/ttyUSB1'])
  })

  test('is not there for whoever asked for something else', async () => {
    const { own, request } = await asked([{ right: 'system' }])
    await using _own = own
    expect(await request('serial.ask', { device: '/dev/ttyUSB0' })).toBe('permission-undeclared')
    expect(await request('system.stats', {})).toBe('idle')
  })
})
