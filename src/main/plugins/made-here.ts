/** Noted as the source of plugins that were made in the app. */
export const MADE_HERE = 'made here'
