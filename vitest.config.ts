import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const plugins = join(import.meta.dirname, 'plugins')

export default defineConfig({
  resolve: {
    alias: {
      '@wireharp/sdk': join(plugins, 'sdk/index.ts'),
      '@wireharp/testing': join(plugins, 'testing/index.ts'),
    },
  },
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'e2e/attacks/*.test.ts',
      'plugins/**/*.test.ts',
      'bin/**/*.test.mjs',
    ],
    exclude: ['**/node_modules/**', 'out/**', 'src/layers/fixture/**'],
    pool: 'forks',
    maxWorkers: 2,
    // isolated-vm needs both: see docs/decisions.
    execArgv: ['--no-concurrent-recompilation', '--no-node-snapshot'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    passWithNoTests: false,
  },
})
