import type { LoudnessReport, LoudnessTarget } from '#shared/contract'

/** What the meter says of silence, and of sound too short for it to say anything. */
const UNMEASURED = -120
/** Silence is not turned up to noise. */
const MOST_GAIN_DB = 60
/** What meters may differ by (EBU Tech 3341). */
const TOLERANCE_DB = 0.1

/**
 * The gain to a target, less where true peaks would pass the ceiling: nothing is limited here, so the sound
 * stays as it was mixed. Without a measurable loudness there is no gain.
 */
export function gainTo(
  { target, ceiling }: LoudnessTarget,
  measured = { integrated: UNMEASURED, truePeak: UNMEASURED },
): LoudnessReport {
  const { integrated, truePeak } = measured
  const wanted = integrated <= UNMEASURED ? 0 : target - integrated
  const gainDb = integrated <= UNMEASURED ? 0 : Math.min(wanted, ceiling - truePeak, MOST_GAIN_DB)
  const reached = integrated > UNMEASURED && wanted - gainDb <= TOLERANCE_DB
  return { integrated, truePeak, target, ceiling, gainDb, reached }
}
