import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { ModelRuns } from './conform'
import { placeIn, runAside } from './run-aside'

/** A test of the plugin’s own. */
export interface OwnTest {
  readonly file: string
  readonly name: string
  /** Why it failed. */
  readonly failure?: string | undefined
  /** `main.test.ts:12:3` */
  readonly at?: string | undefined
}

const resultsSchema = z.array(
  z.object({ name: z.string(), failure: z.string().optional(), stack: z.string().optional() }),
)

/** Runs the tests of a plugin’s folder. Nothing has to be installed in it. `models` are what `realModels` of the tests runs. */
export async function runTests(
  folder: string,
  models?: Pick<ModelRuns, 'run'>,
): Promise<Result<readonly OwnTest[]>> {
  const found: OwnTest[] = []
  for (const file of await testFiles(folder)) {
    const text = [
      `import './${file}'`,
      `import { runTests } from '@wireharp/testing'`,
      `export default await runTests()`,
    ].join('\n')
    const results = await runAside(folder, text, file, resultsSchema, answerBy(models))
    if (!results.ok) return results
    for (const { name, failure, stack = '' } of results.value) {
      const at = placeIn(stack, file)
      found.push({ file, name, ...(failure !== undefined && { failure, at }) })
    }
  }
  return ok(found)
}

const askedSchema = z.object({ model: z.string(), inputs: z.unknown() })

/** Answers what tests ask for: runs of models. */
function answerBy(models: Pick<ModelRuns, 'run'> | undefined) {
  return async (question: unknown): Promise<Result<unknown>> => {
    const asked = askedSchema.safeParse(question).data
    if (asked !== undefined && models !== undefined) return models.run(asked.model, asked.inputs)
    return err(fail('model-missing', 'No models run here.'))
  }
}

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.test\.[jt]s$/.test(entry.name))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(path => !path.split('/').some(part => part === 'node_modules' || part.startsWith('.')))
    .toSorted()
}
