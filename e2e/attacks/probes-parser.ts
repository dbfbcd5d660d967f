import { either, written, type Probe } from './probe'

const SOMEHOW = either(
  'V8 takes it, refuses it, or is too slow over it, as it likes',
  'ran',
  'threw',
  'refused',
  'timeout',
  'memory',
  'killed',
)
const list = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('')

/** Attacks on whoever reads the code, by row of the table. */
export const parserProbes: readonly Probe[] = [
  ...written('S21', [
    ['a number of two million digits', { top: `const n = ${'9'.repeat(2e6)}n` }, SOMEHOW],
    [
      'defaults in defaults, two thousand deep',
      { top: `const f = ${'(a = '.repeat(2000)}1${') => 0'.repeat(2000)}` },
      SOMEHOW,
    ],
    ['arrows in arrows, ten thousand deep', { top: `const f = ${'x => '.repeat(1e4)}0` }, SOMEHOW],
    [
      'arrows that turn out to be none, forty deep',
      { top: `const f = ${'(a, b = '.repeat(40)}1${')'.repeat(40)}` },
      SOMEHOW,
    ],
    [
      'a class of fifty thousand secrets',
      { top: `class A { ${list(5e4, at => `#p${at} = ${at};`)} }; new A()` },
      SOMEHOW,
    ],
    [
      'a switch of a hundred thousand cases',
      { body: `switch (calls) { ${list(1e5, at => `case ${at + 1e6}: break;`)} }` },
      SOMEHOW,
    ],
    [
      'lists taken apart, twenty thousand deep',
      { top: `const ${'['.repeat(2e4)}a${']'.repeat(2e4)} = []` },
      SOMEHOW,
    ],
    [
      'ten thousand labels around one loop',
      { body: `${list(1e4, at => `l${at}: `)} for (;;) { break l0 }` },
      SOMEHOW,
    ],
    [
      'a function of sixty thousand parameters, called with as many',
      {
        top: `const f = (${list(6e4, at => `p${at},`)}) => p0`,
        body: `f(...Array(60_000).fill(1))`,
      },
      SOMEHOW,
    ],
  ]),
]
