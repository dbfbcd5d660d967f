export {
  mayComeByItself,
  packageRefusal,
  rightRefusal,
  runRefusal,
  type PackageOrigin,
} from './decide'
export { PolicyFile, POLICY_FILE, type PolicyState } from './policy-file'
