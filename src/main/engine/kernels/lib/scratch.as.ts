// Memory for what a kernel needs only within one call. Each thread has its own: two threads may run the same kernel
// of two nodes at once.

/** Threads that may render at once. */
export const THREADS: u32 = 16

const BYTES: usize = 65536
const all: usize = memory.data(65536 * 16, 64)

/** The present thread's. A global, so every instance of the module, and with it every thread, has one. */
let own: usize = all

/** What these files of `lib` use; kernels begin at `KERNEL`. */
export const HALF_BAND: usize = 0
export const LEVELS: usize = 8704
export const LOOK_AHEAD: usize = 9728
export const KERNEL: usize = 10240

/** Gives a thread its place; the main one is 0. */
export function takeScratch(thread: u32): void {
  own = all + <usize>thread * BYTES
}

// @ts-ignore: decorator
@inline
export function scratch(offset: usize): usize {
  return own + offset
}
