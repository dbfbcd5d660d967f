export { createReviews, type Reviews, type ReviewsParts } from './client/create-reviews'
export { openReviews } from './service/open-reviews'
export { startReviewsServer, type ReviewsServer } from './service/reviews-server'
