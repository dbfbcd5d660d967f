import { join } from 'node:path'
import { nanoid } from 'nanoid'
import type { RecordedSound, RecordingsContract, ServiceOf } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, serially, writeFailure, type AppPaths, type Clock, type Log } from '../kit'
import type { LibraryService } from '../library'
import type { ProjectService } from '../project'
import { HeardRing, type HeardSource } from './heard-ring'
import { TakeFile } from './take-file'
import { Takes, type TakeNote } from './takes'

/** Takes at a time. */
const MOST_TAKES = 32

export interface RecordingsParts {
  readonly heard: HeardSource
  readonly projects: Pick<ProjectService, 'opened'>
  readonly library: Pick<LibraryService, 'importPath'>
  readonly paths: Pick<AppPaths, 'data' | 'cache'>
  readonly clock: Clock
  readonly log: Log
}

export interface Recordings extends AsyncDisposable {
  readonly service: ServiceOf<RecordingsContract>
}

interface OpenTake {
  readonly project: string
  readonly file: TakeFile
  note: TakeNote
  /** One part after the other. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** What is recorded comes part by part and is on the disk at once; and what sounded lately can be kept all the same. */
export function createRecordings(parts: RecordingsParts): Recordings {
  const { projects, library, paths, clock, log, heard } = parts
  const takes = new Takes(join(paths.data, 'takes'))
  const open = new Map<string, OpenTake>()
  const ring = new HeardRing(heard, join(paths.cache, `heard-${process.pid}.f32`), log)

  function known(take: string): Result<OpenTake> {
    const found = open.get(take)
    return found ? ok(found) : err(fail('recording-unknown', 'This take is not being recorded.'))
  }

  /** Into the project; only then the take goes. */
  async function bring(
    project: string,
    take: string,
    note: TakeNote,
  ): Promise<Result<RecordedSound>> {
    const brought = await library.importPath({ project, path: takes.pathOf(take) }, call)
    if (!brought.ok) return brought
    await takes.remove(take)
    const { node, position } = note
    return ok({
      ...brought.value,
      ...(node !== undefined && { node }),
      ...(position !== undefined && { position }),
    })
  }

  function nameNow(kind: string): string {
    const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-')
    return `${kind}-${time}-${nanoid(4).replaceAll('-', '_')}`
  }

  const service: ServiceOf<RecordingsContract> = {
    async begin({ project, channels, sampleRate, node, position }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      if (open.size >= MOST_TAKES) return err(fail('live-too-many', 'Too many takes are recorded.'))
      const take = nameNow('Take')
      const note: TakeNote = {
        project: opened.value.document.id,
        begun: clock.now(),
        ...{ channels, sampleRate },
        ...(node !== undefined && { node }),
        ...(position !== undefined && { position }),
      }
      const noted = await takes.put(take, note)
      if (!noted.ok) return noted
      const made = await attempt(
        () => TakeFile.create(takes.pathOf(take), { channels, sampleRate }),
        errno => writeFailure(errno, 'the recording'),
      )
      if (!made.ok) return made
      open.set(take, { project, file: made.value, note, inTurn: serially() })
      return ok({ take })
    },
    async append({ take, samples }) {
      const found = known(take)
      if (!found.ok) return found
      const { file, inTurn } = found.value
      return await inTurn(async () => {
        const written = await attempt(
          async () => file.append(new Uint8Array(await samples.arrayBuffer())),
          errno => writeFailure(errno, 'the recording'),
        )
        return written.ok ? ok({ frames: file.frames }) : written
      })
    },
    async finish({ take, node, position }) {
      const found = known(take)
      if (!found.ok) return found
      open.delete(take)
      const { project, file, note, inTurn } = found.value
      await inTurn(() => file.finish())
      if (file.frames === 0) {
        await takes.remove(take)
        return err(fail('recording-empty', 'Nothing was recorded.'))
      }
      const placed = {
        ...note,
        ...(node !== undefined && { node }),
        ...(position !== undefined && { position }),
      }
      const noted = await takes.put(take, placed)
      if (!noted.ok) return noted
      return await bring(project, take, placed)
    },
    async cancel({ take }) {
      const found = known(take)
      if (!found.ok) return found
      open.delete(take)
      await found.value.inTurn(() => found.value.file.finish())
      await takes.remove(take)
      return ok()
    },
    async left({ project }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      const all = await takes.of(opened.value.document.id)
      return ok(all.filter(({ take }) => !open.has(take)))
    },
    async recover({ project, take }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      const note = open.has(take) ? undefined : await takes.noteOf(take)
      if (note?.project !== opened.value.document.id) {
        return err(fail('recording-unknown', 'This project has no such take.'))
      }
      return await bring(project, take, note)
    },
    heard({ project }) {
      const frames = (span: { from: number; to: number; rate: number }) => {
        return (span.to - span.from) / span.rate
      }
      return ok({ seconds: ring.spansOf(project).reduce((sum, span) => sum + frames(span), 0) })
    },
    async keep({ project, seconds }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      const spans = ring.spansOf(project, seconds)
      const [first] = spans
      if (first === undefined) return err(fail('recording-empty', 'Nothing sounded lately.'))
      const take = nameNow('Heard')
      // Only what rolled in one go has a place on the timeline.
      const position = spans.length === 1 ? first.position : undefined
      const note: TakeNote = {
        project: opened.value.document.id,
        begun: clock.now(),
        ...{ channels: 2, sampleRate: first.rate },
        ...(position !== undefined && { position }),
      }
      const noted = await takes.put(take, note)
      if (!noted.ok) return noted
      const written = await attempt(
        async () => {
          const format = { channels: 2, sampleRate: first.rate }
          await using file = await TakeFile.create(takes.pathOf(take), format)
          for (const span of spans) {
            for await (const part of ring.read(span)) await file.append(part)
          }
          await file.finish()
        },
        errno => writeFailure(errno, 'what was heard'),
      )
      if (written.ok) return await bring(project, take, note)
      await takes.remove(take)
      return written
    },
  }

  return {
    service,
    async [Symbol.asyncDispose]() {
      for (const { file } of open.values()) await file[Symbol.asyncDispose]()
      open.clear()
      await ring[Symbol.asyncDispose]()
    },
  }
}

const call = { signal: new AbortController().signal }
