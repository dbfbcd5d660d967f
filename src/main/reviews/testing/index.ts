export { author, reading, serving, START, TestClock } from './reviewing'
