import { written, type Probe, type Written } from './probe'

/** Most code for walking about: what the guest can reach, and a word for what it should not. */
const WALK = `
  const seen = new Set()
  const walk = (value, depth) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || depth > 12) return
    seen.add(value)
    for (const key of Reflect.ownKeys(value)) {
      let next
      try { next = value[key] } catch { continue }
      walk(next, depth + 1)
    }
    walk(Object.getPrototypeOf(value), depth + 1)
  };`

/** A probe that looks for names that a guest must not have. */
function noneOf(...names: readonly string[]): Written {
  const found = names.map(name => `typeof ${name} === 'undefined' ? '' : '${name}'`)
  const body = `throw new Error('found <' + [${found.join()}].filter(name => name !== '').join() + '>')`
  return [`none of ${names.join(', ')}`, { body }, 'threw', 'found <>']
}

/** Attacks of a plugin in JavaScript on the engine, by row of the table: what a guest can reach, and what it can spoil. */
export const reachProbes: readonly Probe[] = [
  ...written('S01', [
    ...[
      ['the call', 'call'],
      ['its arrays', 'outputs.out[0]'],
      ['its context', 'context'],
      ['the parameters', 'params'],
      ['a promise', 'Promise.resolve()'],
      ['an error', 'new Error()'],
      ['a typed array', 'new Float32Array(1)'],
      ['an async generator', '(async function* () {})()'],
    ].map(
      ([name = '', value = '']) =>
        [
          `the constructors of ${name} make no code`,
          {
            body: `try { const f = (${value}).constructor.constructor; f('return 1')(); throw new Error('reached') } catch (e) { throw new Error(e.message === 'reached' ? 'reached' : 'walled: ' + e.message) }`,
          },
          'threw',
          'walled',
        ] as const,
    ),
    [
      'every constructor that can be reached is one of the guest’s',
      {
        body: `${WALK} walk(call, 0); walk(globalThis, 0); walk(context, 0)
          const odd = [...seen].filter(one => typeof one === 'function' && one !== Object && /^(process|require|Reference|Isolate|ExternalCopy|Callback|Context|Script|Module)$/.test(one.name))
          throw new Error('found ' + odd.map(one => one.name).join())`,
      },
      'threw',
      'found  (',
    ],
    [
      'the stack of an error names no file of the machine',
      {
        body: `throw new Error('stack ' + /node:|\\/(work|home|usr|root|tmp)\\//.test(new Error().stack))`,
      },
      'threw',
      'stack false',
    ],
    [
      'prepareStackTrace gives no frames of the host',
      {
        body: `Error.prepareStackTrace = (_, frames) => frames.map(f => typeof f.getThis?.() + String(f.getFunction?.()?.name ?? ''))
          const stack = [].concat(new Error('x').stack).join()
          throw new Error('frames ' + /require|applySync|Reference/.test(stack))`,
      },
      'threw',
      'frames false',
    ],
  ]),
  ...written('S02', [
    [
      'arrays that throw when iterated',
      {
        body: 'Array.prototype[Symbol.iterator] = () => { throw 1 }; Array.prototype.push = () => { throw 1 }',
      },
      'ran',
    ],
    [
      'setters on the first elements of arrays',
      {
        body: `for (let i = 0; i < 9; i++) Object.defineProperty(Array.prototype, i, { set() { for (;;) {} }, get() { for (;;) {} }, configurable: true })`,
      },
      'ran',
    ],
    [
      'typed arrays that hang when copied',
      {
        body: 'const t = Object.getPrototypeOf(Float32Array.prototype); t.set = t.fill = t.subarray = () => { for (;;) {} }',
      },
      'ran',
    ],
    [
      'Reflect, JSON and Function replaced',
      {
        body: 'Reflect.apply = JSON.parse = JSON.stringify = Function.prototype.call = Function.prototype.apply = () => { for (;;) {} }',
      },
      'ran',
    ],
    [
      'Object.prototype with getters',
      {
        body: `for (const key of ['own', 'views', 'next', 'taken', 'frames', 'length', 'then', 'value']) try { Object.defineProperty(Object.prototype, key, { get() { throw 1 }, set() { throw 1 }, configurable: true }) } catch {}`,
      },
      'ran',
    ],
    [
      'Promise.prototype.then replaced',
      { body: 'Promise.prototype.then = () => { for (;;) {} }' },
      'ran',
    ],
    [
      'String.prototype replaced, then a throw',
      {
        body: `String.prototype.slice = () => { for (;;) {} }; String.prototype.toString = () => { for (;;) {} }; throw new Error('said')`,
      },
      'threw',
      'said',
    ],
    [
      'Error replaced by what hangs',
      {
        body: `globalThis.Error = new Proxy(Error, { get() { for (;;) {} }, construct() { for (;;) {} } }); throw { message: 'said' }`,
      },
      'threw',
    ],
    [
      'the global object frozen',
      {
        body: 'Object.freeze(globalThis); Object.freeze(Object.prototype); Object.freeze(Array.prototype)',
      },
      'ran',
    ],
    [
      'Symbol.species that hangs',
      {
        body: `Object.defineProperty(Float32Array, Symbol.species, { get() { for (;;) {} }, configurable: true })`,
      },
      'ran',
    ],
  ]),
  ...written('S03', [
    noneOf(
      'isolate',
      'ivm',
      'Reference',
      'ExternalCopy',
      'process',
      'require',
      'module',
      'global',
      'Buffer',
      'fetch',
      'setTimeout',
      'queueMicrotask',
      'structuredClone',
      'MessageChannel',
      'Worker',
      'crypto',
      'console',
      'navigator',
      'gc',
      'print',
      'load',
      'd8',
      'Deno',
      'Bun',
    ),
    [
      'nothing that can be reached is shared memory',
      {
        body: `${WALK} walk(call, 0); walk(globalThis, 0)
          const shared = [...seen].some(one => ArrayBuffer.isView(one) && !(one.buffer instanceof ArrayBuffer))
          throw new Error('shared ' + shared)`,
      },
      'threw',
      'shared false',
    ],
    [
      'arguments.callee.caller leads nowhere',
      {
        body: `let found = 'nothing'; try { const f = function () { return f.caller }; found = f()?.caller?.caller?.name ?? 'nothing' } catch { found = 'nothing' } throw new Error('found ' + found)`,
      },
      'threw',
      'found nothing',
    ],
  ]),
  ...written('S04', [
    [
      'the call’s arrays replaced by proxies',
      {
        body: `try { call.inputs = new Proxy({}, { get() { for (;;) {} } }) } catch {} try { outputs.out = 1 } catch {}`,
      },
      'ran',
    ],
    [
      'its own frozen ports written to',
      {
        body: `'use strict'; try { outputs.out.push(1) } catch {} try { delete outputs.out } catch {} try { outputs.__proto__ = null } catch {}`,
      },
      'ran',
    ],
    [
      'process called by itself',
      { body: `if (calls < 2000) this.process(call); else throw new Error('deep enough')` },
      'threw',
    ],
    ['process replaced while it runs', { body: `this.process = () => { for (;;) {} }` }, 'ran'],
    [
      'process is a getter that hangs',
      { setUp: `return { get process() { for (;;) {} } }` },
      'timeout',
    ],
    [
      'process is a proxy',
      { setUp: `return { process: new Proxy(() => {}, { apply() { for (;;) {} } }) }` },
      'timeout',
    ],
    [
      'a million arguments',
      {
        body: `(() => {})(...new Array(1e6).fill(1)); Math.max.apply(null, new Array(1e5).fill(1))`,
      },
      'threw',
    ],
    [
      'a bound chain of functions',
      { body: `let f = () => {}; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()` },
      'timeout',
    ],
  ]),
  ...written('S05', [
    ['a buffer of the node detached', { body: 'outputs.out[0].buffer.transfer()' }, 'threw'],
    ['an input’s buffer detached', { body: 'inputs.in[0].buffer.transfer(0)' }, 'threw'],
    ['a parameter’s buffer detached', { body: 'params.p.buffer.transfer(1)' }, 'threw'],
    [
      'a buffer that is resized',
      {
        body: `const b = new ArrayBuffer(8, { maxByteLength: 2 ** 20 }); new Float32Array(b); b.resize(0); outputs.out[0].set(new Float32Array(b))`,
      },
      'ran',
    ],
  ]),
  ...written('S23', [
    noneOf(
      'SharedArrayBuffer',
      'Atomics',
      'Date',
      'Intl',
      'WeakRef',
      'FinalizationRegistry',
      'WebAssembly',
      'performance',
      'Temporal',
      'ShadowRealm',
    ),
    ['Math.random is not there', { body: 'Math.random()' }, 'threw', 'seeded noise'],
  ]),
  ...written('S24', [
    ['eval', { body: `(0, eval)('1')` }, 'threw'],
    ['new Function', { body: `new Function('return 1')()` }, 'threw'],
    [
      'Function of an async function',
      { body: `(async () => {}).constructor('return 1')()` },
      'threw',
    ],
    ['Function of a generator', { body: `(function* () {}).constructor('yield 1')()` }, 'threw'],
    [
      'import()',
      {
        top: 'globalThis.found = "none"',
        body: `import('node:fs').then(() => { globalThis.found = 'fs' }, () => {}); if (calls > 12) throw new Error('found ' + globalThis.found)`,
      },
      'threw',
      'found none',
    ],
    [
      'import.meta is empty',
      { body: `throw new Error('meta ' + Reflect.ownKeys(import.meta).length)` },
      'threw',
      'meta 0',
    ],
  ]),
  ...written('S30', [
    [
      'prototype keys as ports',
      {
        body: `throw new Error('own ' + ['__proto__', 'constructor', 'toString'].some(key => Object.hasOwn(outputs, key)))`,
      },
      'threw',
      'own false',
    ],
    [
      'a message of HTML stays text',
      { body: `throw new Error('<img src=x onerror=alert(1)>')` },
      'threw',
      '<img',
    ],
    [
      'a message of control characters',
      { body: `throw new Error('\\u001b[2J\\r\\n\\u202egood')` },
      'threw',
    ],
  ]),
]
