const messages = 1024

/** The most that a plugin’s asynchronous parts may say, and have under way. */
export const most = {
  /** Messages that one entry into an isolate may leave behind; what is beyond is dropped and counted. */
  messages,
  /** Of these, what nobody asked for: lines and readings. The rest is left for answers, requests and timers. */
  unasked: messages / 2,
  /** Characters of an answer, of an argument, or of all messages of one entry. */
  characters: 8 * 2 ** 20,
  /** Characters of a line of a log. */
  line: 2000,
  timers: 256,
  /** Requests that wait for an answer. */
  requests: 256,
}
