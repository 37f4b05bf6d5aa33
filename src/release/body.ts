import type { ReleasePlan } from './plan.ts';

/** GitHub takes 125 000 characters; longer bodies are refused with 422. */
export const MAX_BODY_CHARACTERS = 125_000;

/** What a body's marker says about the run that filled the release. */
export interface Marker {
  /** 64 hex digits. */
  readonly planId: string;
  /** Full commit id. */
  readonly commit: string;
  /** Exact Go version, where the body names it. */
  readonly goVersion?: string;
}

/**
 * The marker of a plan's release: comments that GitHub renders as nothing. The first carries what is
 * compared, the second what a message about a difference can name.
 */
export function renderMarker(plan: ReleasePlan): string {
  const compared = `<!-- ship-go plan=${plan.planId} sha=${plan.desired.commit} -->`;
  return `${compared}\n<!-- ship-go go=${plan.goVersion} -->`;
}

/** The marker in a release's body, the last one if a person pasted several; undefined when there is none. */
export function parseMarker(body: string): Marker | undefined {
  const found = [...body.matchAll(/<!-- ship-go plan=([0-9a-f]{64}) sha=([0-9a-f]{40,64}) -->/g)];
  const [, planId, commit] = found.at(-1) ?? [];
  if (planId === undefined || commit === undefined) return undefined;
  const goVersion = [...body.matchAll(/<!-- ship-go go=(\S{1,40}) -->/g)].at(-1)?.[1];
  return { planId, commit, ...(goVersion === undefined ? {} : { goVersion }) };
}

/** True when the release with this body was filled, or is being filled, under `plan`. */
export function bodyMatchesPlan(body: string, plan: ReleasePlan): boolean {
  const marker = parseMarker(body);
  return marker?.planId === plan.planId && marker.commit === plan.desired.commit;
}

/**
 * The body of a new release: the given notes, then the generated ones, then the marker, within
 * GitHub's limit.
 */
export function renderBody(plan: ReleasePlan, generatedNotes: string | undefined): string {
  const { notes, serverUrl, repository, tag } = plan.desired;
  const texts = [notes, generatedNotes ?? ''].map((text) => text.trim());
  const link = `${serverUrl}/${repository}/commits/${encodeURIComponent(tag)}`;
  return fitBody(texts.filter((text) => text !== '').join('\n\n'), renderMarker(plan), link);
}

/** The body of an adopted draft: its own text untouched as far as it fits, with the marker at the end. */
export function adoptBody(plan: ReleasePlan, body: string): string {
  const { serverUrl, repository, tag } = plan.desired;
  const link = `${serverUrl}/${repository}/commits/${encodeURIComponent(tag)}`;
  return fitBody(body.trimEnd(), renderMarker(plan), link);
}

/** `notes` and `marker` in at most {@link MAX_BODY_CHARACTERS} UTF-16 units; long notes end after a whole line, with a link. */
function fitBody(notes: string, marker: string, link: string): string {
  if (notes === '') return marker;
  const whole = `${notes}\n\n${marker}`;
  if (whole.length <= MAX_BODY_CHARACTERS) return whole;
  const tail = `\n\n[Cut here: too long for a release page. All commits](${link})\n\n${marker}`;
  const room = MAX_BODY_CHARACTERS - tail.length;
  const lineEnd = notes.lastIndexOf('\n', room);
  return notes.slice(0, lineEnd > 0 ? lineEnd : room).trimEnd() + tail;
}
