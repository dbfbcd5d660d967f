// The notes that went through a gate and have not ended, in the order of their beginnings.

// u32 count, u32 number of the next note, u32 how many only wait for room for their end; from byte 16 on the entries:
// u32 source, u32 note, u32 number, f32 key and value of an end that found no room.
const COUNT: usize = 0
const NEXT: usize = 4
const ENDING: usize = 8
const ENTRIES: usize = 16
const ENTRY: usize = 20

/** Notes that sound through one gate at most: where more begin, the first ends. */
export const MOST_SOUNDING: u32 = 512

/** Bytes of the list. */
export const SOUNDING_BYTES: usize = ENTRIES + 512 * ENTRY

/** The source of a note that has ended, but found no room for its end. */
const NOBODY: u32 = 0xffffffff

// @ts-ignore: decorator
@inline
export function countSounding(list: usize): u32 {
  return load<u32>(list + COUNT)
}

// @ts-ignore: decorator
@inline
export function countEnding(list: usize): u32 {
  return load<u32>(list + ENDING)
}

// @ts-ignore: decorator
@inline
function entryAt(list: usize, index: u32): usize {
  return list + ENTRIES + <usize>index * ENTRY
}

// @ts-ignore: decorator
@inline
export function sourceOf(list: usize, index: u32): u32 {
  return load<u32>(entryAt(list, index))
}

// @ts-ignore: decorator
@inline
export function numberOf(list: usize, index: u32): u32 {
  return load<u32>(entryAt(list, index), 8)
}

// @ts-ignore: decorator
@inline
export function endingKey(list: usize, index: u32): f32 {
  return load<f32>(entryAt(list, index), 12)
}

// @ts-ignore: decorator
@inline
export function endingValue(list: usize, index: u32): f32 {
  return load<f32>(entryAt(list, index), 16)
}

// @ts-ignore: decorator
@inline
export function isEnding(list: usize, index: u32): bool {
  return sourceOf(list, index) == NOBODY
}

/** Place of a source's note, or −1. */
export function findSounding(list: usize, source: u32, note: u32): i32 {
  const count = countSounding(list)
  for (let index: u32 = 0; index < count; index++) {
    const entry = entryAt(list, index)
    if (load<u32>(entry, 4) == note && load<u32>(entry) == source) return <i32>index
  }
  return -1
}

function isTaken(list: usize, number: u32): bool {
  const count = countSounding(list)
  for (let index: u32 = 0; index < count; index++) {
    if (numberOf(list, index) == number) return true
  }
  return false
}

/** Adds a note, and answers the number that it has behind the gate: no other that sounds has it. */
export function addSounding(list: usize, source: u32, note: u32): u32 {
  let number = load<u32>(list + NEXT)
  while (isTaken(list, number)) number = (number + 1) & 0xffff
  store<u32>(list + NEXT, (number + 1) & 0xffff)
  const count = countSounding(list)
  const entry = entryAt(list, count)
  store<u32>(entry, source)
  store<u32>(entry, note, 4)
  store<u32>(entry, number, 8)
  store<u32>(list + COUNT, count + 1)
  return number
}

export function dropSounding(list: usize, index: u32): void {
  if (isEnding(list, index)) store<u32>(list + ENDING, countEnding(list) - 1)
  const after = countSounding(list) - 1 - index
  memory.copy(entryAt(list, index), entryAt(list, index + 1), <usize>after * ENTRY)
  store<u32>(list + COUNT, countSounding(list) - 1)
}

/** From now on the note only waits for room for its end. */
export function letEnd(list: usize, index: u32, key: f32, value: f32): void {
  if (isEnding(list, index)) return
  const entry = entryAt(list, index)
  store<u32>(entry, NOBODY)
  store<f32>(entry, key, 12)
  store<f32>(entry, value, 16)
  store<u32>(list + ENDING, countEnding(list) + 1)
}
