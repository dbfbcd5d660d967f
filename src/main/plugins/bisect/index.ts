export {
  answerBisection,
  beginBisection,
  roundsLeft,
  type Bisection,
  type BisectionEnd,
} from './bisection'
export { BISECT_FILE, readBisection, writeBisection } from './bisect-file'
