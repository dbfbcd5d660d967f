import { expect, test } from 'vitest'
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
