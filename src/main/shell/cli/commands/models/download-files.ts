import type { ModelInfo } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { call } from '../jobs/open-jobs'
import type { Io } from '../../io'
import { lineOf } from './list'
import { withModels, type ModelTools } from './open-models'
import { watchJob } from './watch-job'

export interface DownloadFlags {
  readonly models: readonly string[]
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

interface Answer {
  readonly model: ModelInfo
  readonly action: 'here' | 'would be downloaded' | 'downloaded'
}

/** `wireharp plugin download-files`: brings the models here that plugins and jobs run. */
export function downloadFiles(io: Io, flags: DownloadFlags): Promise<number> {
  return withModels(
    io,
    tools => downloadAll(io, tools, flags),
    answers => {
      if (flags.json === true) io.out(JSON.stringify(answers, undefined, 2))
      else for (const { model, action } of answers) io.out(`${lineOf(model)}: ${action}`)
    },
  )
}

async function downloadAll(
  io: Io,
  { jobs, models }: ModelTools,
  { models: wanted, dryRun, yes }: DownloadFlags,
): Promise<Result<readonly Answer[]>> {
  const all = await models.list()
  const unknown = wanted.find(id => all.every(model => model.id !== id))
  if (unknown !== undefined) return err(fail('model-unknown', `There is no model “${unknown}”.`))
  const chosen = all.filter(({ id, strategy, variantOf }) =>
    wanted.length === 0 ? strategy === 'download' && variantOf === undefined : wanted.includes(id),
  )
  const answers: Answer[] = []
  for (const model of chosen) {
    const { id } = model
    if (model.state === 'ready') {
      answers.push({ model, action: 'here' })
      continue
    }
    if (dryRun === true) {
      answers.push({ model, action: 'would be downloaded' })
      continue
    }
    if (model.consentedAt === undefined && yes !== true) {
      const { spdx } = model.license
      const megabytes = Math.ceil(model.bytes / 1e6)
      const what = `${model.title}: ${megabytes} MB from ${model.hosts.join(', ')}, licence ${spdx}.`
      return err(fail('download-consent-required', `${what} With --yes you agree.`))
    }
    if (model.consentedAt === undefined) {
      const agreed = await models.service.consent({ model: id }, call)
      if (!agreed.ok) return agreed
    }
    const job = await models.service.download({ model: id }, call)
    if (!job.ok) return job
    const ended = await watchJob(io, jobs, job.value.id)
    if (!ended.ok) return ended
    const after = await models.info(id)
    if (!after.ok) return after
    answers.push({ model: after.value, action: 'downloaded' })
  }
  return ok(answers)
}
