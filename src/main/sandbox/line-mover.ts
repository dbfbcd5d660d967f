/** As `LANE_MOVER`, between memory of the engine (`own`) and a stage, both shared. `lane-mover.test.ts` has its text. */
export const LINE_MOVER = Uint8Array.from(
  Buffer.from(
    'AGFzbQEAAAABDQJgBH9/f38AYAJ/fwACGQIABXN0YWdlAgMAgIAEAANvd24CAwCAgAQDBAMAAAEHFwMEdGFrZQAABGdpdm' +
      'UAAQVjbGVhcgACCroEA6kBAQF/A0AgAkUEQA8LIABBgARqIQQDQCAAIAH9AAQA/QtEAQAgACAB/QAEEP0LRAEQIAAgAf0A' +
      'BCD9C0QBICAAIAH9AAQw/QtEATAgACAB/QAEQP0LRAFAIAAgAf0ABFD9C0QBUCAAIAH9AARg/QtEAWAgACAB/QAEcP0LRA' +
      'FwIABBgAFqIQAgAUGAAWohASAAIARJDQALIAEgA2ohASACQQFrIQIMAAsAC6kBAQF/A0AgAkUEQA8LIABBgARqIQQDQCAA' +
      'IAH9AEQBAP0LBAAgACAB/QBEARD9CwQQIAAgAf0ARAEg/QsEICAAIAH9AEQBMP0LBDAgACAB/QBEAUD9CwRAIAAgAf0ARA' +
      'FQ/QsEUCAAIAH9AEQBYP0LBGAgACAB/QBEAXD9CwRwIABBgAFqIQAgAUGAAWohASAAIARJDQALIAAgA2ohACACQQFrIQIM' +
      'AAsAC+EBAANAIAAgAU8EQA8LIAD9DAAAAAAAAAAAAAAAAAAAAAD9C0QBACAA/QwAAAAAAAAAAAAAAAAAAAAA/QtEARAgAP' +
      '0MAAAAAAAAAAAAAAAAAAAAAP0LRAEgIAD9DAAAAAAAAAAAAAAAAAAAAAD9C0QBMCAA/QwAAAAAAAAAAAAAAAAAAAAA/QtE' +
      'AUAgAP0MAAAAAAAAAAAAAAAAAAAAAP0LRAFQIAD9DAAAAAAAAAAAAAAAAAAAAAD9C0QBYCAA/QwAAAAAAAAAAAAAAAAAAA' +
      'AA/QtEAXAgAEGAAWohAAwACwAL',
    'base64',
  ),
)

let compiled: WebAssembly.Module | undefined

type Copy = (to: number, from: number, lanes: number, gap: number) => void

/** Copies samples between the engine’s memory and that which a wrapper shares with it, in lanes of 128. */
export class LineMover {
  readonly #take: Copy
  readonly #give: Copy

  constructor(engine: WebAssembly.Memory, stage: WebAssembly.Memory) {
    compiled ??= new WebAssembly.Module(LINE_MOVER)
    const { exports } = new WebAssembly.Instance(compiled, { '': { own: engine, stage } })
    const { take, give } = exports
    if (!isCopy(take) || !isCopy(give)) throw new Error('The copies are not there')
    this.#take = take
    this.#give = give
  }

  /** From the stage. Addresses in bytes. */
  take(to: number, from: number, lanes: number): void {
    this.#take(to, from, lanes, 0)
  }

  /** To the stage. */
  give(to: number, from: number, lanes: number): void {
    this.#give(to, from, lanes, 0)
  }
}

/** Wasm functions take and give numbers alone, so being a function says it all. */
function isCopy(value: unknown): value is Copy {
  return typeof value === 'function'
}
