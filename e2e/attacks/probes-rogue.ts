import type { Outcome } from './probe'

/** What a host does that is not ours any more, when a tool is called. */
export interface RogueProbe {
  readonly name: string
  /** JavaScript: see `rogue-host.ts` for what it may use. */
  readonly misdeed: string
  readonly ends: Outcome
  /** What the caller hears of it, where it ends well. */
  readonly answer?: unknown
}

const again = (times: number, statement: string) =>
  `for (let i = 0; i < ${times}; i++) ${statement}`

/** S27: what breaks out of the isolate has the pipe to the app. */
export const rogueProbes: readonly RogueProbe[] = [
  {
    name: 'answers twice: the first counts',
    misdeed: 'done(call, 1); done(call, 2)',
    ends: 'ran',
    answer: 1,
  },
  {
    name: 'answers calls that nobody made',
    misdeed: `${again(1000, 'done(call + 1 + i, 2)')}; say({ kind: 'cancelled', plugin, call: 77 }); done(call, 1)`,
    ends: 'ran',
    answer: 1,
  },
  {
    name: 'answers in the name of another plugin',
    misdeed: `say({ kind: 'done', plugin: 'good', call, isOk: true, text: '2', stack: '' }); done(call, 1)`,
    ends: 'ran',
    answer: 1,
  },
  {
    name: 'says that it is ready again and again',
    misdeed: `${again(1000, `say({ kind: 'ready' })`)}; done(call, 1)`,
    ends: 'ran',
    answer: 1,
  },
  {
    name: 'asks for what there is not, and by names of prototypes',
    misdeed: `['__proto__', 'constructor', 'toString', 'shell.exec', ''].forEach((method, request) =>
        say({ kind: 'request', plugin, request, method, args: '{}' }))
      const codes = []
      while (codes.length < 5) { const { isOk, text } = hear(); codes.push(isOk || JSON.parse(text).code) }
      done(call, [...new Set(codes)])`,
    ends: 'ran',
    answer: ['permission-denied'],
  },
  {
    name: 'asks ten thousand times at once: 256 are let through',
    misdeed: `${again(10_000, `say({ kind: 'request', plugin, request: i, method: 'wait', args: '{}' })`)}
      let busy = 0
      while (busy < 9744) if (JSON.parse(hear().text).code === 'plugin-busy') busy++
      done(call, busy)`,
    ends: 'ran',
    answer: 9744,
  },
  {
    name: 'asks with what is no JSON, too deep, or a way to a prototype',
    misdeed: `[']', '['.repeat(1e6) + ']'.repeat(1e6), '{"__proto__":{"x":1}}', 'NaN', ''].forEach((args, request) =>
        say({ kind: 'request', plugin, request, method: 'storage.get', args }))
      const codes = []
      while (codes.length < 5) codes.push(JSON.parse(hear().text).code)
      done(call, [...new Set(codes)])`,
    ends: 'ran',
    answer: ['request-invalid'],
  },
  { name: 'answers with what is no JSON', misdeed: `done(call, 0, '{')`, ends: 'threw' },
  {
    name: 'answers with what is a million levels deep',
    misdeed: `done(call, 0, '['.repeat(1e6) + ']'.repeat(1e6))`,
    ends: 'threw',
  },
  { name: 'sends what is no JSON', misdeed: `text('{"kind":'); hear()`, ends: 'killed' },
  { name: 'sends another kind of frame', misdeed: `text('x', 7); hear()`, ends: 'killed' },
  { name: 'sends sound', misdeed: `text('x', 1); hear()`, ends: 'killed' },
  {
    name: 'announces 4 GB',
    misdeed: `raw(0, 0xffffffff, Buffer.alloc(8)); hear()`,
    ends: 'killed',
  },
  {
    name: 'announces 65 MB',
    misdeed: `raw(0, 65 * 2 ** 20, Buffer.alloc(8)); hear()`,
    ends: 'killed',
  },
  {
    name: 'announces more than comes',
    misdeed: `raw(0, 1000, Buffer.alloc(8)); hear()`,
    ends: 'timeout',
  },
  {
    name: 'answers with 20 MB',
    misdeed: `done(call, 0, JSON.stringify('x'.repeat(20 * 2 ** 20))); hear()`,
    ends: 'killed',
  },
  {
    name: 'speaks of what there is not',
    misdeed: `say({ kind: 'root', plugin }); hear()`,
    ends: 'killed',
  },
  {
    name: 'says more than belongs there',
    misdeed: `say({ kind: 'log', plugin, level: 'info', text: 'x', admin: true }); hear()`,
    ends: 'killed',
  },
  {
    name: 'logs a line of 1 MB',
    misdeed: `say({ kind: 'log', plugin, level: 'info', text: 'x'.repeat(2 ** 20) }); hear()`,
    ends: 'killed',
  },
  {
    name: 'logs without end',
    misdeed: `for (;;) say({ kind: 'log', plugin, level: 'info', text: 'x' })`,
    ends: 'killed',
  },
  {
    name: 'asks twenty thousand times a second, and takes no answer',
    misdeed: `const clock = new Int32Array(new SharedArrayBuffer(4))
      for (;;) { ${again(1000, `say({ kind: 'request', plugin, request: i, method: 'x', args: '{}' })`)}; Atomics.wait(clock, 0, 0, 50) }`,
    ends: 'killed',
  },
  {
    name: 'asks with a MB each time for what is never answered',
    misdeed: `const args = JSON.stringify('x'.repeat(1e6))
      ${again(100, `say({ kind: 'request', plugin, request: i, method: 'wait', args })`)}
      let busy = 0
      while (busy < 67) if (JSON.parse(hear().text).code === 'plugin-busy') busy++
      done(call, busy)`,
    ends: 'ran',
    answer: 67,
  },
  {
    name: 'breaks by codes that are names of prototypes',
    misdeed: `for (const code of ['constructor', 'toString', '__proto__']) say({ kind: 'broken', plugin, code, message: 'x', dead: false })`,
    ends: 'threw',
  },
  {
    name: 'brings profiles that nobody asked for',
    misdeed: `const callFrame = { functionName: '', url: '', scriptId: '', lineNumber: 0, columnNumber: 0 }
      ${again(100, `say({ kind: 'profiled', plugin, profile: { nodes: [{ id: 1, hitCount: 0, children: [1], callFrame }], startTime: 0, endTime: 0, samples: [1], timeDeltas: [0] } })`)}
      done(call, 1)`,
    ends: 'ran',
    answer: 1,
  },
  { name: 'says nothing', misdeed: 'hear(); hear(); hear()', ends: 'timeout' },
]
