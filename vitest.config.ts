import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const plugins = join(import.meta.dirname, 'plugins')
const all = [
  'src/**/*.test.{ts,tsx}',
  'e2e/attacks/*.test.ts',
  'plugins/**/*.test.ts',
  'bin/**/*.test.mjs',
  'bench/**/*.test.ts',
]
const never = ['**/node_modules/**', 'out/**', 'src/layers/fixture/**']
/** Files that leave nothing behind in their process: they share one, which saves each of them a start and its imports. */
const pure = [
  'bench/soak/*.test.ts',
  'src/shared/**/*.test.ts',
  'src/main/engine/{cache,graph,host,kernels,render}/**/*.test.ts',
  'src/main/project/**/*.test.ts',
  // All but those that put another module in place of ours.
  'src/renderer/**/!(imports|import-clips).test.{ts,tsx}',
  'src/main/{exports,library,sound-files,presets,playback}/**/*.test.ts',
]

export default defineConfig({
  resolve: {
    alias: {
      '@wireharp/sdk': join(plugins, 'sdk/index.ts'),
      '@wireharp/testing': join(plugins, 'testing/index.ts'),
    },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'apart', include: all, exclude: [...never, ...pure] } },
    ],
    pool: 'forks',
    // Much of what they do is waiting: two would leave two fifths of two cores idle.
    maxWorkers: 3,
    // isolated-vm needs both: see docs/decisions.
    execArgv: ['--no-concurrent-recompilation', '--no-node-snapshot'],
    // Twice what the longest takes on a quiet machine: a shared one may be half as fast for an hour.
    testTimeout: 40_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    passWithNoTests: false,
  },
})
