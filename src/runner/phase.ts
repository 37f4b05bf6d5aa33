/** The state that marks the post step; the runner hands it back as `STATE_<name>`. */
export const PHASE_STATE = 'ship-go-phase';

/** True in the post step of an action whose main step has begun. */
export function isPostStep(): boolean {
  return process.env[`STATE_${PHASE_STATE}`] === 'post';
}
