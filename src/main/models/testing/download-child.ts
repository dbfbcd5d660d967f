import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import { lookAtJobs } from '../../jobs'
import { silentLog, systemClock } from '../../kit'
import { createModels } from '../create-models'

/** Downloads a model of a data folder, for tests that kill. It says how many bytes it has. */
const [data = '', model = ''] = process.argv.slice(2)
const call = { signal: new AbortController().signal }
const parts = { paths: { data }, clock: systemClock, log: silentLog }
const jobs = unwrap(lookAtJobs({ ...parts, works: true }))
const models = createModels({
  ...parts,
  jobs,
  env: { WIREHARP_PROFILE: 'ai' },
  bundled: join(data, 'bundled'),
})
jobs.changed.on(job => process.stdout.write(`${job.state} ${job.progress}\n`))
unwrap(await models.service.consent({ model }, call))
const { id } = unwrap(await models.service.download({ model }, call))
const ended = unwrap(await jobs.ended(id))
await jobs[Symbol.asyncDispose]()
process.exit(ended.state === 'completed' ? 0 : 1)
