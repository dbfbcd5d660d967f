import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, readPieces } from '../sound'
import { describeSound, DESCRIPTOR_VERSION } from './descriptor'
import { SoundEar } from './sound-ear'

const inputSchema = z.object({ sound: rawSoundSchema })

/** The vector of a decoded sound: of a clip, or of what a node gives. */
export const describeRaw = pipeline(
  'embedding/log-mel',
  inputSchema,
  async ({ sound }, { signal }) => {
    const ear = new SoundEar(sound)
    for await (const piece of readPieces(sound)) {
      if (signal.aborted) return stopped()
      ear.write(piece)
    }
    const vector = describeSound(ear.mono, ear.monoRate)
    return ok({
      modelVersion: DESCRIPTOR_VERSION,
      segments: [{ start: 0, vector: Buffer.from(vector.buffer).toString('base64') }],
    })
  },
)
