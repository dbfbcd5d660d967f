/** A test and what became of it. */
export interface TestResult {
  readonly name: string
  /** Why it failed; passed where it is left out. */
  readonly failure?: string
  /** Where it failed, as the engine of JavaScript tells it. */
  readonly stack?: string
}

interface Test {
  readonly name: string
  readonly body: () => unknown
}

const tests: Test[] = []

/**
 * A test of a plugin, which `wireharp plugin test` runs. Its name says a fact; its body throws where that is not so.
 *
 * @example
 * import { equal, test } from '@wireharp/testing'
 *
 * test('two and two are four', () => equal(2 + 2, 4))
 */
export function test(name: string, body: () => unknown): void {
  tests.push({ name, body })
}

/** Runs every test of the file, in order. `wireharp plugin test` calls it. */
export async function runTests(): Promise<readonly TestResult[]> {
  const results: TestResult[] = []
  for (const { name, body } of tests.splice(0)) {
    try {
      await body()
      results.push({ name })
    } catch (thrown) {
      const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown))
      results.push({ name, failure: message, stack })
    }
  }
  return results
}
