import { implement } from '@orpc/server'
import { contract, type Rating, type Review, type ReviewsServiceInfo } from '#shared/contract'

const service = 'http://127.0.0.1:4874'

/** Reviews in memory. */
export class FakeReviews {
  #reviews: readonly Review[] = [
    review('Ruth Amsel', 5, 'Warm, and it stays in tune. The wow at 0.6 % is all I ever wanted.'),
    review('mira', 4, 'Lovely on electric piano.\n\nA dry/wet knob would make it five.'),
    review('', 2, 'Too dark for drums.'),
    review('ليلى', 5, 'صوت دافئ وجميل'),
  ]
  #services: readonly ReviewsServiceInfo[] = [
    { url: service, name: 'Studio 5', state: 'ready', readAt: Date.now() },
  ]

  router() {
    const shell = implement(contract)
    const rating = (): Rating => ({ average: 4.1, count: 128, stars: [3, 6, 14, 41, 64] })
    return {
      ratings: shell.reviews.ratings.handler(() => ({})),
      of: shell.reviews.of.handler(({ input }) => ({
        plugin: input.plugin,
        rating: rating(),
        reviews: this.#reviews,
        failures: [],
        writable: true,
        asOf: Date.now(),
      })),
      write: shell.reviews.write.handler(({ input }) => {
        const made = { ...review(input.name, input.stars, input.text), mine: true }
        this.#reviews = [made, ...this.#reviews.filter(({ mine }) => !mine)]
        return { review: made, refused: [] }
      }),
      withdraw: shell.reviews.withdraw.handler(() => {
        this.#reviews = this.#reviews.filter(({ mine }) => !mine)
      }),
      report: shell.reviews.report.handler(() => {}),
      services: shell.reviews.services.handler(() => this.#services),
      addService: shell.reviews.addService.handler(({ input }) => {
        this.#services = [...this.#services, { url: input.url, name: input.url, state: 'unread' }]
        return this.#services
      }),
      removeService: shell.reviews.removeService.handler(({ input }) => {
        this.#services = this.#services.filter(({ url }) => url !== input.url)
        return this.#services
      }),
    }
  }
}

function review(name: string, stars: number, text: string): Review {
  return {
    id: `${name}-${stars}`.padEnd(22, '-').slice(0, 22),
    version: '1.2.0',
    stars,
    text,
    name,
    author: 'k3Jx8Q0p',
    at: Date.now() - stars * 86_400_000 * 9,
    mine: false,
    services: [service],
  }
}
