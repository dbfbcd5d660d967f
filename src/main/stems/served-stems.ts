import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { containedFile } from '../kit'

/** The service that separates in place of this machine. */
export interface SeparationService {
  readonly id: string
  readonly isOnline: boolean
}

/** The job in which a service takes a sound of a project apart: its kind is there while the service is known. */
export async function servedJob(
  { id, isOnline }: SeparationService,
  sound: { readonly path: string; readonly folder: string; readonly into: 'two' | 'four' },
): Promise<Result<{ readonly kind: string; readonly input: unknown }>> {
  if (!isOnline) {
    return err(fail('service-offline', `“${id}”, which is to take sounds apart, is offline.`))
  }
  const file = await containedFile(sound.folder, sound.path)
  if (!file.ok) return err(fail('asset-missing', `${sound.path} is not there.`))
  // What services that are not ours take as parameters is not known.
  const params = id.startsWith('stems/') ? { into: sound.into } : {}
  return ok({ kind: `service/${id}`, input: { path: file.value.path, params } })
}

/** What such a job has made: its files, and which stem each of them is. */
export const servedStems = z
  .object({
    result: z.object({ stems: z.array(z.object({ name: z.string(), file: z.string() })).min(1) }),
    files: z.array(z.object({ name: z.string(), path: z.string() })),
  })
  .transform(({ result, files }) => ({
    stems: result.stems.flatMap(({ name, file }) => {
      const path = files.find(other => other.name === file)?.path
      return path === undefined ? [] : [{ name, path }]
    }),
  }))
