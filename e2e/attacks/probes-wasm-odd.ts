import { either, type Probe } from './probe'
import { i32, imported, leb, op, raw, repeat, section, table, VOID } from './wasm-guest'
import { listedWasm } from './listed-wasm'

const I32 = 0x7f
const IF_THERE = either('V8 may not know it, or have it off', 'ran', 'refused', 'threw')
const ascii = (text: string) => [...new TextEncoder().encode(text)]

/** Attacks of Wasm modules by what few modules hold, by row of the table. */
export const oddWasmProbes: readonly Probe[] = [
  ...listedWasm('S17', [
    [
      'a memory whose pages are single bytes',
      { memories: [[8, ...leb(65_536), 0]] },
      'refused',
      'shared, or of 64 bits',
    ],
    [
      'a memory whose pages are single bytes, as many as may be',
      { memories: [[9, ...leb(1), ...leb(0xffffffff), 0]] },
      'refused',
    ],
  ]),
  ...listedWasm('S18', [
    [
      'a variable whose value takes fifty thousand steps',
      { globals: [[I32, 0, ...i32(1), ...repeat([...i32(1), op.addI32], 50_000), op.end]] },
      IF_THERE,
    ],
    [
      'five thousand variables, each of the value of the one before',
      {
        globals: Array.from({ length: 5000 }, (_, at) =>
          at === 0 ? [I32, 0, ...i32(1), op.end] : [I32, 0, op.globalGet, ...leb(at), op.end],
        ),
      },
      IF_THERE,
    ],
    [
      'elements that are ten thousand expressions',
      {
        tables: [table(1, 10_000, 10_000)],
        elements: section(9, [
          [4, ...i32(0), op.end, ...leb(10_000), ...repeat([0xd2, 5, op.end], 10_000)],
        ]),
        further: [[]],
      },
      'ran',
    ],
    [
      'a block with a thousand answers, in one with a thousand',
      {
        types: [[0x60, 0, ...leb(1000), ...repeat([I32], 1000)]],
        process: [
          ...[op.block, 6, op.block, 6, ...repeat(i32(1), 1000), op.end, op.end],
          ...repeat([op.drop], 1000),
        ],
      },
      'ran',
    ],
    [
      'a block with a hundred thousand answers',
      { types: [[0x60, 0, ...leb(100_000), ...repeat([I32], 100_000)]] },
      'refused',
    ],
  ]),
  ...listedWasm('S19', [
    [
      'texts that the engine itself would bring',
      { imports: [imported('wasm:js-string', 'length')] },
      'refused',
      'imports something',
    ],
    ['instructions that change stacks', { process: [0xe0, 0] }, 'refused'],
    ['an instruction that nobody knows', { process: [0xff] }, 'refused'],
    [
      'hints about branches that are not there',
      {
        last: raw(0, [25, ...ascii('metadata.code.branch_hint'), ...leb(0xffffffff), 1, 2, 3]),
      },
      'ran',
    ],
    [
      'hints on how to compile, all of them wrong',
      { last: raw(0, [19, ...ascii('compilationPriority'), ...repeat([0xff], 1000)]) },
      'ran',
    ],
    [
      'a variable that is shared',
      { globals: [[I32, 2, ...i32(0), op.end]] },
      either('V8 may not know it', 'refused'),
    ],
  ]),
  ...listedWasm('S22', [
    ['a call of no function', { process: [0xd0, 4, 0x14, 4] }, 'threw'],
    ['a last call of no function', { process: [0xd0, 4, 0x15, 4] }, 'threw'],
    [
      'a recursion of a thousand answers',
      {
        types: [[0x60, 0, ...leb(1000), ...repeat([I32], 1000)]],
        process: [op.call, 5],
        further: [
          [op.block, 6, ...repeat(i32(1), 1000), op.end, ...repeat([op.drop], 1000), op.call, 5],
        ],
      },
      'threw',
    ],
  ]),
  ...listedWasm('S25', [
    [
      'numbers that each machine rounds as it likes',
      {
        process: [
          ...[0xfd, 0x0c, ...repeat([0], 16), 0xfd, 0x0c, ...repeat([0xff], 16)],
          ...[0xfd, 0x0c, ...repeat([0x7f], 16), 0xfd, 0x85, 0x02, op.drop],
        ],
      },
      IF_THERE,
    ],
    [
      'a loop around a trap that it cannot catch',
      { process: [op.loop, VOID, op.unreachable, op.br, 0, op.end] },
      'threw',
      'unreachable',
    ],
  ]),
]
