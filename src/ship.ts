import { isPostStep } from './runner/phase.ts';

// One bundle serves main and post: what they share is committed once, and each loads only its own part.
await (isPostStep() ? import('./post.ts') : import('./main.ts'));
