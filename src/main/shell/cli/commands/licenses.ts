import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok } from '#shared/kit'
import { attempt, readFailure, rootFolder } from '../../../kit'
import { oneLine, type Io } from '../io'
import { withModels } from './models/open-models'

const packagesSchema = z.array(
  z.object({ name: z.string(), version: z.string(), license: z.string() }),
)

/** `wireharp licenses`: of the packages within the app, and of the models that it may run. */
export function licenses(io: Io, { json }: { readonly json?: boolean }): Promise<number> {
  return withModels(
    io,
    async ({ models }) => {
      const path = join(rootFolder(), 'out/licenses.json')
      const text = await attempt(
        () => readFile(path, 'utf8'),
        errno => readFailure(errno, path),
      )
      if (!text.ok) return text
      const packages = packagesSchema.safeParse(JSON.parse(text.value))
      if (!packages.success) return err(fail('internal', `${path} is damaged.`))
      const terms = (await models.list()).map(({ id, title, license, state }) => ({
        id,
        title,
        license,
        state,
      }))
      return ok({ packages: packages.data, models: terms })
    },
    ({ packages, models }) => {
      if (json === true) {
        io.out(JSON.stringify({ packages, models }, undefined, 2))
        return
      }
      for (const { name, version, license } of packages) {
        io.out(oneLine(`${license.padEnd(24)} ${name} ${version}`))
      }
      for (const { license, title, state } of models) {
        const warning = license.nonCommercial ? ', not for commercial use' : ''
        io.out(oneLine(`${license.spdx.padEnd(24)} ${title} (model, ${state})${warning}`))
      }
    },
  )
}
