import { installKills, type KillsRow } from '../../src/main/marketplace/testing/install-kills'

/** Kills whoever installs, updates and removes plugins, so many times; answers what that left. */
export function installKillsBench(rounds: number): Promise<KillsRow> {
  return installKills(rounds, round => {
    if (process.stderr.isTTY) process.stderr.write(`\r${round} of ${rounds}`)
  })
}
