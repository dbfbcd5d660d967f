import { either, written, type Probe } from './probe'

const FAT = either(
  'its time is over first, its heap is full first, or the watchdog is first',
  'timeout',
  'memory',
  'killed',
  'threw',
  'ran',
)
const IF_THERE = either('V8 may not have it yet', 'timeout', 'killed', 'threw', 'ran')
const KEPT = either('what it is handed may be frozen', 'ran', 'threw')

/** Attacks by what the language brings along, and by what a call hands over, by row of the table. */
export const builtInProbes: readonly Probe[] = [
  ...written('S04', [
    ['more frames than there are', { body: `call.frames = 1e9; call.outputs = undefined` }, KEPT],
    [
      'outputs that are the inputs, none, and a million',
      {
        body: `outputs.out[0] = inputs.in[0]; outputs.out.length = 0; for (let i = 0; i < 1e6; i++) outputs.out.push(inputs.in[0])`,
      },
      either('its lists may be frozen, and a million take their time', 'ran', 'threw', 'timeout'),
    ],
    [
      'a process function that takes itself away',
      { body: `delete this.process; Object.freeze(this); Object.setPrototypeOf(this, null)` },
      KEPT,
    ],
    [
      'parameters of another length',
      { body: `for (const key in params) params[key] = new Float64Array(1e6)` },
      KEPT,
    ],
  ]),
  ...written('S05', [
    [
      'base64 into a buffer that goes while it is asked how',
      {
        body: `const b = new ArrayBuffer(2 ** 20, { maxByteLength: 2 ** 20 })
          new Uint8Array(b).setFromBase64('AAAA'.repeat(1e5), { get lastChunkHandling() { b.resize(0); return 'loose' } })
          b.transferToFixedLength(2 ** 20).slice({ valueOf() { return 0 } })`,
      },
      KEPT,
    ],
    [
      'all buffers of its call handed on',
      {
        body: `for (const all of [inputs.in, outputs.out, Object.values(params)]) for (const one of all) try { one.buffer.transferToImmutable?.(); one.buffer.transfer(0) } catch {}`,
      },
      either('whoever reads them finds nothing', 'ran', 'threw', 'mended'),
    ],
  ]),
  ...written('S09', [
    [
      'a stack that grows while it is put away',
      {
        body: `const grow = stack => stack.defer(() => { const next = new DisposableStack(); grow(next); next.dispose() })
          const first = new DisposableStack(); grow(first); for (;;) { try { first.dispose(); const s = new DisposableStack(); grow(s); s.dispose() } catch {} }`,
      },
      'timeout',
    ],
    [
      'iterators joined to one that has no end',
      { body: `for (const _ of Iterator.concat({ *[Symbol.iterator]() { for (;;) yield 1 } })) ;` },
      IF_THERE,
    ],
    [
      'the exact sum of what has no end',
      { body: `Math.sumPrecise({ *[Symbol.iterator]() { for (;;) yield 1e308 } })` },
      IF_THERE,
    ],
    [
      'an error that is captured by one who hangs',
      {
        body: `const target = new Proxy({}, { defineProperty() { for (;;) {} }, set() { for (;;) {} } }); Error.captureStackTrace(target); target.stack = 1`,
      },
      either('V8 may refuse the proxy before', 'threw', 'timeout'),
    ],
  ]),
  ...written('S13', [
    [
      'sixty-four MB as hexadecimal letters, again and again',
      { body: `for (;;) new Uint8Array(2 ** 25).toHex()` },
      FAT,
    ],
    ['a hundred MB that is escaped', { body: `RegExp.escape('.'.repeat(1e8))` }, FAT],
    [
      'half letters of a quarter of a gigabyte, mended',
      { body: `for (;;) '\\ud800'.repeat(2 ** 27).toWellFormed()` },
      FAT,
    ],
    [
      'a list of a hundred million, turned and turned',
      { body: `const a = Array(1e8); a.fill(1); for (;;) a.toReversed()` },
      FAT,
    ],
  ]),
  ...written('S20', [
    [
      'a set of a hundred thousand words',
      {
        body: `new RegExp('[\\\\q{' + Array.from({ length: 1e5 }, (_, i) => i).join('|') + '}]', 'v').test('x')`,
      },
      FAT,
    ],
    [
      'back references to a group that grows',
      { body: `/(a+)+\\1+\\1+\\1+$/.test('a'.repeat(3e4) + 'b')` },
      'timeout',
    ],
  ]),
  ...written('S22', [
    [
      'lists in lists, a hundred thousand deep, as text',
      { body: `let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a)` },
      either('the stack is full, or it is told so', 'threw', 'killed'),
    ],
    [
      'a proxy of a proxy, fifty thousand deep, made into a key',
      { body: `let p = {}; for (let i = 0; i < 5e4; i++) p = new Proxy(p, {}); ({})[p]` },
      either('the stack is full, or it is told so', 'threw', 'killed', 'timeout'),
    ],
  ]),
]
