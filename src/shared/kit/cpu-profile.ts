/** A CPU profile as Chrome’s developer tools read it from a `.cpuprofile` file. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[]
  readonly startTime: number
  readonly endTime: number
  /** Ids of the nodes that were seen, and how long after the sample before. */
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

export interface CpuProfileNode {
  readonly id: number
  readonly callFrame: CallFrame
  readonly hitCount: number
  readonly children: readonly number[]
}

export interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly scriptId: string
  /** Both from 0. */
  readonly lineNumber: number
  readonly columnNumber: number
}
