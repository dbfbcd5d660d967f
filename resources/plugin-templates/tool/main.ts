import { definePlugin, noteName, number, parseNote, quantise, text, tool } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  tools: {
    // The input fits the schema in plugin.json. A throw is the tool's failure, with its message.
    nearest: tool(input => {
      const root = parseNote(text(input, 'root'))
      if (root === undefined) throw new Error('The root is a note such as C4 or F#3')
      const scale = text(input, 'scale', 'major') === 'minor' ? 'minor' : 'major'
      const note = quantise(number(input, 'note'), scale, root)
      return { note, name: noteName(note) }
    }),
  },
})
