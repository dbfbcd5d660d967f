import { join } from 'node:path'

/** What the network hears. */
export const DEMUCS_RATE = 44_100

/** Unfinished files of a separation: raw interleaved f32 of two channels at that rate. */
export const mixFile = (folder: string): string => join(folder, 'mix.f32')
export const stemFile = (folder: string, stem: string): string =>
  join(folder, `${stem.toLowerCase()}.f32`)
