import { either, type Probe } from './probe'
import {
  bounds,
  custom,
  f32,
  i32,
  imported,
  join,
  leb,
  op,
  raw,
  repeat,
  section,
  table,
  VOID,
  wasmGuest,
  type Code,
  type GuestParts,
} from './wasm-guest'
import { listedWasm } from './listed-wasm'

const LOOP = [op.loop, VOID, op.br, 0, op.end]
const GROW = [...i32(1), op.grow, 0, op.drop]
const NO_FUNCTION = [0xd0, 0x70]
const CHURN = [op.constF64, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, op.sqrtF64, op.drop]

/** A module with some of its bytes changed. */
function spoilt(change: (bytes: Uint8Array) => Uint8Array, parts: GuestParts = {}) {
  return () => change(wasmGuest(parts))
}

function store(at: number, value: Code): Code {
  return join([i32(at), value, [op.storeF32, 2, 0]])
}

/** Attacks of a plugin that is a Wasm module, by row of the table. */
export const wasmProbes: readonly Probe[] = [
  ...listedWasm('S09', [
    ['a loop', { process: LOOP }, 'timeout'],
    ['loops in loops', { process: repeat(LOOP, 50) }, 'timeout'],
    [
      'a loop that grows its memory',
      { process: [op.loop, VOID, ...GROW, op.br, 0, op.end] },
      'timeout',
    ],
    [
      'a loop that writes',
      { process: [op.loop, VOID, ...store(0, f32(1)), op.br, 0, op.end] },
      'timeout',
    ],
    [
      'a loop of tail calls',
      {
        process: [op.call, 5],
        further: [
          [0x12, 6],
          [0x12, 5],
        ],
      },
      either('V8 does not look up in it: the watchdog ends it', 'timeout', 'killed'),
    ],
    ['a loop in init', { init: LOOP }, 'timeout'],
    ['a loop in input', { input: [...LOOP, ...i32(0)] }, 'timeout'],
    ['a loop in param', { param: [...LOOP, ...i32(0)] }, 'timeout'],
    [
      'a loop that calls',
      { process: [op.loop, VOID, op.call, 5, op.br, 0, op.end], further: [[]] },
      'timeout',
    ],
  ]),
  ...listedWasm('S16', [
    [
      'a table of ten million',
      { tables: [table(1, 10_000_000, 10_000_000)] },
      'refused',
      'too large',
    ],
    [
      'a table without a largest size',
      { tables: [table(0, 1)] },
      'refused',
      'without a largest size',
    ],
    ['five tables', { tables: repeat5(table(1, 1, 1)) }, 'refused', 'too many tables'],
    ['a table that may grow to 65 536', { tables: [table(1, 1, 65_536)] }, 'ran'],
    [
      'a table that grows in a loop',
      {
        tables: [table(1, 1, 65_536)],
        process: [
          op.loop,
          VOID,
          ...NO_FUNCTION,
          ...i32(1),
          0xfc,
          0x0f,
          0,
          op.drop,
          op.br,
          0,
          op.end,
        ],
      },
      'timeout',
    ],
    [
      'a table that is filled again and again',
      {
        tables: [table(1, 65_536, 65_536)],
        process: [
          ...[op.loop, VOID, ...i32(0), ...NO_FUNCTION, ...i32(65_536), 0xfc, 0x11, 0],
          ...[op.br, 0, op.end],
        ],
      },
      either('what ends late by itself, the watchdog may end first', 'timeout', 'killed'),
    ],
    ['a table of 64-bit addresses', { tables: [table(5, 1, 1)] }, 'refused'],
    ['a table of typed references', { tables: [[0x40, 0, 0x70, 1, 1, 1]] }, 'refused'],
  ]),
  ...listedWasm('S17', [
    ['4 GB at once', { memories: [bounds(1, 65_536, 65_536)] }, 'refused', '1024 is the most'],
    ['4 GB at most', { memories: [bounds(1, 1, 65_536)] }, 'refused', '1024 is the most'],
    ['no largest size', { memories: [bounds(0, 1)] }, 'refused', 'no largest size'],
    ['shared memory', { memories: [bounds(3, 1, 16)] }, 'refused', 'shared'],
    ['64-bit memory', { memories: [bounds(5, 1, 16)] }, 'refused', '64 bits'],
    ['two memories', { memories: [bounds(1, 1, 16), bounds(1, 1, 16)] }, 'refused', 'memory'],
    ['no memory', { memories: [], without: ['memory'] }, 'refused'],
    ['least above most', { memories: [bounds(1, 32, 16)] }, 'refused'],
    ['1025 pages', { memories: [bounds(1, 1, 1025)] }, 'refused', '1025'],
    [
      'grows to all that it may',
      { memories: [bounds(1, 1, 1024)], process: [...i32(64), op.grow, 0, op.drop] },
      'ran',
    ],
    ['grows beyond what it may', { process: [...i32(100_000), op.grow, 0, op.drop] }, 'ran'],
    ['moves its memory in every call', { memories: [bounds(1, 1, 400)], process: GROW }, 'ran'],
    [
      'all of 64 MB, written',
      { memories: [bounds(1, 1024, 1024)], process: fillAll() },
      either('what ends late by itself, the watchdog may end first', 'timeout', 'killed'),
    ],
    [
      'all of 64 MB, copied again and again',
      {
        memories: [bounds(1, 1024, 1024)],
        process: [
          ...[op.loop, VOID, ...i32(0), ...i32(1), ...i32(67_108_863), 0xfc, 0x0a, 0, 0],
          ...[op.br, 0, op.end],
        ],
      },
      either('what ends late by itself, the watchdog may end first', 'timeout', 'killed'),
    ],
    [
      'a size beyond 32 bits',
      { memories: [[1, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1]] },
      'refused',
    ],
  ]),
  ...listedWasm('S18', [
    ['a hundred thousand functions', { further: repeat5k([], 100_000) }, 'refused', 'too many'],
    ['nine thousand functions', { further: repeat5k([], 9000) }, 'ran'],
    ['a function of 300 kB', { further: [repeat(CHURN, 30_000)] }, 'refused', 'too long'],
    [
      'fifteen functions of 250 kB',
      { further: repeat5k(repeat(CHURN, 23_000), 15), process: [op.call, 5] },
      'ran',
    ],
    ['a module of 5 MB', { last: custom(5 * 2 ** 20) }, 'refused', '4 MB'],
    ['50 000 variables', () => withLocals(50_000), 'refused', 'too many variables'],
    [
      'four thousand million variables',
      () => withLocals(0xffffffff),
      'refused',
      'too many variables',
    ],
    [
      'blocks 60 000 deep',
      { further: [[...repeat([op.block, VOID], 60_000), ...repeat([op.end], 60_000)]] },
      'ran',
    ],
    ['a start function that loops', { further: [LOOP], starts: true }, 'timeout'],
    [
      'a start function that grows its memory without end',
      { further: [[op.loop, VOID, ...GROW, op.br, 0, op.end]], starts: true },
      'timeout',
    ],
    [
      'a branch of two hundred thousand ways',
      {
        process: [
          ...[op.block, VOID, ...i32(0), 0x0e, ...leb(200_000), ...repeat([0], 200_001), op.end],
        ],
      },
      'refused',
      'table count',
    ],
    [
      'a start function that traps',
      { further: [[op.unreachable]], starts: true },
      'refused',
      'unreachable',
    ],
    ['too slow', { process: [op.loop, VOID, ...repeat(CHURN, 100), op.br, 0, op.end] }, 'timeout'],
  ]),
  ...listedWasm('S19', [
    ['imports a function', { imports: [imported('env', 'abort')] }, 'refused', 'imports'],
    ['imports a memory', { imports: [imported('env', 'memory', [2, 0, 1])] }, 'refused', 'imports'],
    [
      'imports a table',
      { imports: [imported('env', 'table', [1, 0x70, 0, 1])] },
      'refused',
      'imports',
    ],
    ['imports a global', { imports: [imported('env', 'g', [3, 0x7f, 0])] }, 'refused', 'imports'],
    [
      'imports wasi',
      { imports: [imported('wasi_snapshot_preview1', 'fd_write')] },
      'refused',
      'imports',
    ],
    ['an import section without imports', { imports: [] }, 'ran'],
    [
      'three hundred sections that nobody reads',
      { first: repeat(custom(1), 300) },
      'refused',
      'too many sections',
    ],
    ['3 MB that nobody reads', { last: custom(3 * 2 ** 20) }, 'ran'],
    ['a section longer than the module', { last: [0, ...leb(1e6), 1] }, 'refused', 'cut off'],
    ['a section of an unknown kind', { last: raw(77, [0]) }, 'refused', 'unknown kind'],
    ['a section of tags', { last: raw(13, [0]) }, 'refused', 'unknown kind'],
    ['sections out of order', { last: section(1, []) }, 'refused'],
    [
      'a length of six bytes',
      { last: [0, 0x80, 0x80, 0x80, 0x80, 0x80, 1] },
      'refused',
      'out of range',
    ],
    ['no file', () => new Uint8Array(), 'refused'],
    [
      'another file',
      () => new TextEncoder().encode('export default {}'),
      'refused',
      'no WebAssembly module',
    ],
    ['another version', spoilt(bytes => bytes.with(4, 2)), 'refused', 'no WebAssembly module'],
    ...[9, 30, 60, 100, 150].map(
      length =>
        [
          `cut off after ${length} bytes`,
          spoilt(bytes => bytes.slice(0, length)),
          'refused',
        ] as const,
    ),
    ...['memory', 'init', 'input', 'output', 'param', 'process'].map(
      name => [`does not export ${name}`, { without: [name] }, 'refused', `“${name}”`] as const,
    ),
    ['a process function of another type', { processType: 4 }, 'ran'],
    ['inputs outside its memory', { input: i32(-4) }, 'threw'],
    ['outputs at an odd place', { output: i32(3) }, 'ran'],
    ['parameters at the very end', { param: i32(65_536 - 4) }, 'threw'],
    ['outputs that are its inputs', { output: i32(4096) }, 'ran'],
    [
      'data outside its memory',
      { data: section(11, [[0, ...i32(65_535), op.end, 4, 1, 2, 3, 4]]) },
      'refused',
    ],
    [
      'elements outside its table',
      { tables: [table(1, 1, 1)], elements: section(9, [[0, ...i32(5), op.end, 1, 0]]) },
      'refused',
    ],
    [
      'random bytes',
      spoilt(bytes => bytes.map((byte, at) => (at > 60 ? (byte * 7 + at * 13) & 255 : byte))),
      'refused',
    ],
  ]),
  ...listedWasm('S22', [
    ['recursion', { process: [op.localGet, 0, op.localGet, 1, op.call, 4] }, 'threw'],
    [
      'recursion of two',
      {
        process: [op.call, 5],
        further: [
          [op.call, 6],
          [op.call, 5],
        ],
      },
      'threw',
    ],
  ]),
  ...listedWasm('S23', [
    [
      'waits for an atomic',
      { process: [...i32(0), ...i32(0), 0x42, 0x7f, 0xfe, 0x01, 2, 0, op.drop] },
      'threw',
    ],
    ['an atomic fence', { process: [0xfe, 0x03, 0] }, 'ran'],
  ]),
  ...listedWasm('S25', [
    ['NaN', { process: store(8192, f32(Number.NaN)) }, 'mended'],
    [
      'no numbers, four at a time',
      {
        process: [
          ...[...i32(8192), 0xfd, 0x0c, ...repeat([0x01, 0, 0xa0, 0x7f], 4), 0xfd, 0x0b, 4, 0],
        ],
      },
      'mended',
    ],
    ['infinity', { process: store(8192, f32(Number.POSITIVE_INFINITY)) }, 'mended'],
    ['denormals', { process: store(8192, f32(1e-42)) }, 'ran'],
    ['1e38', { process: store(8192, f32(1e38)) }, 'ran'],
    ['unreachable', { process: [op.unreachable] }, 'threw', 'unreachable'],
    ['divides by zero', { process: [...i32(1), ...i32(0), op.divI32, op.drop] }, 'threw', 'zero'],
    ['writes outside its memory', { process: store(-4, f32(1)) }, 'threw', 'out of bounds'],
    [
      'rounds what is no number',
      { process: [op.constF64, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, op.truncate, op.drop] },
      'threw',
    ],
    [
      'calls through an empty table',
      { tables: [table(1, 1, 1)], process: [...i32(0), op.callIndirect, 4, 0] },
      'threw',
    ],
  ]),
]

function repeat5(entry: Code): Code[] {
  return Array.from({ length: 5 }, () => entry)
}

function repeat5k(body: Code, times: number): Code[] {
  return Array.from({ length: times }, () => body)
}

/** `memory.fill` over all of it. */
function fillAll(): Code {
  const size = [op.size, 0, ...i32(65_536), 0x6c]
  return [...i32(0), ...i32(1), ...size, 0xfc, 0x0b, 0]
}

/** Its last function has so many variables. */
function withLocals(count: number): Uint8Array {
  const module = [...wasmGuest({ further: [[]] })]
  // The last body is two bytes long: no variables, and the end.
  const bodyAt = module.length - 3
  const body = [1, ...leb(count), 0x7c, op.end]
  const before = module.slice(0, bodyAt)
  const codeAt = before.lastIndexOf(10)
  const old = before.slice(codeAt + 2)
  const inner = [...old, ...leb(body.length), ...body]
  return Uint8Array.from([...before.slice(0, codeAt), 10, ...leb(inner.length), ...inner])
}
