import { z } from 'zod'
import { pluginIdSchema } from './ids'
import { rightSchema } from './rights'

const key = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('A publisher’s public key: 64 hexadecimal digits, as `wireharp plugin audit` shows it.')

const source = z
  .string()
  .min(1)
  .max(2000)
  .describe(
    '`folder`, `tarball`, `git`, `remote` or `registry`; `wireharp` for what comes with the app; or how an address begins.',
  )

/** What policy.yaml may say. Whatever is left out decides nothing. */
export const policySchema = z
  .strictObject({
    $schema: z.string().max(500).optional().describe('For editors.'),
    publishers: z
      .strictObject({
        allowed: z.array(key).max(1000).optional().describe('Only what these signed is let in.'),
        denied: z.array(key).max(1000).default([]).describe('Nothing that these signed is let in.'),
        unsigned: z
          .enum(['allow', 'refuse'])
          .default('allow')
          .describe('Whether plugins that nobody signed are let in.'),
      })
      .prefault({})
      .describe('Who may publish what is installed and run.'),
    plugins: z
      .strictObject({
        allowed: z.array(pluginIdSchema).max(5000).optional().describe('Only these, if given.'),
        denied: z.array(pluginIdSchema).max(5000).default([]).describe('Not these.'),
      })
      .prefault({})
      .describe('Plugins by id. Those that come with Wireharp can be denied too.'),
    sources: z
      .strictObject({
        allowed: z.array(source).max(100).optional().describe('Only from these, if given.'),
      })
      .prefault({})
      .describe('Where plugins may be installed from.'),
    permissions: z
      .strictObject({
        never: z
          .array(rightSchema)
          .max(50)
          .default([])
          .describe('Rights that no plugin is granted, whatever the user answers.'),
      })
      .prefault({})
      .describe('What plugins may do.'),
    limits: z
      .strictObject({
        cpuPercent: z
          .number()
          .min(1)
          .max(100)
          .optional()
          .describe(
            'Of one core, over ten seconds, for what nobody waits for; of the sound’s time, for each node while it plays; 50 if left out.',
          ),
        memoryMb: z
          .int()
          .min(8)
          .max(64)
          .optional()
          .describe(
            'Heap of a plugin, of its nodes and of its tools, sensors and providers; 64 if left out.',
          ),
        storageMb: z
          .number()
          .min(0)
          .max(5)
          .optional()
          .describe('What a plugin may keep; 5 if left out.'),
      })
      .prefault({})
      .describe('Less than plugins may use by themselves.'),
    updates: z
      .strictObject({
        automatic: z
          .boolean()
          .default(false)
          .describe('Whether newer versions are installed by themselves, once a day.'),
        coolDownHours: z
          .number()
          .min(0)
          .max(24 * 365)
          .default(48)
          .describe('How long a version has to have been out before it comes by itself.'),
      })
      .prefault({})
      .describe('Versions that come by themselves. Whoever asks for a version gets it at once.'),
  })
  .describe('What the plugins of this machine may be, and may do: policy.yaml beside config.yaml.')

export type Policy = z.output<typeof policySchema>

/** Nothing is decided. */
export const noPolicy: Policy = policySchema.parse({})
