export {
  isHostRequest,
  parseReply,
  problemOf,
  type CallKind,
  type HostReply,
  type HostRequest,
} from './messages'
