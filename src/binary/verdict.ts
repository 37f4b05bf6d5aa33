import { judgeBuildInfo } from './build-info-verdict.ts';
import { judgeImage } from './image-verdict.ts';
import { judgeLinkage } from './linkage.ts';
import type { BinaryExpectation, BinaryFacts, Finding } from './plan.ts';

/**
 * Compares what a binary says of itself with what was asked for. An empty list means: as expected
 * in every respect. When the file is no program for the target at all, that is the only finding.
 */
export function judgeBinary(
  facts: BinaryFacts,
  expectation: BinaryExpectation,
): readonly Finding[] {
  const wrongImage = judgeImage(facts, expectation);
  if (wrongImage !== undefined) return [wrongImage];
  // A universal file ships all its slices, so each must be sound; the build is proved by the target's own.
  const slices = facts.slices.length > 0 ? facts.slices : [facts];
  const own = slices.find((slice) => slice.goarch === expectation.target.goarch) ?? facts;
  const linkage = slices.map((slice) => judgeLinkage(slice, expectation));
  return [
    ...linkage.filter((finding) => finding !== undefined),
    ...judgeBuildInfo(own, expectation),
  ];
}
