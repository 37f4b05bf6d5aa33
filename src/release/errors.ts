import type { ActionErrorParts } from '../domain/errors.ts';
import { AnswerError, failureKind, type FailedAnswer } from './answer.ts';

/** The two lines of a workflow that allow its token to release, as they are written on one line. */
export const PERMISSION_LINES = 'permissions: { contents: write }';

/** What an explanation can name beside the answer itself. */
export interface AnswerContext {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag?: string;
  readonly discussionCategory?: string;
}

/** A failed answer with words for the user: what failed, why as far as it is known, what to do. */
export function explainAnswer(answer: FailedAnswer, context: AnswerContext): AnswerError {
  return new AnswerError(answer, partsFor(answer, context));
}

function partsFor(answer: FailedAnswer, context: AnswerContext): ActionErrorParts {
  switch (failureKind(answer)) {
    case 'unauthorized':
      return {
        code: 'release-token-rejected',
        message: `GitHub does not accept the token for ${context.repository} (401: ${answer.message})`,
        hint: `Pass a valid token; the default one needs ${PERMISSION_LINES} in the job.`,
      };
    case 'forbidden':
      return forbidden(answer, context);
    case 'absent':
      return absent(answer, context);
    case 'refused':
      return refused(answer, context);
    case 'rate-limited':
      return {
        code: 'release-rate-limited',
        message: `GitHub's rate limit stops ${answer.request} (${statusText(answer)}), and the time to wait for it is used up`,
        hint: 'Re-run the job later; it goes on where it stopped.',
      };
    case 'unclear':
      return {
        code: 'release-unavailable',
        message: `GitHub gave no usable answer to ${answer.request} (${statusText(answer)})`,
        hint: 'Re-run the job; it goes on where it stopped.',
      };
    case 'other':
      return {
        code: 'release-failed',
        message: `GitHub refused ${answer.request} (${statusText(answer)})`,
        hint: 'Re-run the job with step debugging on to see the exchange.',
      };
  }
}

function forbidden(answer: FailedAnswer, { repository }: AnswerContext): ActionErrorParts {
  const accepted = answer.headers['x-accepted-github-permissions'];
  const wanted = accepted === undefined || accepted === '' ? 'contents=write' : accepted;
  const workflows = /workflow/i.test(`${accepted ?? ''} ${answer.message}`);
  return {
    code: 'release-permission',
    message: `The token may not release to ${repository}: ${answer.request} needs the permission ${wanted} (${statusText(answer)})`,
    hint: workflows
      ? `${WORKFLOW_CAUSE} Otherwise add ${PERMISSION_LINES} to the job.`
      : `Add ${PERMISSION_LINES} to the job. A token for another repository must be passed in with write access to its contents.`,
  };
}

const WORKFLOW_CAUSE =
  'a commit that changes .github/workflows against the default branch needs the "workflows" permission, which the job token ' +
  'cannot have: merge it first, or pass a personal or App token.';

function absent(answer: FailedAnswer, context: AnswerContext): ActionErrorParts {
  const { repository, discussionCategory } = context;
  if (answer.operation === 'create' || answer.operation === 'update') {
    // A deleted draft, an unknown discussion category, missing write access and the workflows rule all answer 404 here.
    const gone = answer.operation === 'update' ? 'it was deleted meanwhile, ' : '';
    const category =
      discussionCategory === undefined
        ? ''
        : `the discussion category "${discussionCategory}" does not exist there, or `;
    return {
      code: discussionCategory === undefined ? 'release-permission' : 'release-discussion-category',
      message: `GitHub answered 404 to ${answer.request}: ${gone}${category}${gone === '' || category !== '' ? '' : 'or '}the token may not write to ${repository}`,
      hint: `${discussionCategory === undefined ? 'Add' : 'Check discussion-category, and add'} ${PERMISSION_LINES} to the job, and re-run it. If that is right: ${WORKFLOW_CAUSE}`,
    };
  }
  return {
    code: 'release-gone',
    message: `GitHub answered 404 to ${answer.request}: it was deleted meanwhile, or the token may not see ${repository}`,
    hint: `Re-run the job. A token for a private or other repository needs access to it; the job needs ${PERMISSION_LINES}.`,
  };
}

function refused(answer: FailedAnswer, context: AnswerContext): ActionErrorParts {
  const tag = context.tag ?? 'the release';
  const said = [
    answer.message,
    ...answer.errors.map((each) => `${each.field} ${each.code} ${each.message}`),
  ].join('; ');
  if (/used by an immutable release/i.test(said)) {
    return {
      code: 'release-tag-used',
      message: `${tag} belonged to an immutable release, so GitHub never takes it again, not even after that release was deleted`,
      hint: 'Choose a new version.',
    };
  }
  if (/pre_receive|creations being restricted/i.test(said)) {
    return {
      code: 'release-ruleset',
      message: `A tag ruleset of ${context.repository} refuses ${tag} (${said})`,
      hint: 'Push the tag with an account that the ruleset lets through and re-run, or add the token to its bypass list. The draft is kept.',
    };
  }
  if (/immutable/i.test(said)) {
    return {
      code: 'release-immutable',
      message: `${tag} is published and immutable: GitHub refused ${answer.request} (${said})`,
      hint: 'Use a new version; the assets of an immutable release never change.',
    };
  }
  if (answer.errors.some((each) => each.code === 'already_exists' && each.field === 'tag_name')) {
    return {
      code: 'release-exists',
      message: `Another release of ${tag} is published already`,
      hint: 'Re-run the job: it compares with what is there. Delete the spare draft, if one is left.',
    };
  }
  if (answer.errors.some((each) => each.field === 'target_commitish')) {
    return {
      code: 'release-target',
      message: `GitHub does not accept the commit of ${tag} as a release's target (${said})`,
      hint: 'Make sure that the tag and its commit are pushed to the repository.',
    };
  }
  return {
    code: 'release-refused',
    message: `GitHub refused the values of ${answer.request} (422: ${said})`,
    hint: 'Check release-name, notes, tag and asset names against the message.',
  };
}

function statusText({ status, message }: FailedAnswer): string {
  return status === undefined ? message : `${status}: ${message}`;
}
