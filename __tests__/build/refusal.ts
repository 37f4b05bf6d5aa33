import { ActionError } from '../../src/domain/errors.ts';

/** The {@link ActionError} that `work` throws. Fails when it throws none, or anything else. */
export function refusal(work: () => unknown): ActionError {
  try {
    work();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
