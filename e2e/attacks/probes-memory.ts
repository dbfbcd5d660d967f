import { either, written, type Probe } from './probe'

const FILLS = either('a fast machine fills its heap before its time is over', 'timeout', 'memory')

/** Attacks of a plugin in JavaScript on the engine, by row of the table: what a guest eats. */
export const memoryProbes: readonly Probe[] = [
  ...written('S13', [
    ['fills an array of a thousand million', { body: 'new Array(1e9).fill(0)' }, 'killed'],
    ['Array.from of a thousand million', { body: 'Array.from({ length: 1e9 })' }, 'killed'],
    [
      'a map without end',
      { body: 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i)' },
      FILLS,
    ],
    ['powers of a BigInt', { body: 'let n = 3n; for (let i = 0; i < 40; i++) n *= n' }, 'killed'],
    ['a BigInt shifted by 2^29', { body: '1n << 2n ** 29n' }, 'timeout'],
    ['joins holes', { body: 'const a = []; a.length = 2 ** 32 - 1; a.join()' }, 'threw'],
    [
      'copies within 2 GB',
      { body: 'const a = new Uint8Array(2 ** 30); for (;;) a.copyWithin(1, 0)' },
      either('the array is refused, or its time is over before', 'threw', 'timeout'),
    ],
    ['indexOf over holes', { body: 'const a = []; a[2 ** 32 - 2] = 1; a.indexOf(2)' }, 'killed'],
  ]),
  ...written('S14', [
    ['a BigInt as text', { body: '(2n ** 2n ** 22n).toString()' }, 'killed'],
    [
      'normalises 256 MB',
      { body: `'ä'.repeat(2 ** 27).normalize('NFD')` },
      either('V8 gives up by itself, or the watchdog is first', 'memory', 'killed'),
    ],
    [
      'sorts ten million',
      { body: 'new Float32Array(1e7).map((_, i) => -i).sort((a, b) => a - b)' },
      either('its second array is refused, or its time is over before', 'threw', 'timeout'),
    ],
    [
      'flattens a rope',
      { body: `let s = 'x'; for (let i = 0; i < 27; i++) s += s; s.charCodeAt(5)` },
      either('what ends late by itself, the watchdog may end first', 'timeout', 'killed'),
    ],
    ['splits 100 MB', { body: `'x,'.repeat(5e7).split(',')` }, 'killed'],
    ['replaces in 100 MB', { body: `'x'.repeat(1e8).replaceAll('x', 'yy')` }, 'killed'],
  ]),
  ...written('S15', [
    [
      'objects without end',
      { body: 'const held = []; for (;;) held.push(new Array(10000).fill({}))' },
      FILLS,
    ],
    [
      'strings without end',
      { body: `const held = []; for (;;) held.push('x'.repeat(1000) + held.length)` },
      FILLS,
    ],
    [
      'stack traces without end',
      { body: 'const held = []; for (;;) held.push(new Error(String(held.length)).stack)' },
      FILLS,
    ],
    [
      'small buffers without end',
      { body: 'const held = []; for (;;) held.push(new ArrayBuffer(64))' },
      FILLS,
    ],
    [
      'JSON of five million levels',
      { body: `JSON.parse('['.repeat(5e6))` },
      either('V8 gives up by itself, or the watchdog is first', 'memory', 'killed'),
    ],
    [
      'closures without end',
      { top: 'const held = []', body: 'for (;;) held.push(() => held)' },
      FILLS,
    ],
    [
      'a little more in every call',
      { top: 'const held = []', body: 'held.push(new Array(2e5).fill(calls))' },
      either('as far as it comes before it is judged', 'ran', 'timeout'),
    ],
  ]),
  ...written('S16', [
    [
      'a buffer of 4 GB',
      { body: 'new ArrayBuffer(2 ** 32)' },
      either('V8 collects twice before it refuses: on a busy machine too late', 'threw', 'timeout'),
    ],
    [
      'buffers that are filled',
      {
        top: 'const held = []',
        body: 'for (;;) { const a = new Uint8Array(2 ** 24); a.fill(1); held.push(a) }',
      },
      FILLS,
    ],
    [
      'resizable buffers',
      {
        top: 'const held = []',
        body: 'for (;;) { const b = new ArrayBuffer(0, { maxByteLength: 2 ** 26 }); b.resize(2 ** 26); new Uint8Array(b).fill(1); held.push(b) }',
      },
      either('what ends late by itself, the watchdog may end first', 'timeout', 'killed'),
    ],
    [
      'regular expressions without end',
      {
        top: 'const held = []',
        body: `for (;;) { const r = new RegExp('(a|b'.repeat(200) + held.length + ')'.repeat(200)); r.test('ab'); held.push(r) }`,
      },
      FILLS,
    ],
    [
      'symbols without end',
      { body: `for (let i = 0; ; i++) Symbol.for('x'.repeat(100) + i)` },
      FILLS,
    ],
    [
      'big sets of typed arrays',
      { top: 'const held = []', body: 'for (;;) held.push(new BigInt64Array(2 ** 20).fill(1n))' },
      FILLS,
    ],
  ]),
]
