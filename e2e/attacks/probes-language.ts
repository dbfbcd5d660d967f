import { either, written, type Probe } from './probe'

const LATE = either('what ends late by itself, the watchdog may end first', 'timeout', 'killed')
const FAT = either(
  'its time is over first, its heap is full first, or the watchdog is first',
  'timeout',
  'memory',
  'killed',
)

/** Attacks by less known corners of the language, by row of the table. */
export const languageProbes: readonly Probe[] = [
  ...written('S02', [
    [
      'Error’s instanceof replaced by what hangs, then a throw',
      {
        body: `Object.defineProperty(Error, Symbol.hasInstance, { value() { for (;;) {} } }); throw new Error('x')`,
      },
      'timeout',
    ],
    [
      'the prototype of its arrays replaced by a proxy that hangs',
      {
        body: `Object.setPrototypeOf(outputs.out[0], new Proxy({}, { get() { for (;;) {} }, has() { for (;;) {} } }))`,
      },
      'ran',
    ],
    [
      'a length of its arrays that is no number',
      {
        body: `for (const view of [outputs.out[0], inputs.in[0], params.p]) Object.defineProperty(view, 'length', { value: NaN })`,
      },
      'ran',
    ],
    [
      'toJSON on the prototypes of objects and strings',
      {
        body: `Object.prototype.toJSON = String.prototype.toJSON = Number.prototype.toJSON = () => { for (;;) {} }`,
      },
      'ran',
    ],
  ]),
  ...written('S04', [
    [
      'another process function with every look',
      {
        setUp: `let looks = 0; return { get process() { looks++; return looks > 1 ? () => { for (;;) {} } : ({ outputs }) => outputs.out[0].fill(looks) } }`,
      },
      'ran',
    ],
    [
      'a set-up that returns a proxy of everything',
      {
        setUp: `const all = new Proxy(() => all, { get: () => all, apply() { for (;;) {} } }); return all`,
      },
      'timeout',
    ],
  ]),
  ...written('S08', [
    [
      'a module that pretends to be a promise',
      { top: `export function then() { for (;;) {} }` },
      'ran',
    ],
    [
      'nodes that are a proxy',
      {
        top: `export { nodes as 'module.exports' }; const nodes = new Proxy({}, { get() { for (;;) {} } }); globalThis.nodes = nodes`,
        setUp: 'return globalThis.nodes.node()',
      },
      'timeout',
    ],
    [
      'answers what throws when it is turned into text',
      {
        body: `return { toString() { throw this }, valueOf() { throw this }, [Symbol.toPrimitive]() { throw this } }`,
      },
      'ran',
    ],
    [
      'throws what throws when it is turned into text',
      { body: `const o = { toString() { throw o }, get message() { throw o } }; throw o` },
      'threw',
      'cannot be shown',
    ],
  ]),
  ...written('S09', [
    [
      'a loop at the end of a using',
      { body: `{ using held = { [Symbol.dispose]() { for (;;) {} } } }` },
      'timeout',
    ],
    ['a loop in a class’s static block', { body: 'class A { static { for (;;) {} } }' }, 'timeout'],
    [
      'a loop in a destructuring default',
      { body: 'const { x = (() => { for (;;) {} })() } = {}; x' },
      'timeout',
    ],
    [
      'an iterator that never ends, spread',
      { body: '[...{ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) }]' },
      FAT,
    ],
  ]),
  ...written('S10', [
    [
      'an async generator that is never left',
      {
        top: 'let at = 0; const steps = (async function* () { for (;;) yield at++ })()',
        body: 'for (let i = 0; i < 1e5; i++) steps.next()',
      },
      either('as far as it comes before it is judged', 'ran', 'timeout', 'memory', 'killed'),
    ],
    [
      'thenables that resolve to thenables',
      { body: 'const t = { then(resolve) { resolve(t) } }; Promise.resolve(t)' },
      LATE,
    ],
  ]),
  ...written('S13', [
    [
      'sorts six million numbers without a function, again and again',
      {
        body: 'const a = new Float64Array(6e6).fill(1); for (let i = 0; ; i++) { a[i] = -i; a.sort() }',
      },
      FAT,
    ],
    [
      'looks for what is not there in 256 MB',
      { body: `'a'.repeat(2 ** 28).lastIndexOf('ab')` },
      FAT,
    ],
    ['pads to half a gigabyte', { body: `'x'.padEnd(2 ** 29 - 25, 'yz').at(-1)` }, FAT],
    ['joins 2^27 holes', { body: `new Array(2 ** 27).join('xx')` }, 'ran'],
    [
      'copies a rope to lower case again and again',
      { body: `let s = 'A'.repeat(2 ** 24); for (;;) s = s.toLowerCase().toUpperCase()` },
      FAT,
    ],
    [
      'walks a chain of a hundred thousand prototypes',
      {
        body: 'let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o, { ["k" + i]: { value: 1, enumerable: true } }); for (const k in o) k',
      },
      FAT,
    ],
  ]),
  ...written('S14', [
    ['reads a BigInt of ten million digits', { body: `BigInt('9'.repeat(1e7))` }, FAT],
    ['a BigInt of 2^53 bits', { body: 'BigInt.asUintN(Number.MAX_SAFE_INTEGER, -1n)' }, 'threw'],
    [
      'compares long strings by their language',
      { body: `const s = 'äöü'.repeat(2 ** 21); for (;;) s.localeCompare(s + 'x')` },
      FAT,
    ],
    [
      'writes numbers in many languages',
      { body: `for (let i = 0; ; i++) (i + 0.5).toLocaleString(['ar', 'de', 'hi', 'zh'][i % 4])` },
      LATE,
    ],
  ]),
  ...written('S15', [
    [
      'generators that are never resumed',
      {
        top: 'const held = []',
        body: 'function* g() { const a = new Array(100).fill(0); yield a } for (;;) { const one = g(); one.next(); held.push(one) }',
      },
      FAT,
    ],
    [
      'stacks without a limit',
      {
        top: 'const held = []',
        body: 'Error.stackTraceLimit = Infinity; const deep = n => n === 0 ? new Error().stack : deep(n - 1); for (;;) held.push(deep(5000))',
      },
      FAT,
    ],
    [
      'weak maps without end',
      {
        top: 'const held = []',
        body: 'for (;;) { const m = new WeakMap(); for (let i = 0; i < 1000; i++) { const k = {}; held.push(k); m.set(k, m) } held.push(m) }',
      },
      FAT,
    ],
  ]),
  ...written('S16', [
    [
      'buffers that are handed on and on',
      { body: 'let b = new ArrayBuffer(2 ** 20); for (;;) b = b.transfer(b.byteLength + 2 ** 20)' },
      either('it is refused, or its time is over', 'threw', 'timeout', 'killed'),
    ],
    [
      'a few megabytes of buffer in every call',
      { top: 'const held = []', body: 'held.push(new Uint8Array(2 ** 22).fill(1))' },
      either(
        'it is judged before its room is full, or refused',
        'ran',
        'threw',
        'memory',
        'timeout',
      ),
    ],
  ]),
  ...written('S20', [
    [
      'a pattern that is unrolled a million times',
      { body: `new RegExp('(?:(?:a{0,1000}){0,1000}){0,1000}').test('b')` },
      either('it is refused, or ended', 'ran', 'threw', 'timeout', 'memory', 'killed'),
    ],
    [
      'backtracking behind a look-behind',
      { body: `/(?<=(a+)+b)c/.test('a'.repeat(40) + 'c'.repeat(40))` },
      either('fast enough for V8, or ended', 'ran', 'timeout'),
    ],
    [
      'ten thousand named groups',
      {
        body: `new RegExp(Array.from({ length: 1e4 }, (_, i) => '(?<g' + i + '>a)').join('|')).exec('a'.repeat(10))`,
      },
      either(
        'it is refused or works; V8 does not interrupt its making, which may take longer than a call',
        'ran',
        'threw',
        'timeout',
        'killed',
      ),
    ],
    ['a replacement that replaces', { body: `const f = () => 'x'.replace(/x/, f); f()` }, 'threw'],
  ]),
  ...written('S21', [
    [
      'functions in functions, ten thousand deep',
      { top: `export const x = ${'()=>'.repeat(10_000)}1` },
      'refused',
    ],
    [
      'patterns in patterns, ten thousand deep',
      { top: `const ${'['.repeat(10_000)}x${']'.repeat(10_000)} = []` },
      'refused',
    ],
    [
      'a name of 4 MB',
      { top: `const ${'x'.repeat(4e6)} = 1` },
      either('it does no harm, or takes too long', 'ran', 'timeout', 'killed', 'memory', 'refused'),
    ],
  ]),
  ...written('S22', [
    [
      'an array that holds itself, flattened',
      { body: 'const a = []; a[0] = a; a.flat(Infinity)' },
      'threw',
    ],
    [
      'an array that holds itself, twice, as text',
      { body: 'let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; String(a)' },
      FAT,
    ],
    [
      'a hundred thousand proxies as prototypes',
      {
        body: 'let p = {}; for (let i = 0; i < 1e5; i++) p = Object.setPrototypeOf({}, new Proxy(p, {})); p.x',
      },
      either('V8 sees it, or its time is over', 'threw', 'timeout', 'killed'),
    ],
  ]),
  ...written('S25', [
    [
      'all bits of all its samples, as no number',
      { body: 'new Uint32Array(outputs.out[0].buffer).fill(0x7fa00001)' },
      'mended',
    ],
    ['minus zero', { body: 'outputs.out[0].fill(-0)' }, 'ran'],
  ]),
]
