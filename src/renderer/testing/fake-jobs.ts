import { implement } from '@orpc/server'
import { contract, type JobEvent, type JobInfo } from '#shared/contract'
import { Emitter, eventStream } from '#shared/kit'

const shell = implement(contract)

/** Jobs as a busy afternoon has them. */
export class FakeJobs {
  readonly #events = new Emitter<JobEvent>()
  #jobs = afternoon()

  router() {
    const first = (): JobEvent[] => [{ kind: 'jobs', jobs: this.#jobs }]
    const events = this.#events
    return {
      create: shell.jobs.create.handler(() => ({ id: 'new' })),
      list: shell.jobs.list.handler(() => this.#jobs),
      show: shell.jobs.show.handler(({ input }) => this.#find(input.job)),
      log: shell.jobs.log.handler(() => [
        { time: 0, text: 'Segment 3 of 12: 7.8 s of sound in 9.1 s.' },
      ]),
      cancel: shell.jobs.cancel.handler(({ input }) => this.#turn(input.job, 'cancelled')),
      pause: shell.jobs.pause.handler(({ input }) => this.#turn(input.job, 'paused')),
      resume: shell.jobs.resume.handler(({ input }) => this.#turn(input.job, 'pending')),
      retry: shell.jobs.retry.handler(({ input }) => this.#turn(input.job, 'pending')),
      forget: shell.jobs.forget.handler(({ input }) => {
        this.#jobs = this.#jobs.filter(job => !input.jobs.includes(job.id))
        this.#events.emit({ kind: 'forgotten', jobs: input.jobs })
      }),
      watch: shell.jobs.watch.handler(async function* ({ signal }) {
        yield* eventStream(events, signal, { first })
      }),
    }
  }

  #find(id: string): JobInfo {
    const found = this.#jobs.find(job => job.id === id)
    if (found === undefined) throw new Error(`There is no job “${id}”.`)
    return found
  }

  #turn(id: string, state: JobInfo['state']): JobInfo {
    const turned = { ...this.#find(id), state }
    this.#jobs = this.#jobs.map(job => (job.id === id ? turned : job))
    this.#events.emit({ kind: 'job', job: turned })
    return turned
  }
}

function afternoon(): readonly JobInfo[] {
  const common = { lane: 'stems', priority: 'normal', attempts: 1, input: {} } as const
  const kind = 'stems/separate'
  return [
    {
      ...common,
      id: 'a',
      kind,
      title: 'Stems of “Night bus.wav”',
      state: 'processing',
      progress: 0.42,
      stage: 'Segment 5 of 12',
      secondsLeft: 64,
      createdAt: 3,
      startedAt: 4,
    },
    {
      ...common,
      id: 'b',
      kind,
      title: 'Stems of “Rain on tin.wav”',
      state: 'pending',
      progress: 0,
      createdAt: 2,
    },
    {
      ...common,
      id: 'c',
      kind: 'library/import',
      lane: 'library',
      title: 'Import of “Field recordings”',
      state: 'failed',
      progress: 0.7,
      createdAt: 1,
      endedAt: 2,
      retryable: true,
      failure: { code: 'disk-full', message: 'Free some space and try again; nothing was lost.' },
    },
  ]
}
