import { z } from 'zod'

/** Quarter notes from the beginning of the timeline, or between two places on it. */
export type Beats = number

/** As far as a million seconds reach at the fastest tempo, and a little more. */
const FARTHEST: Beats = 2e7
/** Less than a tick of the finest MIDI file. */
const SHORTEST: Beats = 1e-5

/** A place on the timeline, in quarter notes. */
export const beatSchema = z.number().min(0).max(FARTHEST)
/** A length on the timeline, in quarter notes. */
export const beatLengthSchema = z.number().min(SHORTEST).max(FARTHEST)

export const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour like “#3c8dbc”')
export const nameSchema = z.string().max(200)
