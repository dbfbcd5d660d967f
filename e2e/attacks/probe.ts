/** How an attack may end. All of them leave everything else alone. */
export type Outcome =
  /** Nothing came of it: the node runs on. */
  | 'ran'
  /** It runs on, and what it gave that is no sound was taken out. */
  | 'mended'
  /** The code threw, and is bypassed. */
  | 'threw'
  /** It was cut off at its deadline, or was slower than the sound. */
  | 'timeout'
  /** Its process was replaced. */
  | 'killed'
  /** It used more memory than it may. */
  | 'memory'
  /** It was not even let in. */
  | 'refused'

/** Where it is not one and the same each time: why, and what it may be. */
export interface Either {
  readonly why: string
  readonly outcomes: readonly Outcome[]
}
export type Ends = Outcome | Either

export function either(why: string, ...outcomes: readonly Outcome[]): Either {
  return { why, outcomes }
}

export function outcomesOf(ends: Ends): readonly Outcome[] {
  return typeof ends === 'string' ? [ends] : ends.outcomes
}

/** What a hostile plugin does: when its code loads, when a node is made, or in its process function. */
export interface Misdeed {
  readonly top?: string
  readonly setUp?: string
  readonly body?: string
}

export interface Probe {
  /** Row of the table of attacks. */
  readonly row: string
  readonly name: string
  readonly guest: 'js' | 'wasm'
  /** The plugin's code. */
  readonly code: () => Uint8Array
  readonly ends: Ends
  /** What its message must say, where it throws what it found. */
  readonly says?: string
}

const encoder = new TextEncoder()

/** A probe in JavaScript: `[name, misdeed, how it may end, what it says]`. */
export type Written = readonly [name: string, misdeed: Misdeed, ends: Ends, says?: string]

/** Calls that go well before the misdeed begins. */
export const GOOD_CALLS = 8

export function written(row: string, list: readonly Written[]): Probe[] {
  return list.map(([name, misdeed, ends, says]) => ({
    row,
    name,
    guest: 'js',
    code: () => encoder.encode(sourceOf(misdeed)),
    ends,
    ...(says !== undefined && { says }),
  }))
}

function sourceOf({ top = '', setUp = '', body = '' }: Misdeed): string {
  return `${top}
    export default { nodes: { node: context => {
      let calls = 0
      ${setUp}
      return { process(call) {
        const { inputs, outputs, params, frames } = call
        if (++calls > ${GOOD_CALLS}) { ${body} }
      } }
    } } }`
}
