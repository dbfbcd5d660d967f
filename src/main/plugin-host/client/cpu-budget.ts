/** How much of the processor a plugin may have within a time for what nobody waits for: timers and the like. */
export interface CpuLimits {
  readonly cpuMs: number
  readonly windowMs: number
}

/** Half a core over ten seconds. */
export const usualCpuLimits: CpuLimits = { cpuMs: 5000, windowMs: 10_000 }

/** Keeps account of it. Time in which somebody waits for an answer is that call's, which has a deadline. */
export class CpuBudget {
  readonly #limits: CpuLimits
  readonly #spent: { readonly at: number; readonly ms: number }[] = []
  #before: number | undefined

  constructor(limits: CpuLimits) {
    this.#limits = limits
  }

  /** Takes the time so far; true where more was spent than there is. */
  add(cpuMs: number, now: number, isAsked: boolean): boolean {
    const ms = cpuMs - (this.#before ?? cpuMs)
    this.#before = cpuMs
    if (ms > 0 && !isAsked) this.#spent.push({ at: now, ms })
    while ((this.#spent[0]?.at ?? now) < now - this.#limits.windowMs) this.#spent.shift()
    return this.#spent.reduce((sum, each) => sum + each.ms, 0) > this.#limits.cpuMs
  }
}
