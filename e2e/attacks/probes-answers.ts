import { either, written, type Probe } from './probe'

/** Attacks of a plugin in JavaScript on the engine, by row of the table: what a guest answers, throws or never ends. */
export const answersProbes: readonly Probe[] = [
  ...written('S07', [
    [
      'throws an object whose message hangs',
      { body: `throw { get message() { for (;;) {} }, toString() { for (;;) {} } }` },
      'timeout',
    ],
    [
      'throws an error whose message hangs',
      {
        body: `const e = new Error(); Object.defineProperty(e, 'message', { get() { for (;;) {} } }); throw e`,
      },
      'timeout',
    ],
    [
      'throws a proxy',
      { body: `throw new Proxy({}, { get() { for (;;) {} }, getPrototypeOf() { for (;;) {} } })` },
      'timeout',
    ],
    [
      'throws an error whose stack hangs',
      {
        body: `const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;) {} } }); throw e`,
      },
      'timeout',
    ],
    ['throws a symbol', { body: `throw Symbol('x')` }, 'threw'],
    ['throws undefined', { body: 'throw undefined' }, 'threw'],
    [
      'throws a string of 256 MB',
      { body: `throw new Error('x'.repeat(2 ** 28))` },
      either('V8 gives up by itself, or the watchdog is first', 'memory', 'killed'),
    ],
    [
      'throws with Symbol.toPrimitive that hangs',
      { body: `throw { [Symbol.toPrimitive]() { for (;;) {} } }` },
      'timeout',
    ],
    ['throws at load, with a getter', { top: `throw { get message() { for (;;) {} } }` }, 'killed'],
  ]),
  ...written('S08', [
    ['returns a getter', { body: 'return { get then() { for (;;) {} } }' }, 'ran'],
    ['returns a thenable', { body: 'return { then() { for (;;) {} } }' }, 'ran'],
    [
      'returns something deep',
      { body: 'let o = {}; for (let i = 0; i < 2e5; i++) o = { o }; return o' },
      'timeout',
    ],
    ['returns 200 MB', { body: `return 'x'.repeat(2e8)` }, 'ran'],
    [
      'exports no nodes but a getter',
      {
        top: `export const x = 1; globalThis.y = { get nodes() { for (;;) {} } }`,
        setUp: 'return globalThis.y.nodes',
      },
      'timeout',
    ],
    ['gives no process function', { setUp: 'return {}' }, 'refused'],
    ['gives null', { setUp: 'return null' }, 'refused'],
  ]),
  ...written('S09', [
    ['a loop', { body: 'for (;;) {}' }, 'timeout'],
    [
      'a loop in catch and finally',
      { body: 'for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }' },
      'timeout',
    ],
    [
      'a loop in a generator',
      { body: 'function* g() { for (;;) {} } for (const x of g()) x' },
      'timeout',
    ],
    [
      'a loop that yields',
      { body: 'function* g() { for (;;) yield 1 } for (const x of g()) x' },
      'timeout',
    ],
    ['a loop in toString', { body: '`${{ toString() { for (;;) {} } }}`' }, 'timeout'],
    [
      'a loop in valueOf while samples are written',
      { body: 'outputs.out[0][0] = { valueOf() { for (;;) {} } }' },
      'timeout',
    ],
    ['a loop at load', { top: 'for (;;) {}' }, 'timeout'],
    ['a loop in set-up', { setUp: 'for (;;) {}' }, 'timeout'],
    ['a loop in a comparator', { body: '[3, 1, 2].sort(() => { for (;;) {} })' }, 'timeout'],
    ['a loop of labelled continues', { body: 'a: for (;;) { for (;;) continue a }' }, 'timeout'],
  ]),
  ...written('S10', [
    [
      'promises that queue themselves',
      { body: 'const again = () => Promise.resolve().then(again); again()' },
      either('what ends late by itself, the watchdog may end first', 'timeout', 'killed'),
    ],
    ['a loop after await', { body: '(async () => { await 0; for (;;) {} })()' }, 'timeout'],
    ['a loop in then', { body: 'Promise.resolve().then(() => { for (;;) {} })' }, 'timeout'],
    [
      'a loop in a rejection',
      { body: 'Promise.reject(1).catch(() => { for (;;) {} })' },
      'timeout',
    ],
    [
      'a hundred thousand rejections',
      { body: 'for (let i = 0; i < 1e5; i++) Promise.reject(i)' },
      either('as far as it comes in its time', 'threw', 'timeout'),
    ],
    [
      'a loop in an async iterator',
      {
        body: '(async () => { for await (const x of (async function* () { for (;;) yield 1 })()) x })()',
      },
      'timeout',
    ],
  ]),
  ...written('S11', [
    ['returns a promise that never settles', { body: 'return new Promise(() => {})' }, 'ran'],
    ['awaits at load for ever', { top: 'await new Promise(() => {})' }, 'refused'],
    ['a set-up that is async', { setUp: 'return Promise.resolve({ process() {} })' }, 'refused'],
  ]),
  ...written('S20', [
    ['backtracking', { body: `/(a+)+$/.test('a'.repeat(40) + 'b')` }, 'timeout'],
    [
      '200 000 groups',
      { body: `new RegExp('('.repeat(2e5) + ')'.repeat(2e5))` },
      either(
        'V8 refuses it after some of its work: on a busy machine too late',
        'threw',
        'timeout',
      ),
    ],
    ['a subject of 127 MB', { body: `/x*y/.test('x'.repeat(2 ** 27))` }, 'killed'],
    [
      'a replace function that hangs',
      { body: `'x'.replace(/x/, () => { for (;;) {} })` },
      'timeout',
    ],
  ]),
  ...written('S21', [
    [
      'a million parentheses',
      { top: `export const x = ${'('.repeat(50_000)}1${')'.repeat(50_000)}` },
      'refused',
    ],
    [
      'deep templates',
      { top: `export const x = ${'`${'.repeat(5000)}1${'}`'.repeat(5000)}` },
      'refused',
    ],
    [
      '8 MB of code',
      { top: `export const x = [${'1,'.repeat(4e6)}]` },
      either('V8 gives up by itself, or the watchdog is first', 'memory', 'killed'),
    ],
    ['no code at all', { top: '}{' }, 'refused'],
    ['an import', { top: `import 'node:fs'` }, 'refused'],
    ['an import of data', { top: `import 'data:text/javascript,1'` }, 'refused'],
  ]),
  ...written('S22', [
    ['recursion', { body: 'const f = () => f(); f()' }, 'threw'],
    [
      'recursion in catch',
      { body: 'const f = () => { try { f() } catch { f() } }; f()' },
      'timeout',
    ],
    [
      'recursion by proxies',
      { body: 'let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x' },
      either('to make so many takes about as long as a call may', 'threw', 'timeout'),
    ],
    [
      'recursion by JSON',
      { body: 'const o = { toJSON() { return JSON.stringify(o) } }; JSON.stringify(o)' },
      'threw',
    ],
    ['recursion by getters', { body: 'const o = { get x() { return this.x } }; o.x' }, 'threw'],
  ]),
  ...written('S25', [
    ['NaN', { body: 'outputs.out[0].fill(NaN)' }, 'mended'],
    ['infinity', { body: 'outputs.out[0].fill(-Infinity)' }, 'mended'],
    ['1e38', { body: 'outputs.out[0].fill(1e38)' }, 'ran'],
    ['denormals', { body: 'outputs.out[0].fill(1e-42)' }, 'ran'],
    [
      'writes out of bounds',
      { body: 'for (let i = -10; i < 1e4; i++) outputs.out[0][i] = 1' },
      'ran',
    ],
    ['writes into its inputs', { body: 'inputs.in[0].fill(NaN); params.p.fill(Infinity)' }, 'ran'],
  ]),
  ...written('S26', [
    [
      '0.9 of the time',
      {
        body: 'let x = 0; for (let i = 0; i < 1.2e6; i++) x += Math.sqrt(i); outputs.out[0][0] = x * 0',
      },
      'timeout',
    ],
    [
      'three times the time',
      {
        body: 'let x = 0; for (let i = 0; i < 6e6; i++) x += Math.sqrt(i); outputs.out[0][0] = x * 0',
      },
      'timeout',
    ],
    [
      'ten times the time, now and then',
      {
        body: 'if (calls % 4 === 0) { let x = 0; for (let i = 0; i < 2e7; i++) x += Math.sqrt(i); outputs.out[0][0] = x * 0 }',
      },
      'timeout',
    ],
  ]),
]
