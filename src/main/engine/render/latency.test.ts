import { describe, expect, test } from 'vitest'
import { findLatencies, type LatencyParts } from './latencies'
import type { SceneCable } from './scene'

const cable = (wire: string): SceneCable => {
  const [from = '', to = ''] = wire.split('>')
  return { id: wire, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
}

const parts = (
  order: string,
  wires: string,
  late: Readonly<Record<string, number>>,
): LatencyParts => ({
  order: order.split(' '),
  into: node =>
    wires
      .split(' ')
      .map(cable)
      .filter(({ to }) => to.node === node),
  feedback: new Set(),
  latencyOf: node => late[node] ?? 0,
  isOutput: node => node === 'out',
  loopOf: node => order.split(' ').indexOf(node),
  least: 0,
})

describe('A-03 latency compensation', () => {
  test('parallel ways wait for the slowest, sends included, and the whole is late by whole quanta', () => {
    const found = findLatencies(
      parts('a b c d out', 'a>b b>out a>c c>d d>out a>out', { b: 64, c: 100, d: 30 }),
    )
    expect(found.total).toBe(256)
    expect(Object.fromEntries(found.waits)).toEqual({ 'b>out': 192, 'd>out': 126, 'a>out': 256 })
    expect(found.arrivals.get('d')).toBe(100)
  })

  test('without anything late nothing waits', () => {
    const found = findLatencies(parts('a b out', 'a>b b>out a>out', {}))
    expect([found.total, found.waits.size]).toEqual([0, 0])
  })

  test('a cable that closes a loop waits for nothing', () => {
    const found = findLatencies({
      ...parts('a b out', 'a>b b>a b>out', { b: 10 }),
      feedback: new Set(['b>a']),
      loopOf: node => (node === 'out' ? 1 : 0),
    })
    expect(found.waits.has('b>a')).toBe(false)
    expect(found.total).toBe(128)
  })
})
