import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { NpmDouble } from '../../src/main/marketplace/testing/npm-double'
import { packPlugin } from '../../src/main/plugins/packages'
import { done, put, smallPlugin } from '../../src/main/plugins/packages/testing/plugin-files'
import { TempFolder } from '../../src/main/plugins/packages/testing/temp-folder'

/** A plugin of a megabyte that nothing makes smaller, at a registry over HTTP; until whoever started it is gone. */
export async function serveLarge(id: string): Promise<void> {
  using temp = new TempFolder()
  await using npm = new NpmDouble()
  await npm.start()
  const files = { ...smallPlugin({ id }), 'noise.bin': randomBytes(2 ** 20) }
  const { bytes } = done(await packPlugin(put(temp.at('source'), files)))
  await npm.offer({ bytes })
  process.stdout.write(`${npm.address}\n`)
  for await (const _chunk of process.stdin);
}

export interface OwnRegistry extends Disposable {
  readonly address: string
}

/** Runs that in a process of its own. */
export async function startRegistry(id: string): Promise<OwnRegistry> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'market-registry', id], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const address of createInterface(child.stdout)) {
    return { address, [Symbol.dispose]: () => void child.stdin.end() }
  }
  throw new Error('The registry ended before it was ready.')
}
