import { either, type Probe } from './probe'
import { bounds, i32, leb, op, raw, repeat, section, table, VOID, type Code } from './wasm-guest'
import { listedWasm } from './listed-wasm'

const FAT = either('V8 or the watchdog is first', 'threw', 'timeout', 'memory', 'killed')
const loop = (code: Code): Code => [op.loop, VOID, ...code, op.br, 0, op.end]
/** A structure of one number, and an array of numbers. */
const STRUCT = [0x5f, 1, 0x7f, 1]
const ARRAY = [0x5e, 0x7c, 1]

/** Attacks of Wasm modules by what came to WebAssembly of late, and by names, by row of the table. */
export const proposalProbes: readonly Probe[] = [
  ...listedWasm('S15', [
    ['structures without end', { types: [STRUCT], process: loop([0xfb, 1, 6, op.drop]) }, FAT],
    [
      'arrays of a thousand million numbers',
      { types: [ARRAY], process: [...i32(1e9), 0xfb, 7, 6, op.drop] },
      FAT,
    ],
    [
      'arrays of eight MB without end',
      { types: [ARRAY], process: loop([...i32(1e6), 0xfb, 7, 6, op.drop]) },
      FAT,
    ],
  ]),
  ...listedWasm('S16', [
    [
      'a table of all that is made: each holds the one before',
      {
        types: [[0x5f, 1, 0x6e, 1]],
        tables: [table(1, 1, 1)],
        // Types that are as large as may be, and hold one another.
        process: [0xd0, 0x6e, op.loop, 0x6e, 0xfb, 0, 6, op.br, 0, op.end, op.drop],
      },
      either(
        'it is no valid module, or its memory is full',
        'refused',
        'threw',
        'timeout',
        'memory',
        'killed',
      ),
    ],
    [
      'a group of a hundred thousand types',
      { types: [[0x4e, ...leb(100_000), ...repeat(STRUCT, 100_000)]] },
      either('V8 takes it or does not', 'ran', 'refused', 'timeout', 'memory', 'killed'),
    ],
    [
      'types that each hold the one before, sixty deep',
      {
        types: Array.from({ length: 60 }, (_, at) =>
          at === 0 ? [0x50, 0, ...STRUCT] : [0x50, 1, ...leb(5 + at), ...STRUCT],
        ),
      },
      'ran',
    ],
    [
      'types that each hold the one before, a hundred deep',
      {
        types: Array.from({ length: 100 }, (_, at) =>
          at === 0 ? [0x50, 0, ...STRUCT] : [0x50, 1, ...leb(5 + at), ...STRUCT],
        ),
      },
      'refused',
    ],
  ]),
  ...listedWasm('S17', [
    [
      'a segment that says it has 1 GB',
      { data: raw(11, [1, 1, ...leb(2 ** 30), 1, 2, 3]) },
      'refused',
    ],
    [
      'four thousand million segments',
      { data: raw(11, [...leb(0xffffffff)]) },
      'refused',
      'too many',
    ],
    [
      'ten thousand empty segments, each laid into it',
      {
        data: section(
          11,
          Array.from({ length: 9_999 }, () => [0, ...i32(0), op.end, 0]),
        ),
      },
      'ran',
    ],
    [
      'a memory that is filled from a segment which is gone',
      {
        data: section(11, [[0, ...i32(0), op.end, 1, 1]]),
        process: [...i32(0), ...i32(0), ...i32(1), 0xfc, 8, 0, 0],
      },
      either('the count of segments is missing', 'refused', 'threw'),
    ],
  ]),
  ...listedWasm('S18', [
    [
      '50 000 variables behind one of a long kind',
      { lastBody: [2, 1, 0x63, 0x70, ...leb(49_000), 0x7c, op.end] },
      'refused',
      'unknown kind',
    ],
    [
      'blocks that catch all, sixty thousand deep',
      { further: [[...repeat([0x1f, VOID, 1, 2, 0], 6000), ...repeat([op.end], 6000)]] },
      either('V8 takes it or does not', 'ran', 'refused'),
    ],
    [
      'a recursion that catches all',
      { process: [op.call, 5], further: [[0x1f, VOID, 1, 2, 0, op.call, 5, op.end, op.call, 5]] },
      either('an overflow is no exception of Wasm’s', 'threw', 'timeout', 'killed'),
    ],
    [
      'a start function that calls itself for ever at its end',
      { further: [[0x12, 5]], starts: true },
      either('V8 does not look up in it: the watchdog ends it', 'timeout', 'killed'),
    ],
    [
      '65 535 functions',
      { further: Array.from({ length: 65_530 }, () => []) },
      'refused',
      'too many',
    ],
  ]),
  ...listedWasm('S19', [
    [
      'exports by the names of prototypes',
      {
        exports: [
          ['__proto__', 0, 5],
          ['constructor', 0, 5],
          ['then', 0, 5],
          ['toString', 0, 5],
        ],
        further: [loop([])],
      },
      'ran',
    ],
    ['a name with an end of text in it', { exports: [['process\0', 0, 0]] }, 'ran'],
    ['one name twice', { exports: [['process', 0, 4]] }, 'refused'],
    [
      'a process function that is a table',
      {
        without: ['process'],
        exports: [['process', 1, 0]],
        tables: [table(1, 1, 1)],
      },
      'refused',
      '“process”',
    ],
    ['a name of 3 MB', { exports: [['x'.repeat(3 * 2 ** 20), 0, 0]] }, 'ran'],
    [
      'names for debuggers that say they are four thousand million',
      { last: raw(0, [4, 0x6e, 0x61, 0x6d, 0x65, 1, 5, ...leb(0xffffffff)]) },
      'ran',
    ],
    [
      'a map of its sources that is to be fetched',
      {
        last: raw(0, [
          ...[16, ...new TextEncoder().encode('sourceMappingURL')],
          ...[17, ...new TextEncoder().encode('http://127.0.0.1/')],
        ]),
      },
      'ran',
    ],
    ['a tag', { last: raw(13, [1, 0, 4]) }, 'refused', 'unknown kind'],
  ]),
  ...listedWasm('S22', [
    [
      'a table that calls itself',
      {
        tables: [table(1, 1, 1)],
        elements: section(9, [[0, ...i32(0), op.end, 1, 5]]),
        further: [[...i32(0), op.callIndirect, 4, 0]],
        process: [op.call, 5],
      },
      'threw',
    ],
  ]),
  ...listedWasm('S25', [
    [
      'places that are numbers of 64 bits',
      { memories: [bounds(1, 1, 16)], processType: 5 },
      either('it is no valid module, or it cannot be called so', 'refused', 'threw'),
    ],
  ]),
]
