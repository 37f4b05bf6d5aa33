import { formatImageName } from './image/reference.ts';
import {
  type ImageReport,
  imageReference,
  renderImageSummary,
  renderMetadata,
} from './image/report.ts';
import { runEntry } from './runner/entry.ts';
import type { Runner } from './runner/runner.ts';
import { readImageSettings } from './ship/image-settings.ts';
import { layOutImage, pushLaidOut, readPrograms } from './ship/image-step.ts';

// The image action: from released binaries to an image in a registry, top to bottom.
await runEntry('fail-job', async (runner) => {
  const settings = readImageSettings(runner);
  const programs = await runner.step('Look at the binaries', () => readPrograms(settings, runner));
  const laidOut = await runner.step('Build the image', () =>
    layOutImage(settings, programs, runner),
  );
  // Set before the push: with an image that is there and could not be pushed, a later step can do what it likes.
  runner.setOutput('digest', laidOut.image.index.digest);
  runner.setOutput('tags', laidOut.tags.join(','));
  runner.setOutput('layout', laidOut.layout.folder);
  const pushed = await runner.step('Push the image', () => pushLaidOut(settings, laidOut, runner));
  await tell(
    {
      settings,
      image: laidOut.image,
      tags: laidOut.tags,
      layout: laidOut.layout.folder,
      ...(pushed === undefined ? {} : { pushed }),
    },
    runner,
  );
});

async function tell(report: ImageReport, runner: Runner): Promise<void> {
  const { image: name } = report.settings;
  runner.setOutput('image', name === undefined ? '' : formatImageName(name));
  runner.setOutput('ref', name === undefined ? '' : imageReference(report));
  runner.setOutput('metadata', renderMetadata(report));
  await runner.addSummary(renderImageSummary(report));
}
