import { z } from 'zod'

/** What a plugin may ask for. What was not granted is not there for its code to call. */
export const rightSchema = z.enum([
  'files.read',
  'files.write',
  'network',
  'midi',
  'serial',
  'gpio',
  'model',
  'project.read',
  'project.write',
  'tools.call',
  'system',
])
export type Right = z.infer<typeof rightSchema>

/** In the scope of the right `model`: the app’s own models, which make music. Other names are the plugin’s models. */
export const MUSIC = 'music'

/** One right that a plugin asks for. A bare name stands for the right without scope and reason. */
export const permissionSchema = z.union([
  rightSchema.transform((right): Permission => ({ right })),
  z.strictObject({
    right: rightSchema.describe('What it may do.'),
    scope: z
      .array(z.string().min(1).max(400))
      .min(1)
      .max(32)
      .optional()
      .describe(
        'Folders for files, hosts for the network, ids of `models` (or `music`) for models, tools (`notes/transpose`) or plugins (`notes`) for tools; `*` stands for any part. Everything if left out.',
      ),
    why: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('What it is needed for: a sentence that the user reads when asked.'),
  }),
])

export interface Permission {
  readonly right: Right
  readonly scope?: readonly string[] | undefined
  readonly why?: string | undefined
}

/** What each right is called. */
export const rightWords: Readonly<Record<Right, string>> = {
  'files.read': 'Read files',
  'files.write': 'Write files',
  network: 'Talk to the network',
  midi: 'Use MIDI devices',
  serial: 'Use serial ports',
  gpio: 'Use the pins of this machine (GPIO)',
  model: 'Run AI models',
  'project.read': 'Read the open project',
  'project.write': 'Change the open project',
  'tools.call': 'Call tools of other plugins',
  system: 'See how busy and how warm this machine is',
}

/** A permission as a person reads it: “Read files in ~/Music”, “Talk to the network: api.example.com”. */
export function permissionInWords({ right, scope }: Permission): string {
  if (scope === undefined) return rightWords[right]
  const places = scope.join(', ')
  return right.startsWith('files.')
    ? `${rightWords[right]} in ${places}`
    : `${rightWords[right]}: ${places}`
}
