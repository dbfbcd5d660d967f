import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from '#shared/kit'
import { attempt, writeDurably, writeFailure } from '../kit'

const OURS = '// Wireharp writes this file. Without this line it leaves it alone.'

/**
 * Puts a `tsconfig.json` above the scripts that are written in the app, so that the compiler, and any editor, finds the
 * SDK’s types: those of the Wireharp that runs.
 */
export async function writeTypeSettings(
  sources: string,
  modules: Readonly<Record<string, string>>,
): Promise<Result<void>> {
  const path = join(sources, 'tsconfig.json')
  const text = `${OURS}\n${JSON.stringify(settings(modules), undefined, 2)}\n`
  const there = existsSync(path) ? await readFile(path, 'utf8').catch(() => '') : OURS
  if (there === text || !there.startsWith(OURS)) return { ok: true, value: undefined }
  const made = await attempt(
    () => mkdir(sources, { recursive: true }),
    errno => writeFailure(errno, `folder “${sources}”`),
  )
  return made.ok ? writeDurably(path, text) : made
}

function settings(modules: Readonly<Record<string, string>>): object {
  return {
    compilerOptions: {
      target: 'es2022',
      // What a plugin has: the language, and nothing of pages or of Node.
      lib: ['es2022'],
      types: [],
      module: 'esnext',
      moduleResolution: 'bundler',
      resolveJsonModule: true,
      allowJs: true,
      checkJs: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
      paths: Object.fromEntries(
        Object.entries(modules).map(([name, folder]) => [name, [join(folder, 'index')]]),
      ),
    },
    typeAcquisition: { enable: false },
    include: ['*/*.ts', '*/*.js'],
  }
}
