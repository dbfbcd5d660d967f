import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderGraph } from './order-graph'
import type { Cable } from './project'

function wire(...pairs: readonly string[]): Cable[] {
  return pairs.map((pair, index) => {
    const [from = '', to = ''] = pair.split('>')
    return { id: `c${index}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
  })
}

describe('order', () => {
  test('sources come first, and ids decide where cables do not', () => {
    const { groups, feedback } = orderGraph(['d', 'c', 'b', 'a'], wire('b>a', 'c>a', 'd>c'))
    expect(groups.flat()).toEqual(['b', 'd', 'c', 'a'])
    expect(feedback.size).toBe(0)
  })

  test('cables that lead nowhere are passed over', () => {
    expect(orderGraph(['a'], wire('x>a', 'a>y')).groups).toEqual([['a']])
  })
})

describe('J02 loops', () => {
  test('a node wired to itself', () => {
    const { groups, feedback } = orderGraph(['a'], wire('a>a'))
    expect(groups).toEqual([['a']])
    expect([...feedback]).toEqual(['c0'])
  })

  test('two nodes that feed one another share a group, and one cable closes the loop', () => {
    const { groups, feedback } = orderGraph(['a', 'b'], wire('a>b', 'b>a'))
    expect(groups.map(group => group.toSorted())).toEqual([['a', 'b']])
    expect(feedback.size).toBe(1)
  })

  test('a ring of 1,000 nodes, and a chain of 100,000', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `n${index}`)
    const ring = ids.slice(0, 1000).map((id, index) => `${id}>${ids[(index + 1) % 1000]}`)
    expect(orderGraph(ids.slice(0, 1000), wire(...ring)).feedback.size).toBe(1)
    const chain = ids.slice(1).map((id, index) => `${ids[index]}>${id}`)
    expect(orderGraph(ids, wire(...chain)).groups.flat()).toEqual(ids)
  })
})

test('any graph: without its feedback cables every node stands after its sources, whatever the key order', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const name = fc.constantFrom(...names)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, name), { maxLength: 15 }),
      fc.shuffledSubarray(names),
      (pairs, some) => {
        const cables = wire(...pairs.map(([from, to]) => `${from}>${to}`))
        const { groups, feedback } = orderGraph(some, cables)
        const order = groups.flat()
        expect(order.toSorted()).toEqual(some.toSorted())
        for (const { id, from, to } of cables) {
          const places = [order.indexOf(from.node), order.indexOf(to.node)] as const
          if (places.includes(-1) || feedback.has(id)) continue
          expect(places[0]).toBeLessThan(places[1])
        }
        expect(orderGraph(some.toReversed(), cables.toReversed()).groups).toEqual(groups)
      },
    ),
  )
})
