import { describe, expect, test } from '@jest/globals';
import { heatOf, mapHeat } from '../src/heat/heat.ts';
import { profilesInText } from '../src/profiles-in-text.ts';
import { aPullRequest } from './factories.ts';

const FOLDED = 'main;run;parse 60\nmain;run;sort 30\nmain;poll 10';
const fence = (text: string) => `\`\`\`\n${text}\n\`\`\``;
const found = (overrides: Parameters<typeof aPullRequest>[0]) =>
  profilesInText(aPullRequest(overrides)).map(({ name, side, format, samples, isPasted }) => [name, side, format, samples, isPasted]);

test('fenced blocks of the description have the side that the line above names', () => {
  const body = `We profiled it.\n\n### Before\n${fence(FOLDED)}\nand **with this patch**:\n\n${fence(FOLDED)}\n\nSomewhere:\n\n~~~text\n${FOLDED}\n~~~\n`;
  expect(found({ body })).toEqual([
    ['the description', 'before', 'folded stacks', 100, true],
    ['the description', 'after', 'folded stacks', 100, true],
    ['the description', null, 'folded stacks', 100, true],
  ]);
});

test('indented trees of commit messages are read, as OSv has them', () => {
  const message = `epoll: less contention

I saw lock contention of _activity_lock:

  2.73 s (100.00%, #15332) All
   lockfree::mutex::lock() /data/osv/core/lfmutex.cc:87
   |-- 1.82 s (66.64%, #8153) lock_guard /data/mutex:414
   |    |-- 1.82 s (66.64%, #8151) lock_guard_for_with_lock /data/osv/include/osv/mutex.h:75

With this patch, the contention is gone.
`;
  expect(found({ commits: [{ sha: 'c'.repeat(40), message }] })).toEqual([['commit cccccccccccc', null, 'OSv prof.py', 15_332, true]]);
});

test('only the author speaks for the change', () => {
  const comment = (author: string) => ({ author, body: fence(FOLDED), createdAt: '2026-01-02T03:04:05Z' });
  expect(found({ author: 'mona', comments: [comment('mona'), comment('someone')] })).toHaveLength(1);
  expect(found({ author: null, comments: [comment('mona')] })).toEqual([]);
});

describe('what is no profile', () => {
  test.each([
    ['prose', 'It was faster; see 42'],
    ['code', fence('for (int i = 0; i < 10; ++i)\n  sum += i;\nreturn 42')],
    ['an example of two frames', fence('a;b 1')],
    ['a benchmark', fence('BM_lookup/64   274371 ns   274332 ns   10')],
    ['a fence that is never closed', `\`\`\`\n${FOLDED}`],
    ['a text beyond all measure', fence(FOLDED.repeat(30_000))],
  ])('%s', (_, body) => {
    expect(found({ body })).toEqual([]);
  });
});

test('a pasted profile may make a finding graver and never milder', () => {
  const nothing = { hot: { paths: [], functions: [] }, cold: { paths: [], functions: [] } };
  const place = (name: string) => ({
    path: 'a.cc',
    start: 0,
    name,
    ownedName: name,
    mark: undefined,
    isStartUp: false,
    isHotByShape: false,
  });
  const fn = (name: string) => ({
    ...place(name),
    line: 1,
    endLine: 9,
    parts: [name],
    templates: [''],
    parameters: [],
    templateParameters: new Set<string>(),
    isConst: false,
    isInternal: false,
    isMember: false,
    calls: new Set<string>(),
  });
  const profiles = profilesInText(aPullRequest({ body: fence(FOLDED) }));
  const effect = (name: string, of: typeof profiles) =>
    heatOf(place(name), mapHeat(of, [{ path: 'a.cc', functions: [fn(name)], declared: new Map(), aliases: new Map() }], nothing)).effect;
  expect([effect('parse', profiles), effect('other', profiles)]).toEqual(['raise', 'keep']);
  expect(
    effect(
      'other',
      profiles.map(({ isPasted: _, ...profile }) => profile),
    ),
  ).toBe('lower');
});
