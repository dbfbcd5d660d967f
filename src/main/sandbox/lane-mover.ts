/**
 * A small Wasm module that wrappers copy samples with, in the isolate, a quantum (512 bytes a lane) at a time: in less
 * than half of the time of typed arrays' `set`, which goes through shared memory word by word. `stage` is shared with
 * the engine; `own` is what the plugin has. `lane-mover.test.ts` has its text, and sees that these are its bytes.
 *
 * `take(to, from, lanes, gap)` copies lanes from the stage, where so many bytes lie between one and the next, to own
 * memory, where they follow one another; `give(to, from, lanes, gap)` the other way; `clear(from, to)` silences own
 * memory. Addresses are in bytes.
 */
export const LANE_MOVER = Uint8Array.from(
  Buffer.from(
    'AGFzbQEAAAABDQJgBH9/f38AYAJ/fwACFgIABXN0YWdlAgMAgIAEAANvd24CAAADBAMAAAEHFwMEdGFrZQAABGdpdm' +
      'UAAQVjbGVhcgACCroEA6kBAQF/A0AgAkUEQA8LIABBgARqIQQDQCAAIAH9AAQA/QtEAQAgACAB/QAEEP0LRAEQIAAg' +
      'Af0ABCD9C0QBICAAIAH9AAQw/QtEATAgACAB/QAEQP0LRAFAIAAgAf0ABFD9C0QBUCAAIAH9AARg/QtEAWAgACAB/Q' +
      'AEcP0LRAFwIABBgAFqIQAgAUGAAWohASAAIARJDQALIAEgA2ohASACQQFrIQIMAAsAC6kBAQF/A0AgAkUEQA8LIABB' +
      'gARqIQQDQCAAIAH9AEQBAP0LBAAgACAB/QBEARD9CwQQIAAgAf0ARAEg/QsEICAAIAH9AEQBMP0LBDAgACAB/QBEAU' +
      'D9CwRAIAAgAf0ARAFQ/QsEUCAAIAH9AEQBYP0LBGAgACAB/QBEAXD9CwRwIABBgAFqIQAgAUGAAWohASAAIARJDQAL' +
      'IAAgA2ohACACQQFrIQIMAAsAC+EBAANAIAAgAU8EQA8LIAD9DAAAAAAAAAAAAAAAAAAAAAD9C0QBACAA/QwAAAAAAA' +
      'AAAAAAAAAAAAAA/QtEARAgAP0MAAAAAAAAAAAAAAAAAAAAAP0LRAEgIAD9DAAAAAAAAAAAAAAAAAAAAAD9C0QBMCAA' +
      '/QwAAAAAAAAAAAAAAAAAAAAA/QtEAUAgAP0MAAAAAAAAAAAAAAAAAAAAAP0LRAFQIAD9DAAAAAAAAAAAAAAAAAAAAA' +
      'D9C0QBYCAA/QwAAAAAAAAAAAAAAAAAAAAA/QtEAXAgAEGAAWohAAwACwAL',
    'base64',
  ),
)

/** The same as the text of an array, for the code of a wrapper. */
export const LANE_MOVER_TEXT = `[${LANE_MOVER.join(',')}]`
