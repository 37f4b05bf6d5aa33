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
  return plan.goVersion === '' ? compared : `${compared}\n<!-- ship-go go=${plan.goVersion} -->`;
}

/** The marker in a release's body, the last one where there are several; undefined when there is none. */
export function parseMarker(body: string): Marker | undefined {
  return parseMarkers(body).at(-1);
}

/** Every marker in a body: `overwrite` leaves that of a plan whose assets are there still. One line names the Go of all. */
function parseMarkers(body: string): readonly Marker[] {
  const goVersion = [...body.matchAll(/<!-- ship-go go=(\S{1,40}) -->/g)].at(-1)?.[1];
  const found = body.matchAll(/<!-- ship-go plan=([0-9a-f]{64}) sha=([0-9a-f]{40,64}) -->/g);
  return [...found].flatMap(([, planId, commit]) => {
    if (planId === undefined || commit === undefined) return [];
    return [{ planId, commit, ...(goVersion === undefined ? {} : { goVersion }) }];
  });
}

/** True when the release with this body is filled under `plan`, or under one that `plan` accepts. */
export function bodyMatchesPlan(body: string, plan: ReleasePlan): boolean {
  return parseMarkers(body).some((marker) => {
    if (marker.commit !== plan.desired.commit) return false;
    if (marker.planId === plan.planId || plan.accepts === 'commit') return true;
    return plan.accepts === 'build' && marker.goVersion === plan.goVersion;
  });
}

/** A body without the markers: what people read. */
export function readableBody(body: string): string {
  return body.replace(/<!-- ship-go (?:plan|go)=[^>]* -->\n?/g, '').trimEnd();
}

/**
 * `body` with `plan`'s marker. Those of the same commit and Go stay: the same build gives the same
 * bytes, so what they promised is there still. Others go.
 */
export function remarkBody(plan: ReleasePlan, body: string): string {
  const kept = parseMarkers(body)
    .filter(({ commit, goVersion }) => {
      return commit === plan.desired.commit && goVersion === plan.goVersion;
    })
    .map(({ planId, commit }) => `<!-- ship-go plan=${planId} sha=${commit} -->`);
  return fitBody(readableBody(body), [...kept, renderMarker(plan)].join('\n'), commitsLink(plan));
}

/**
 * The body of a new release: the given notes, then the generated ones, then the marker, within
 * GitHub's limit.
 */
export function renderBody(plan: ReleasePlan, generatedNotes: string | undefined): string {
  const texts = [plan.desired.notes, generatedNotes ?? ''].map((text) => text.trim());
  const whole = texts.filter((text) => text !== '').join('\n\n');
  return fitBody(whole, renderMarker(plan), commitsLink(plan));
}

/** The body of an adopted draft: its own text untouched as far as it fits, with the marker at the end. */
export function adoptBody(plan: ReleasePlan, body: string): string {
  return fitBody(body.trimEnd(), renderMarker(plan), commitsLink(plan));
}

/** The body of a draft with `notes` before its own text, and its own markers at the end. */
export function withNotes(plan: ReleasePlan, body: string, notes: readonly string[]): string {
  const texts = [...notes, readableBody(body)].map((text) => text.trim());
  const markers = [...body.matchAll(/<!-- ship-go (?:plan|go)=[^>]* -->/g)].map(([text]) => text);
  const marker = markers.length === 0 ? renderMarker(plan) : markers.join('\n');
  return fitBody(texts.filter((text) => text !== '').join('\n\n'), marker, commitsLink(plan));
}

function commitsLink({ desired }: ReleasePlan): string {
  const { serverUrl, repository, tag } = desired;
  return `${serverUrl}/${repository}/commits/${encodeURIComponent(tag)}`;
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
