import { systemClock, silentLog } from '../../kit'
import { openStore } from '../../store'
import { unwrap } from '#shared/kit'
import { createJobs } from '../create-jobs'
import { countingKind } from './counting-kind'

/** Works on the jobs of a data folder until it is killed, or until all have ended: for tests that kill. */
const [folder = ''] = process.argv.slice(2)
const store = unwrap(
  openStore({ path: `${folder}/wireharp.db`, clock: systemClock, log: silentLog }),
)
const jobs = createJobs({ store, paths: { data: folder }, clock: systemClock, log: silentLog })
jobs.register(countingKind())
process.stdout.write('up\n')
const timer = setInterval(() => {
  const waiting = (['pending', 'processing', 'interrupted'] as const).some(
    state => unwrap(store.jobs.inState(state)).length > 0,
  )
  if (waiting) return
  clearInterval(timer)
  void jobs[Symbol.asyncDispose]().then(() => process.exit(0))
}, 20)
