import { expect, test } from 'vitest'
import { indentedLine, oneLine, withoutOrders } from './one-line'

test('S27 what a plugin says stays on its line', () => {
  expect(oneLine(' a\u001b[2Jb\nc\u0085d\u2028e\u202ef ')).toBe('a [2Jb c d e f')
  expect(indentedLine('  a\u009b31mb\n')).toBe('  a 31mb')
})

test('S27 orders to the terminal are written out, colours and lines stay', () => {
  expect(withoutOrders('\u001b[32mon\u001b[0m\tone\ntwo é 音 🎚️')).toBe(
    '\u001b[32mon\u001b[0m\tone\ntwo é 音 🎚️',
  )
  const orders = '\u001b]0;mine\u0007\u001b[2J\u001b[8m\u009b2J\r\b\u202e\u2066'
  expect(withoutOrders(orders)).toBe(
    String.raw`\u001b]0;mine\u0007\u001b[2J\u001b[8m\u009b2J\u000d\u0008\u202e\u2066`,
  )
  const json = JSON.stringify({ text: '\u009b\u202e\u001b' })
  expect(JSON.parse(withoutOrders(json))).toEqual({ text: '\u009b\u202e\u001b' })
})
