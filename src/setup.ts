import { isIdlePostStep, isPostStep } from './runner/phase.ts';

// One bundle serves main and post. A post step that has nothing to do loads nothing more than this.
if (isPostStep()) await import('./setup-post.ts');
else if (!isIdlePostStep()) await import('./setup-main.ts');
