const abilities: Readonly<Record<string, string>> = {
  vad: 'Finds voices',
  'speech-to-text': 'Writes speech down',
  'text-to-speech': 'Speaks',
  'language-model': 'Language model',
  embeddings: 'Finds what is alike',
  'stem-separation': 'Separates stems',
  generation: 'Makes music',
  knowledge: 'Knows about music',
}

/** What an ability is called by people. */
export const abilityName = (capability: string): string => abilities[capability] ?? capability
