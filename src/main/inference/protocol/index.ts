export {
  parseReply,
  parseRequest,
  type InferenceReply,
  type InferenceRequest,
  type SoundPart,
} from './messages'
