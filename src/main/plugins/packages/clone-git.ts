import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { err, fail, ok, type Result } from '#shared/kit'

const run = promisify(execFile)

const PATIENCE_MS = 120_000

/** Nothing of the repository, and no helper of an unusual protocol, is run by git itself. */
const careful = [
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.symlinks=true'],
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'protocol.ext.allow=never'],
  ...['-c', 'submodule.recurse=false'],
  ...['-c', 'filter.lfs.smudge=', '-c', 'filter.lfs.process=', '-c', 'filter.lfs.required=false'],
]

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/

/** Fetches one commit of a repository into a folder, without its history; answers the commit, all its digits. */
export async function cloneGit(
  { url, ref }: { readonly url: string; readonly ref?: string },
  folder: string,
): Promise<Result<string>> {
  try {
    await git(['init', '--quiet', '--template=', folder])
    await fetchCommit(url, ref, folder)
    await git(['checkout', '--quiet', '--detach', 'FETCH_HEAD'], folder)
    const { stdout } = await git(['rev-parse', 'HEAD'], folder)
    await rm(join(folder, '.git'), { recursive: true, force: true })
    return ok(stdout.trim())
  } catch (thrown) {
    return err(gitFailure(thrown, url, ref))
  }
}

/** By name; a commit that the server gives to nobody by its number is looked for in all that it has. */
async function fetchCommit(url: string, ref: string | undefined, folder: string): Promise<void> {
  const wanted = ref ?? 'HEAD'
  try {
    await git(['fetch', '--quiet', '--depth=1', '--no-tags', '--', url, wanted], folder)
  } catch (thrown) {
    if (!COMMIT.test(wanted)) throw thrown
    await git(['fetch', '--quiet', '--no-tags', '--', url, '+refs/heads/*:refs/all/*'], folder)
    await git(['update-ref', '--no-deref', 'FETCH_HEAD', wanted], folder)
  }
}

function git(args: readonly string[], cwd?: string) {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', LC_ALL: 'C' }
  const options = {
    env,
    timeout: PATIENCE_MS,
    maxBuffer: 2 ** 20,
    ...(cwd !== undefined && { cwd }),
  }
  return run('git', [...careful, ...args], options)
}

function gitFailure(thrown: unknown, url: string, ref: string | undefined) {
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  if (/ENOENT/.test(said)) {
    return fail('package-unreachable', 'There is no git on this machine; install it first.')
  }
  if (/couldn't find remote ref|not our ref|no such ref|reference is not a tree/i.test(said)) {
    return fail('package-not-found', `There is no “${ref ?? 'HEAD'}” in ${url}.`)
  }
  const line = said.split('\n').find(text => /^(fatal|error):/.test(text)) ?? 'git failed'
  return fail('package-unreachable', `${url} cannot be cloned: ${line.slice(0, 160)}.`)
}
