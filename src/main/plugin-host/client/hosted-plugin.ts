import type { Failure, Result } from '#shared/kit'
import type { CpuLimits } from './cpu-budget'

/** A plugin as those who run its asynchronous parts see it. */
export interface HostedPlugin {
  readonly id: string
  readonly name: string
  /** Whether it may share a process with others: those that come with Wireharp do. */
  readonly shared: boolean
  /** The bundle, read when it is needed. */
  readonly source: () => Promise<Result<string>>
  readonly config: unknown
  /** Rights that its manifest asks for. Whether one is granted is asked when it is used. */
  readonly capabilities: readonly string[]
  readonly heapMb?: number
  /** What it may have of the processor; what all have where it is left out. */
  readonly cpu?: CpuLimits
}

/** What a plugin does that somebody else has to hear of. */
export interface HostEvents {
  /** Something that it asked for; the answer is JSON. */
  request(plugin: string, method: string, args: unknown): Promise<Result<unknown>>
  log(plugin: string, level: 'debug' | 'info' | 'warn' | 'error', text: string): void
  reading(plugin: string, sensor: string, value: number): void
  /** Its process ended though nobody asked it to. */
  death(plugin: string, reason: Failure): void
  /** What it said beyond what its queues hold. */
  dropped(plugin: string, count: number): void
  /** What came of setting it up; nothing where it runs. */
  setUp(
    plugin: string,
    report: { readonly state: 'skipped' | 'failed'; readonly reason: string } | undefined,
  ): void
  usage(plugin: string, use: { readonly cpuMs: number; readonly memory: number }): void
}
