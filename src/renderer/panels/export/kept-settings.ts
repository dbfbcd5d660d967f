import { z } from 'zod'
import { ditherSchema, exportFormatSchema } from '#shared/contract'
import { setPrefs, usePrefs } from '../../state'
import { bitrateOf, formDefaults, rateOf, type ExportForm } from './export-settings'

type Kept = Pick<ExportForm, keyof typeof formDefaults>

/** What an export was set to; where it goes and which part it is are asked for anew. */
const keptSchema = z.object({
  format: exportFormatSchema.catch(formDefaults.format),
  dither: ditherSchema.catch(formDefaults.dither),
  bitrate: z.unknown().transform(bitrate => bitrateOf(String(bitrate))),
  rate: z.unknown().transform(rate => rateOf(String(rate))),
  loudness: z
    .object({
      on: z.boolean(),
      target: z.number().min(-60).max(0),
      ceiling: z.number().min(-20).max(0),
    })
    .catch(formDefaults.loudness),
  stems: z.boolean().catch(formDefaults.stems),
  embed: z.boolean().catch(formDefaults.embed),
})

/** So many projects are remembered. */
const PROJECTS = 50

/** What the project was exported as last; as a new one is, where it never was. */
export function keptSettings(project: string): Kept {
  return keptSchema.catch(formDefaults).parse(usePrefs.getState().exports[project] ?? formDefaults)
}

export function keepSettings(project: string, form: Kept): void {
  const { format, dither, bitrate, rate, loudness, stems, embed } = form
  const others = Object.entries(usePrefs.getState().exports).filter(([id]) => id !== project)
  const kept = { format, dither, bitrate, rate, loudness, stems, embed }
  setPrefs({ exports: Object.fromEntries([...others.slice(1 - PROJECTS), [project, kept]]) })
}
