import { failureCodes } from '#shared/kit'
import type { AttackRow } from './update-attack'

/** docs/plugins/update-attacks.md */
export function attackPage(rows: readonly AttackRow[]): string {
  const all = rows.flatMap(({ row, name, attacks }) =>
    attacks.map(({ when, what, code }) => {
      const [how, next] =
        code === 'harmless'
          ? ['installed; nothing of it ran', '']
          : [`\`${code}\``, failureCodes[code]]
      return `| ${row} | ${name} | ${when} | ${what} | ${how} | ${next} |`
    }),
  )
  const codes = new Set(rows.flatMap(({ attacks }) => attacks.map(({ code }) => code)))
  codes.delete('harmless')
  return `# Attacks on installations and updates

Written by \`src/main/marketplace/update-attacks.test.ts\`, which tries each of them. The rows are those of The Update
Framework, and ours: ${all.length} attacks, ${codes.size} ways to refuse them. Each is tried on a marketplace of its own;
all files around it are compared before and after, and none may differ but what was fetched and noted of registries.

*fresh*: the plugin is not installed. *update*: a version of it is. *offline*: no registry answers, or not as itself; what
comes is on the machine already, or is brought as a file.

| row | attack | when | what is tried | ends with | what the user is told to do |
| --- | --- | --- | --- | --- | --- |
${all.join('\n')}
`
}
