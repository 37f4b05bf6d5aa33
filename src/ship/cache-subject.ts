import path from 'node:path';
import { buildIdentity } from '../build/plan.ts';
import type { Project } from '../project/plan.ts';
import type { GoFacts } from './go-environment.ts';
import type { ShipSettings } from './settings.ts';
import type { Subject } from './subject.ts';

/** What the caches of one run depend on. */
export interface CacheSubject {
  readonly project: Pick<Project, 'root' | 'goModPath' | 'sumFiles' | 'vendored'>;
  readonly go: Pick<GoFacts, 'toolchain' | 'env' | 'goModCache' | 'goCache'>;
  /** Targets, flags and whatever else makes compiled packages differ. */
  readonly buildIdentity: readonly string[];
  readonly publishes: boolean;
  readonly commit: string;
  /** The `cache-dependency-path` globs: files that key both caches. Empty for the project's own sum files. */
  readonly dependencyPaths: readonly string[];
}

/** Gathers what the caches of the root action depend on; Go is added when it is there. */
export function cacheSubject(parts: {
  readonly settings: ShipSettings;
  readonly project: Project;
  readonly subject: Subject;
}): Omit<CacheSubject, 'go'> {
  const { settings, project, subject } = parts;
  return {
    project,
    buildIdentity: [
      ...buildIdentity(settings.build, settings.ownTargets),
      ...programIdentity(project, settings.packages),
    ],
    publishes: subject.intent.kind === 'release',
    commit: subject.revision.commit,
    dependencyPaths: settings.cacheDependencyPaths,
  };
}

/**
 * Which programs are built: jobs of one repository that build others, from one go.sum, must not take each other's
 * caches for theirs. `packages`: the input's patterns.
 */
export function programIdentity(
  project: Pick<Project, 'root' | 'goModPath' | 'modulePath'>,
  packages: readonly string[],
): readonly string[] {
  const folder = path.relative(path.dirname(project.goModPath), project.root);
  return [
    `module ${project.modulePath}`,
    `folder ${folder.replaceAll(path.sep, '/')}`,
    ...packages.map((pattern) => `package ${pattern}`),
  ];
}

/** What the plan of the caches depends on: {@link CacheSubject}, with as little of Go as that. */
export interface CachePlanSubject extends Omit<CacheSubject, 'go'> {
  readonly goVersion: string;
  readonly goModCache: string;
  readonly goCache: string;
}
