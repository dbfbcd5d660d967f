import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const tracked = (...places: readonly string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '-z', '--', ...places], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
    .toString()
    .split('\0')
    .filter(path => path !== '')

/** What is shipped as code: not its tests, nor what only they use. */
const code = tracked('src', 'plugins', 'bin', 'resources').filter(
  path =>
    /\.(?:ts|tsx|mjs|js|json|html|css)$/.test(path) &&
    !/\.test\.tsx?$|\/testing\/|\/fixtures?\/|\/golden\//.test(path),
)

describe('what is shipped', () => {
  test('S3-15 is finished: nothing in it is left to do, or stands in for something', () => {
    const unfinished =
      /\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b|not (?:yet )?implemented|coming soon|lorem ipsum/i
    const found = code.filter(path => unfinished.test(readFileSync(join(root, path), 'utf8')))
    expect(code.length).toBeGreaterThan(1000)
    expect(found).toEqual([])
    expect('// TODO: later').toMatch(unfinished)
  })

  test('S3-05 asks which system it runs on in these files only', () => {
    const asks = /process\.platform|\bplatform\(\)/
    const found = code
      .filter(path => path.startsWith('src/') && asks.test(readFileSync(join(root, path), 'utf8')))
      .toSorted()
    const documented = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
    for (const path of found) expect(documented).toContain(`\`${path.replace(/^src\//, '')}\``)
    expect(found.length).toBeGreaterThan(5)
  })

  test('S3-13 carries no model of more than 5 MB', () => {
    const models = tracked('.').filter(path => /\.(?:onnx|ort|pt|bin|safetensors|gguf)$/.test(path))
    expect(models).toContain('resources/models/silero-vad/silero_vad.onnx')
    for (const path of models) {
      expect(readFileSync(join(root, path)).length).toBeLessThan(5 * 1024 * 1024)
    }
  })
})
