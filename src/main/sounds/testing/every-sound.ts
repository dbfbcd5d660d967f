/** Asks for all sounds, by name. */
export const everySound = {
  text: '',
  filters: {},
  sort: 'name',
  descending: false,
  offset: 0,
  limit: 500,
} as const
