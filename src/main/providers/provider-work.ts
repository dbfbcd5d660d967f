import { join } from 'node:path'
import type { AudioClip, ProviderKind } from '@wireharp/sdk'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { LibraryService } from '../library'
import { enrichInputSchema, type ServedTask, type ServedWork } from '../services'
import { readClip, withScratch, writeWav } from './clip-files'
import type { ListedProvider, ProviderHub } from './provider-hub'
import { capabilityNames } from './providers-service'

interface Tools {
  readonly hub: ProviderHub
  readonly library: Pick<LibraryService, 'decodeOnce'>
  readonly name: string
  readonly task: ServedTask
}
type Done = Result<{ readonly result?: unknown; readonly files: readonly string[] }>

/** How the work of a kind is asked for over HTTP: whether it is about a sound, and what else is told. */
interface Way {
  readonly sound: boolean
  readonly params: z.ZodType
  run(tools: Tools): Promise<Done>
}

const text = z.string().trim().min(1).max(5000)

/** A way whose parameters have a form. */
function wayOf<Params>(
  sound: boolean,
  params: z.ZodType<Params>,
  run: (tools: Tools, params: Params) => Promise<Done>,
): Way {
  return { sound, params, run: tools => run(tools, params.parse(tools.task.params)) }
}

const ways: Readonly<Record<ProviderKind, Way>> = {
  vad: wayOf(true, z.strictObject({}), async tools =>
    told(
      await withSound(tools, clip =>
        tools.hub.ask('vad', tools.name, async vad => ({
          spans: await vad.detect(clip, tools.task),
        })),
      ),
    ),
  ),
  stt: wayOf(
    true,
    z.strictObject({ language: z.string().max(20).optional() }),
    async (tools, { language }) =>
      told(
        await withSound(tools, clip =>
          tools.hub.ask('stt', tools.name, async stt => ({
            segments: await stt.transcribe(clip, language, tools.task),
          })),
        ),
      ),
  ),
  tts: wayOf(
    false,
    z.strictObject({ text, voice: z.string().max(40).optional() }),
    async (tools, params) => {
      const said = await tools.hub.ask('tts', tools.name, tts =>
        tts.speak(params.text, params.voice, tools.task),
      )
      return said.ok ? written(tools.task, { speech: said.value }) : said
    },
  ),
  llm: wayOf(
    false,
    z.strictObject({
      messages: z
        .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), text: z.string() }))
        .min(1)
        .max(200),
    }),
    async ({ hub, name, task }, { messages }) =>
      told(await hub.ask('llm', name, async llm => ({ text: await llm.complete(messages, task) }))),
  ),
  embedding: wayOf(
    false,
    z.strictObject({ texts: z.array(text).min(1).max(100) }),
    async ({ hub, name, task }, { texts }) =>
      told(
        await hub.ask('embedding', name, async embedder => ({
          vectors: (await embedder.embed(texts, task)).map(vector => [...vector]),
        })),
      ),
  ),
  separation: wayOf(true, z.strictObject({}), async tools => {
    const stems = await withSound(tools, clip =>
      tools.hub.ask('separation', tools.name, separator => separator.separate(clip, tools.task)),
    )
    return stems.ok ? written(tools.task, stems.value) : stems
  }),
  generation: wayOf(
    false,
    z.strictObject({
      prompt: z.string().trim().min(1).max(1000),
      seconds: z.number().min(1).max(120).default(10),
      seed: z.int().min(0).max(0xff_ff_ff_ff).default(0),
    }),
    async ({ hub, name, task }, { prompt, ...options }) => {
      const made = await hub.ask('generation', name, maker => maker.generate(prompt, options, task))
      return made.ok ? written(task, { music: made.value }) : made
    },
  ),
  knowledge: wayOf(
    false,
    enrichInputSchema.omit({ provider: true }),
    async ({ hub, name, task }, about) =>
      told(await hub.ask('knowledge', name, async knower => knower.enrich?.(about, task))),
  ),
}

/** What `wireharp serve-plugin <kind>/<name>` does: a provider of this machine as a service, for programs and machines elsewhere. */
export function providerWork(
  provider: ListedProvider,
  parts: {
    readonly hub: ProviderHub
    readonly library: Pick<LibraryService, 'decodeOnce'>
    readonly version: string
  },
): ServedWork {
  const { kind, name, label, licence, models = [] } = provider
  const way = ways[kind]
  return {
    manifest: {
      id: `${kind}/${name}`,
      name: label,
      version: parts.version,
      capability: capabilityNames[kind],
      licence,
      models: [...models],
    },
    check({ path, params }): Failure | undefined {
      if (way.sound && path === undefined) {
        return fail('job-input-invalid', 'path: a sound is needed.', 'path')
      }
      const parsed = way.params.safeParse(params)
      if (parsed.success) return undefined
      const [issue] = parsed.error.issues
      const what = `params/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'unknown'}.`
      return fail('job-input-invalid', what, 'params')
    },
    run: task => way.run({ ...parts, name, task }),
  }
}

function told(said: Result<unknown>): Done {
  return said.ok ? ok({ result: said.value, files: [] }) : said
}

async function withSound<T>(
  { library, task }: Tools,
  work: (clip: AudioClip) => Promise<Result<T>>,
): Promise<Result<T>> {
  task.progress(0, 'Reading the sound')
  return withScratch(async folder => {
    const clip = await readClip(library, task.path ?? '', folder)
    return clip.ok ? work(clip.value) : clip
  })
}

/** Clips as files of the job, and which is which. */
async function written(
  { folder }: ServedTask,
  clips: Readonly<Record<string, AudioClip>>,
): Promise<Done> {
  const stems: { name: string; file: string }[] = []
  for (const [name, clip] of Object.entries(clips)) {
    const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.wav`
    if (file.startsWith('-')) return err(fail('provider-failed', `“${name}” is no name of a stem.`))
    await writeWav(join(folder, file), clip)
    stems.push({ name, file })
  }
  return ok({ result: { stems }, files: stems.map(({ file }) => file) })
}
