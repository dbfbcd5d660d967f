import { describe, expect, test } from 'vitest'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Transaction } from '#shared/graph'
import { connectionLost } from '../kit'
import { EditQueue } from './edit-queue'

type Answer = Result<{ readonly revision: number }>

test('edits go out one after another, each on the revision of the one before', async () => {
  const { queue, sent } = queueWith([ok({ revision: 5 }), ok({ revision: 6 })], 4)
  queue.add(transaction('a'))
  queue.add(transaction('b'))
  await queue.idle()
  expect(sent).toEqual([
    [4, 'a'],
    [5, 'b'],
  ])
})

test('E-04 of two hundred edits every one goes out, once and in its order, however often the connection is lost', async () => {
  const ids = Array.from({ length: 200 }, (_, index) => `edit-${index}`)
  const taken: string[] = []
  let calls = 0
  const queue = new EditQueue({
    send(base, { id }) {
      calls += 1
      // Lost on the way there, and on the way back.
      if (calls % 17 === 0) return Promise.resolve(err(connectionLost))
      if (!taken.includes(id)) taken.push(id)
      if (calls % 23 === 0) return Promise.resolve(err(connectionLost))
      return Promise.resolve(ok({ revision: base + 1 }))
    },
    revision: () => 0,
    refused: ({ id }) => void taken.push(`${id} was refused`),
  })
  for (const id of ids) queue.add(transaction(id))
  for (let time = 0; time < 100; time++) {
    await queue.idle()
    queue.resume()
  }
  expect(taken).toEqual(ids)
})

test('a lost connection keeps edits and sends them again', async () => {
  const { queue, sent, refused } = queueWith([err(connectionLost), ok({ revision: 1 })])
  queue.add(transaction('a'))
  await queue.idle()
  expect(sent).toHaveLength(1)
  queue.resume()
  await queue.idle()
  expect(sent.map(([, id]) => id)).toEqual(['a', 'a'])
  expect(refused).toEqual([])
})

test('an edit that had arrived before the connection broke is not reported as refused', async () => {
  const twice = err(fail('edit-invalid', 'There is a node “a” already.'))
  const { queue, refused } = queueWith([err(connectionLost), twice])
  queue.add(transaction('a'))
  await queue.idle()
  queue.resume()
  await queue.idle()
  expect(refused).toEqual([])
})

test('a refusal is reported, and the next edit goes out', async () => {
  const { queue, sent, refused } = queueWith([
    err(fail('cable-refused', 'No.')),
    ok({ revision: 1 }),
  ])
  queue.add(transaction('a'))
  queue.add(transaction('b'))
  await queue.idle()
  expect(refused).toEqual(['a'])
  expect(sent.map(([, id]) => id)).toEqual(['a', 'b'])
})

test('a conflict is tried again, and given up after three times', async () => {
  const conflict = err(fail('edit-conflict', ''))
  const { queue, sent, refused } = queueWith([conflict, conflict, conflict, conflict])
  queue.add(transaction('a'))
  await queue.idle()
  expect(sent).toHaveLength(4)
  expect(refused).toEqual(['a'])
})

describe('once the shell is seen to have taken an edit', () => {
  test('the next goes out on its revision, before the disk has it; idle waits for both answers', async () => {
    const { queue, sent, answer, shell } = slowQueue()
    queue.add(transaction('a'))
    queue.add(transaction('b'))
    await settle()
    expect(sent).toEqual([[4, 'a']])
    shell.revision = 5
    queue.taken('a')
    await settle()
    expect(sent).toEqual([
      [4, 'a'],
      [5, 'b'],
    ])
    let idle = false
    const waiting = queue.idle().then(() => (idle = true))
    answer('b', ok({ revision: 6 }))
    await settle()
    expect(idle).toBe(false)
    answer('a', ok({ revision: 5 }))
    await waiting
    expect(idle).toBe(true)
  })

  test('a connection that breaks sends all again that was not answered, in its order', async () => {
    const { queue, sent, answer, refused } = slowQueue()
    for (const id of ['a', 'b', 'c']) {
      queue.add(transaction(id))
      await settle()
      queue.taken(id)
      await settle()
    }
    answer('a', ok({ revision: 5 }))
    answer('b', err(connectionLost))
    answer('c', err(connectionLost))
    await queue.idle()
    sent.length = 0
    queue.resume()
    await settle()
    answer('b', err(fail('edit-invalid', 'It is there already.')))
    await settle()
    answer('c', ok({ revision: 7 }))
    await queue.idle()
    expect(sent.map(([, id]) => id)).toEqual(['b', 'c'])
    expect(refused).toEqual([])
  })

  test('that the disk refused it is told', async () => {
    const { queue, answer, refused } = slowQueue()
    queue.add(transaction('a'))
    await settle()
    queue.taken('a')
    answer('a', err(fail('write-failed', 'The edit log could not be written.')))
    await queue.idle()
    expect(refused).toEqual(['a'])
  })
})

/** A shell that answers when the test says so. */
function slowQueue() {
  const sent: [base: number, id: string][] = []
  const refused: string[] = []
  const answers = new Map<string, (answer: Answer) => void>()
  const shell = { revision: 4 }
  const queue = new EditQueue({
    send(base, { id }) {
      sent.push([base, id])
      return new Promise(resolve => answers.set(id, resolve))
    },
    revision: () => shell.revision,
    refused: ({ id }) => refused.push(id),
  })
  const answer = (id: string, given: Answer) => answers.get(id)?.(given)
  return { queue, sent, refused, answer, shell }
}

/** Lets promises go on that need not wait. */
function settle(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
}

function queueWith(answers: Answer[], revision = 0) {
  const sent: [base: number, id: string][] = []
  const refused: string[] = []
  const queue = new EditQueue({
    send(base, { id }) {
      sent.push([base, id])
      return Promise.resolve(answers.shift() ?? ok({ revision: 99 }))
    },
    revision: () => revision,
    refused: ({ id }) => refused.push(id),
  })
  return { queue, sent, refused }
}

function transaction(id: string): Transaction {
  return { id, label: id, edits: [{ kind: 'set-title', title: id }] }
}
