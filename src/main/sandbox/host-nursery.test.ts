import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { HostNursery } from './host-nursery'
import type { HostProcess } from './host-process'
import { ANSWERS } from './host-frames'
import { hostsExist } from './start-host'

const LONG_MS = 10_000

function born(nursery: HostNursery): Promise<HostProcess | undefined> {
  return new Promise(resolve => nursery.order(resolve))
}

async function untilBroken({ line }: HostProcess): Promise<boolean> {
  for (let tries = 0; tries < 1000 && line.listen(); tries++) await setTimeout(10)
  return line.broken
}

describe.runIf(hostsExist)('S1-03 the nursery of script hosts', () => {
  test('hands over hosts that say hello, each with a process of its own', async () => {
    using nursery = new HostNursery()
    const hosts = await Promise.all([born(nursery), born(nursery)])
    expect(new Set(hosts.map(host => host?.pid)).size).toBe(2)
    for (const host of hosts) {
      expect(host?.line.receive(LONG_MS)?.kind).toBe(ANSWERS.hello)
      host?.[Symbol.dispose]()
    }
  })

  test('a host that is killed is found out by its line', async () => {
    using nursery = new HostNursery()
    const host = await born(nursery)
    if (host?.pid === undefined) throw new Error('It was not born')
    process.kill(host.pid, 'SIGKILL')
    expect(await untilBroken(host)).toBe(true)
  })

  test('its own death ends its hosts, and what it was to bear', async () => {
    const nursery = new HostNursery()
    const host = await born(nursery)
    const unborn = born(nursery)
    nursery[Symbol.dispose]()
    expect(await unborn).toBeUndefined()
    expect(nursery.lost).toBe(true)
    expect(host !== undefined && (await untilBroken(host))).toBe(true)
  })
})
