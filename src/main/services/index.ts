export { createAiServices, type AiServices, type AiServicesParts } from './create-services'
export {
  createLocalService,
  type LocalService,
  type ServedTask,
  type ServedWork,
} from './serving/local-service'
export { enrichInputSchema } from './language/enrich'
export { startOwnService, type StartedProcess } from './started/start-own-service'
export { separationWork } from './serving/separation-work'
export { serveService } from './serving/serve-service'
export type { AiService, ServiceManifest } from './service'
export { createLanguage, type LanguageParts } from './language/create-language'
export { askForm } from './language/ask-form'
export { complete, hostState } from './language/complete'
export { espeak, speakerState } from './language/espeak'
export { askAboutMusic } from './language/knowledge'
export { languageProviders, settingsOf, type LanguageSettings } from './language/language-settings'
export { mayMend, providerName, type AskProviders } from './language/providers'
