import type { Log } from '../kit'
import { registerLanguage } from './built-in/language'
import { registerMusic } from './built-in/music'
import type { BuiltInParts } from './built-in/parts'
import { registerSpeech } from './built-in/speech'
import { registerVectors } from './built-in/vectors'
import { registerVoice } from './built-in/voice'
import { createProviderHub, type PluginProviders, type ProviderHub } from './provider-hub'

export interface ProvidersParts extends BuiltInParts {
  readonly log: Log
  readonly plugins?: PluginProviders
}

/** The providers of this machine: at least one of each kind comes with Wireharp, by the door that plugins have as well. */
export function createProviders({ log, plugins, ...parts }: ProvidersParts): ProviderHub {
  const hub = createProviderHub({ log, ...(plugins !== undefined && { plugins }) })
  for (const register of [
    registerVoice,
    registerSpeech,
    registerLanguage,
    registerMusic,
    registerVectors,
  ]) {
    register(hub, parts)
  }
  return hub
}
