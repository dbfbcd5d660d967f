import type { GenerateRow } from './generate-bench'
import { projectTime } from './project-time'

/** A figure of S3-07 and S3-08 beside its limit. */
export interface GateRow {
  readonly what: string
  readonly is: number
  readonly limit: number
  readonly holds: boolean
}

/** What our own rows come to, and whether it is within the limits. */
export function generateGate(
  rows: readonly GenerateRow[],
  model: { readonly megabytes: number },
): GateRow[] {
  const ours = rows.filter(({ who }) => who === 'Wireharp')
  const theirs = rows.filter(({ who }) => who !== 'Wireharp')
  const most = (what: string, is: number, limit: number) => ({
    what,
    is,
    limit,
    holds: is <= limit,
  })
  const [own, other] = [ours[0]?.tokensPerSecond, theirs[0]?.tokensPerSecond]
  const ratio = own !== undefined && other !== undefined ? own / other : undefined
  return [
    most('seconds for 10 s of sound', projectTime(10, ours), 120),
    most('seconds for 30 s of sound', projectTime(30, ours), 90),
    most('megabytes at most in memory', Math.max(...ours.map(({ peakMb }) => peakMb)), 2000),
    most('megabytes of the decoder’s file', model.megabytes, 500),
    ...(ratio === undefined
      ? []
      : [{ what: 'tokens of transformers.js', is: ratio, limit: 1.3, holds: ratio >= 1.3 }]),
  ]
}
