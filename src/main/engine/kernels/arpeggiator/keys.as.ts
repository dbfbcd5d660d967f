// The keys that an arpeggiator goes through, in the order in which they were begun.

/** Most keys. */
export const MOST_KEYS: u32 = 16

// u32 count, u32 of them held, then entries: u32 note, u32 held, f32 key, f32 velocity; at the end the
// entries' indices by key.
const ENTRIES: usize = 16
const ORDER: usize = ENTRIES + 16 * 16

/** Bytes of the list. */
export const KEYS_BYTES: usize = ORDER + 64

// @ts-ignore: decorator
@inline
export function keyCount(keys: usize): u32 {
  return load<u32>(keys)
}

// @ts-ignore: decorator
@inline
export function heldKeys(keys: usize): u32 {
  return load<u32>(keys, 4)
}

// @ts-ignore: decorator
@inline
function entryAt(keys: usize, index: u32): usize {
  return keys + ENTRIES + (<usize>index << 4)
}

/** Address of an entry in the order of keys. */
// @ts-ignore: decorator
@inline
function sorted(keys: usize, index: u32): usize {
  return entryAt(keys, load<u32>(keys + ORDER + (<usize>index << 2)))
}

export function keyByHeight(keys: usize, index: u32): f32 {
  return load<f32>(sorted(keys, index), 8)
}

export function velocityByHeight(keys: usize, index: u32): f32 {
  return load<f32>(sorted(keys, index), 12)
}

export function keyByBeginning(keys: usize, index: u32): f32 {
  return load<f32>(entryAt(keys, index), 8)
}

export function velocityByBeginning(keys: usize, index: u32): f32 {
  return load<f32>(entryAt(keys, index), 12)
}

/** Sorts by insertion: equal keys stay in the order of their beginnings. */
function sort(keys: usize): void {
  const count = keyCount(keys)
  for (let index: u32 = 0; index < count; index++) {
    const key = load<f32>(entryAt(keys, index), 8)
    let place = index
    while (place > 0 && keyByHeight(keys, place - 1) > key) {
      const to = keys + ORDER + (<usize>place << 2)
      store<u32>(to, load<u32>(to - 4))
      place--
    }
    store<u32>(keys + ORDER + (<usize>place << 2), index)
  }
}

function drop(keys: usize, index: u32): void {
  const count = keyCount(keys)
  if (load<u32>(entryAt(keys, index), 4) != 0) store<u32>(keys, heldKeys(keys) - 1, 4)
  const after = count - 1 - index
  if (after > 0) {
    memory.copy(entryAt(keys, index), entryAt(keys, index + 1), <usize>after << 4)
  }
  store<u32>(keys, count - 1)
}

/** The held entry of a note, or −1. */
function find(keys: usize, note: u32): i32 {
  for (let index: u32 = 0; index < keyCount(keys); index++) {
    const entry = entryAt(keys, index)
    if (load<u32>(entry) == note && load<u32>(entry, 4) != 0) return <i32>index
  }
  return -1
}

/** A note is held; where all were let go before, it takes the place of what was kept. */
export function holdKey(keys: usize, note: u32, key: f32, velocity: f32): void {
  if (heldKeys(keys) == 0) store<u32>(keys, 0)
  const again = find(keys, note)
  if (again >= 0) drop(keys, <u32>again)
  if (keyCount(keys) == MOST_KEYS) drop(keys, 0)
  const entry = entryAt(keys, keyCount(keys))
  store<u32>(entry, note)
  store<u32>(entry, 1, 4)
  store<f32>(entry, key, 8)
  store<f32>(entry, velocity, 12)
  store<u32>(keys, keyCount(keys) + 1)
  store<u32>(keys, heldKeys(keys) + 1, 4)
  sort(keys)
}

/** A note is let go; `latch` keeps its entry. */
export function releaseKey(keys: usize, note: u32, latch: bool): void {
  const index = find(keys, note)
  if (index < 0) return
  if (latch) {
    store<u32>(entryAt(keys, <u32>index), 0, 4)
    store<u32>(keys, heldKeys(keys) - 1, 4)
  } else {
    drop(keys, <u32>index)
    sort(keys)
  }
}

/** Drops what is kept and not held. */
export function forgetKept(keys: usize): void {
  if (keyCount(keys) == heldKeys(keys)) return
  for (let index = <i32>keyCount(keys) - 1; index >= 0; index--) {
    if (load<u32>(entryAt(keys, <u32>index), 4) == 0) drop(keys, <u32>index)
  }
  sort(keys)
}
