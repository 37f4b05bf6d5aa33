/** Phrases that stand in the text of one licence or family, the most particular member of a family first. */
const FAMILIES: readonly (readonly (readonly [id: string, phrases: readonly RegExp[]])[])[] = [
  // The text alone does not tell "only" from "or later", and neither do these identifiers.
  [
    ['AGPL-3.0', [/GNU AFFERO GENERAL PUBLIC LICENSE Version 3/i]],
    ['LGPL-3.0', [/GNU LESSER GENERAL PUBLIC LICENSE Version 3/i]],
    ['LGPL-2.1', [/GNU LESSER GENERAL PUBLIC LICENSE Version 2\.1/i]],
    ['GPL-3.0', [/GNU GENERAL PUBLIC LICENSE Version 3/i]],
    ['GPL-2.0', [/GNU GENERAL PUBLIC LICENSE Version 2/i]],
  ],
  [['MPL-2.0', [/Mozilla Public License,? Version 2\.0/i]]],
  [['Apache-2.0', [/Apache License,? Version 2\.0, January 2004/i]]],
  [['BSL-1.0', [/Boost Software License - Version 1\.0/i]]],
  [['Unlicense', [/free and unencumbered software released into the public domain/i]]],
  [
    [
      'BSD-3-Clause',
      [/Redistribution and use in source and binary forms/i, /Neither the name of/i],
    ],
    ['BSD-2-Clause', [/Redistribution and use in source and binary forms/i]],
  ],
  [
    [
      'ISC',
      [/Permission to use, copy, modify, and(?:\/or)? distribute this software for any purpose/i],
    ],
  ],
  [['MIT', [/Permission is hereby granted, free of charge, to any person obtaining a copy/i]]],
];
/** Clauses that make another licence of what looks like one of the above. */
const ADDED_CLAUSES = /Commons Clause|advertising materials mentioning features/i;

/**
 * The SPDX expression for a licence file's text: what it says itself (`SPDX-License-Identifier:`), else what
 * its words tell. Undefined for several licences in one file and for any but the common ones: a label that says nothing is
 * better than a wrong one. @see https://spdx.org/licenses/
 */
export function licenceOf(text: string): string | undefined {
  const declared = /SPDX-License-Identifier:[ \t]*([A-Za-z0-9 .+()-]+)/.exec(text)?.[1]?.trim();
  if (declared !== undefined) return declared;
  const words = text.replace(/\s+/g, ' ');
  if (ADDED_CLAUSES.test(words)) return undefined;
  const found = FAMILIES.flatMap((family) => {
    const member = family.find(([, phrases]) => phrases.every((phrase) => phrase.test(words)));
    return member === undefined ? [] : [member[0]];
  });
  return found.length === 1 ? found[0] : undefined;
}
