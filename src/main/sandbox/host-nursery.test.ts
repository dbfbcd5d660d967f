import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { nodeBinary, rootFolder } from '../kit'
import { HostNursery } from './host-nursery'
import type { HostProcess } from './host-process'
import { ANSWERS } from './host-frames'
import { hostsExist } from './start-host'

const LONG_MS = 10_000

function born(nursery: HostNursery): Promise<HostProcess | undefined> {
  return new Promise(resolve => nursery.order(resolve))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
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

  test.each([0, 30, 100])('ends with an engine that is killed %d ms after it asked', async ms => {
    const engine = `
      const { spawn } = require('node:child_process')
      const stdio = ['ignore', 'ignore', 'ignore', 'ipc']
      const nursery = spawn(process.execPath, [process.argv[1], String(process.pid)], { stdio })
      console.log(nursery.pid)
      nursery.send({ host: 1 })
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${ms})`
    const script = join(rootFolder(), 'out/main/host-nursery.js')
    const { stdout } = spawnSync(nodeBinary(), ['-e', engine, script], { encoding: 'utf8' })
    const pid = Number(stdout)
    expect(pid).toBeGreaterThan(1)
    for (let tries = 0; tries < 1000 && isAlive(pid); tries++) await setTimeout(10)
    expect(isAlive(pid)).toBe(false)
  })
})
