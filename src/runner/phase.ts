/** The state that marks the post step; the runner hands it back as `STATE_<name>`. */
export const PHASE_STATE = 'ship-go-phase';

/** True in the post step of an action whose main step has begun. */
export function isPostStep(): boolean {
  return process.env[`STATE_${PHASE_STATE}`] === 'post';
}

/** What main says when it leaves nothing for post. It may change its mind: the last word counts. */
export const IDLE_PHASE = 'idle';

/** True in the post step when main left it nothing to do, so that nothing need be loaded. */
export function isIdlePostStep(): boolean {
  return process.env[`STATE_${PHASE_STATE}`] === IDLE_PHASE;
}
