import { join } from 'node:path'
import type { Manifest } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { silentLog } from '../../kit'
import type { ModelRuns } from '../../plugins/packages'
import { ModelSeat, type SeatModel } from './model-seat'
import { sentTensorsSchema, tensorProblem, zeroTensors, type SentTensors } from './tensors'

const free = async (): Promise<Disposable> => ({ [Symbol.dispose]: () => undefined })

/** The models of a plugin that is being written, run as for users: those that lie in its folder. */
export function openOwnModels(manifest: Manifest, folder: string): ModelRuns & AsyncDisposable {
  const seat = new ModelSeat(manifest.name, silentLog)
  const modelOf = (id: string): Result<SeatModel> => {
    const spec = Object.hasOwn(manifest.models, id) ? manifest.models[id] : undefined
    if (spec === undefined) {
      return err(fail('model-unknown', `plugin.json has no model “${id}”.`))
    }
    const { file, sha256 } = spec
    const missing = fail('model-missing', `“${id}” does not lie in the plugin’s folder.`)
    return ok({
      id,
      spec,
      file: async () =>
        file === undefined ? err(missing) : ok({ path: join(folder, file), sha256 }),
    })
  }
  async function run(id: string, inputs: unknown): Promise<Result<SentTensors>> {
    const model = modelOf(id)
    if (!model.ok) return model
    const sent = sentTensorsSchema.safeParse(inputs)
    if (!sent.success) return err(fail('tensor-invalid', 'Tensors have a type, dims and data.'))
    const problem = tensorProblem(model.value.spec.inputs ?? {}, sent.data)
    if (problem !== undefined) return err(fail('tensor-invalid', `“${id}”: ${problem}`))
    return seat.run(model.value, sent.data, free)
  }
  return {
    run,
    async check(id) {
      const model = modelOf(id)
      if (!model.ok) return model
      const { inputs = {} } = model.value.spec
      const loaded = await seat.run(model.value, undefined, free)
      if (!loaded.ok) return loaded
      const began = performance.now()
      const ran = await seat.run(model.value, zeroTensors(inputs), free)
      const varies = Object.values(inputs).some(({ shape }) =>
        shape.some(size => typeof size === 'string'),
      )
      // A dimension that varies may well not be 1.
      if (!ran.ok && !varies) return ran
      return ok({ ...(ran.ok && { ms: performance.now() - began }) })
    },
    [Symbol.asyncDispose]: () => seat[Symbol.asyncDispose](),
  }
}
