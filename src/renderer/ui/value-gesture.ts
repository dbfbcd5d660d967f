import type { NumberParam } from '#shared/graph'

/** One movement of a control: any number of values, undone together. Disposing ends it. */
export interface ValueGesture extends Disposable {
  change(value: number): void
}

export interface ValueControlProps {
  readonly spec: NumberParam
  readonly value: number
  /** Its name for who does not see it: “Cutoff of Filter”. */
  readonly label: string
  readonly begin: () => ValueGesture
  readonly testId?: string | undefined
}
