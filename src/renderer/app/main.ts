import { connect } from '../kit'
import { start } from './start'

void start(connect())
