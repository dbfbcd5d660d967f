import { either, written, type Probe } from './probe'

const FAT = either(
  'its time is over first, its heap is full first, or the watchdog is first',
  'timeout',
  'memory',
  'killed',
)

/** Attacks by what the language got of late, and by what the wrapper relies on, by row of the table. */
export const recentProbes: readonly Probe[] = [
  ...written('S01', [
    [
      'no function that can be reached makes code',
      {
        body: `const seen = new Set(); let made = 0
          const walk = value => {
            if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
            seen.add(value)
            for (const key of Reflect.ownKeys(value)) {
              const own = Reflect.getOwnPropertyDescriptor(value, key)
              walk(own?.value); walk(own?.get); walk(own?.set)
            }
            walk(Object.getPrototypeOf(value))
          }
          walk(globalThis); walk(call); walk(context); walk(class {}); walk(async () => {}); walk(Proxy.revocable({}, {}))
          for (const one of seen) try { if (typeof one.constructor('return 7')() === 'number') made++ } catch {}
          throw new Error('made ' + made + ' of ' + (seen.size > 500))`,
      },
      'threw',
      'made 0 of true',
    ],
    [
      'prepareStackTrace hangs, then a throw',
      { body: `Error.prepareStackTrace = () => { for (;;) {} }; throw new Error('x')` },
      'timeout',
    ],
  ]),
  ...written('S02', [
    [
      'a species that gives a proxy which hangs',
      {
        body: `class A extends Array { static get [Symbol.species]() { return function () { return new Proxy([], { defineProperty() { for (;;) {} } }) } } }
          A.from([1, 2]).map(x => x)`,
      },
      'timeout',
    ],
    [
      'the names that the wrapper uses, as getters that hang',
      {
        top: `const { defineProperty } = Object; const all = globalThis
          for (const name of ['nodes', 'install', 'create', 'apply', 'freeze', 'parse', 'common', 'Reflect', 'Object', 'JSON', 'String', 'Error',
          'Float32Array', 'Float64Array', 'Uint32Array', 'Uint8Array', 'globalThis'])
          defineProperty(all, name, { get() { for (;;) {} }, set() { for (;;) {} }, configurable: true })`,
      },
      'ran',
    ],
    [
      'everything that is global taken away',
      {
        top: 'const { ownKeys, deleteProperty } = Reflect; const all = globalThis; for (const key of ownKeys(all)) deleteProperty(all, key)',
      },
      'ran',
    ],
    [
      'descriptors that inherit getters',
      { body: 'Object.prototype.get = Object.prototype.set = () => { for (;;) {} }' },
      'ran',
    ],
  ]),
  ...written('S05', [
    [
      'a buffer that shrinks while it is sorted',
      {
        body: `const b = new ArrayBuffer(256, { maxByteLength: 512 }); const a = new Float64Array(b)
          let n = 0; a.sort((x, y) => { b.resize(n++ % 2 ? 8 : 512); return 1 }); outputs.out[0].set(a.subarray(0, 1))`,
      },
      'ran',
    ],
    [
      'a buffer that shrinks while samples are copied out of it',
      {
        body: `const b = new ArrayBuffer(512, { maxByteLength: 512 }); const a = new Float32Array(b)
          Object.defineProperty(a, 'length', { get() { b.resize(0); return 128 } }); outputs.out[0].set(a); outputs.out[0].set(Array.from(a))`,
      },
      'ran',
    ],
    [
      'a copy within a buffer that goes while the place is asked for',
      {
        body: `const b = new ArrayBuffer(2 ** 20, { maxByteLength: 2 ** 20 }); const a = new Uint8Array(b)
          a.copyWithin({ valueOf() { b.resize(0); return 1 } }, 0, 2 ** 20); a.fill({ valueOf() { b.resize(2 ** 20); return 1 } }); a.with(0, { valueOf() { b.resize(0); return 1 } })`,
      },
      'threw',
    ],
  ]),
  ...written('S07', [
    [
      'throws an error that is its own cause, in errors of errors',
      {
        body: `const e = new AggregateError([], 'x'); e.cause = e; e.errors = [e]; throw new SuppressedError(e, e, 'deep')`,
      },
      'threw',
      'deep',
    ],
    [
      'throws half a letter, ends of text and a million more',
      { body: `throw new Error('\\ud800\\u0000\\r\\n'.repeat(250_000))` },
      'threw',
    ],
  ]),
  ...written('S08', [
    [
      'answers a proxy all of whose traps hang',
      {
        body: `return new Proxy(function () {}, Object.fromEntries(Object.getOwnPropertyNames(Reflect).map(trap => [trap, () => { for (;;) {} }])))`,
      },
      'ran',
    ],
  ]),
  ...written('S09', [
    [
      'an iterator helper that filters everything',
      {
        body: 'Iterator.from({ next: () => ({ value: 1, done: false }) }).filter(() => false).next()',
      },
      'timeout',
    ],
    [
      'an iterator helper that drops for ever',
      { body: 'Iterator.from({ next: () => ({ value: 1, done: false }) }).drop(Infinity).next()' },
      'timeout',
    ],
    [
      'an iterator whose end hangs',
      {
        body: `for (const x of { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { for (;;) {} } }) }) break`,
      },
      'timeout',
    ],
    [
      'a set united with one that has no end',
      {
        body: 'new Set([1]).union({ size: 1, has: () => true, keys: () => ({ i: 0, next() { return { value: this.i++, done: false } } }) })',
      },
      FAT,
    ],
  ]),
  ...written('S10', [
    [
      'Array.fromAsync of what never ends',
      { body: 'Array.fromAsync((async function* () { for (;;) yield 1 })())' },
      FAT,
    ],
    [
      'an await using whose end hangs',
      {
        body: '(async () => { { await using held = { [Symbol.asyncDispose]() { for (;;) {} } } } })()',
      },
      'timeout',
    ],
  ]),
  ...written('S13', [
    [
      'a copy of sixteen MB with one other number, again and again',
      { body: 'let a = new Float32Array(4e6); for (let i = 0; ; i++) a = a.with(i, 1)' },
      FAT,
    ],
    [
      'groups without end',
      { body: 'Object.groupBy((function* () { for (let i = 0; ; i++) yield i })(), x => x)' },
      FAT,
    ],
    [
      'keys that are ropes of millions',
      {
        body: `const o = {}; let k = 'x'; for (let i = 0; ; i++) { k = i % 24 ? k + k : 'x' + i; o[k] = 1 }`,
      },
      FAT,
    ],
  ]),
  ...written('S15', [
    [
      'a reviver that hangs a new tree into the old one',
      {
        body: `JSON.parse('{"a":1,"b":2}', function (key, value) { this.b = { a: 1, b: 2 }; return value })`,
      },
      'threw',
    ],
    [
      'a hundred thousand errors that suppress one another',
      {
        body: `const s = new DisposableStack(); for (let i = 0; i < 1e5; i++) s.defer(() => { throw i }); s.dispose()`,
      },
      either('as far as it comes in its time', 'threw', 'timeout', 'memory', 'killed'),
    ],
  ]),
  ...written('S20', [
    [
      'sets of letters in sets, fifty thousand deep',
      { body: `new RegExp('['.repeat(5e4) + ']'.repeat(5e4), 'v')` },
      'threw',
    ],
    [
      'letters of all languages without those of all others, again and again',
      {
        body: `new RegExp('[\\\\p{L}--[\\\\p{Lu}&&[\\\\p{Script=Greek}--\\\\q{αβγ|δ}]]]'.repeat(20_000), 'vi').test('x')`,
      },
      either(
        'as fast as V8 is; its making is not interrupted',
        'ran',
        'threw',
        'timeout',
        'memory',
        'killed',
      ),
    ],
    [
      'modifiers in modifiers',
      { body: `new RegExp('(?i:'.repeat(1e5) + ')'.repeat(1e5)).test('x')` },
      either(
        'V8 sees it, or its time is over, in native code as well',
        'threw',
        'timeout',
        'killed',
      ),
    ],
  ]),
  ...written('S22', [
    [
      'a hundred thousand iterator helpers around one',
      {
        body: 'let it = [1].values(); for (let i = 0; i < 1e5; i++) it = it.map(x => x); it.next()',
      },
      either('V8 sees it, or its time is over', 'threw', 'timeout'),
    ],
    [
      'a bound method of a proxy of itself, as text',
      { body: `const p = new Proxy(() => {}, { get: (_, key) => p[key] }); p + ''` },
      'threw',
    ],
  ]),
  ...written('S24', [
    [
      'an import with attributes',
      { top: `import x from './x.json' with { type: 'json' }` },
      'refused',
    ],
    [
      'an import() by an object that hangs when it is asked',
      { body: `import({ toString() { for (;;) {} } }).catch(() => {})` },
      'ran',
    ],
  ]),
]
