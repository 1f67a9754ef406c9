import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchProfile } from '../../src/heat/match.ts';
import type { Profile } from '../../src/heat/profile.ts';
import { readProfile } from '../../src/heat/read-profile.ts';

const folder = new URL('profiles/', import.meta.url);
const FIXTURES = readdirSync(folder).map((name) => {
  const bytes = readFileSync(new URL(name, folder));
  return { name, bytes: name.endsWith('.gz') ? gunzipSync(bytes) : bytes };
});

const isShare = (value: number) => value >= 0 && value <= 1 + 1e-9;

/** What holds of every profile, however broken its file is. */
function expectSound(profile: Profile): void {
  for (const { self, total } of profile.functions) expect([self, total].every(isShare) && total >= self - 1e-9).toBe(true);
  expect(isShare(profile.named)).toBe(true);
  expect(Number.isFinite(profile.total)).toBe(true);
  expect(profile.functions.length > 0 || profile.problems.some(({ level }) => level === 'block')).toBe(true);
}

describe.each(FIXTURES)('$name', ({ bytes }) => {
  test('cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => expectSound(readProfile('p', bytes.subarray(0, length)))),
      { numRuns: 25 },
    );
  });

  test('with bytes changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(changes, (all) => {
        const broken = Uint8Array.from(bytes);
        for (const [at, byte] of all) broken[at] = byte;
        const profile = readProfile('p', broken);
        expectSound(profile);
        matchProfile(profile, []);
      }),
      { numRuns: 25 },
    );
  });
});

test('no text at all crashes a reader', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => expectSound(readProfile('p', text))));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectSound(readProfile('p', bytes))));
});

describe('what is wrong is said', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\n\t', 'empty'],
    ['prose', 'We profiled it and it was much faster.\nReally.\n', 'unknown-format'],
    ['another JSON', '{"benchmarks": []}', 'unknown-format'],
    [
      'speedscope JSON that is cut off',
      '{"$schema": "https://www.speedscope.app/file-format-schema.json", "shared": {"frames": [',
      'malformed',
    ],
    ['JSON nested beyond reason', `{"shared": {"frames": ${'['.repeat(200_000)}`, 'malformed'],
    ['stacks that weigh nothing', 'a;b 0\n', 'empty'],
    ['a call graph without frames', 'app 1 2.5: 1 cycles: \n\n', 'empty'],
    ['mangled names', 'main;_ZN3srv5queue5drainEv 3\n', 'mangled'],
    ['addresses for names', 'main;0x7f00deadbeef 90\nmain 1\n', 'no-symbols'],
    ['a difference of two profiles', 'Total: 10 samples\n  -5 -50.0% -50.0% -5 -50.0% f\n  15 150.0% 100.0% 15 150.0% g\n', 'difference'],
  ])('%s: %#', (_, text, code) => {
    expect(readProfile('p', text).problems.map((problem) => problem.code)).toContain(code);
  });

  test('and names the file and the formats that are read', () => {
    expect(readProfile('a/b.txt', 'x').problems[0]?.note).toMatch(/^a\/b\.txt is in none of the formats that are read: .*folded stacks/);
  });
});

describe('files made to hurt', () => {
  const within = (seconds: number, read: () => Profile): Profile => {
    const start = performance.now();
    const profile = read();
    expect(performance.now() - start).toBeLessThan(seconds * 1000);
    return profile;
  };

  test('names of object properties are names', () => {
    const profile = readProfile('p', '__proto__;constructor 3\ntoString;hasOwnProperty 1\n');
    expect(profile.functions.map(({ symbol }) => symbol).sort()).toEqual(['__proto__', 'constructor', 'hasOwnProperty', 'toString']);
  });

  test('a stack of 50,000 frames keeps its innermost', () => {
    const profile = within(15, () => readProfile('p', `f;leaf 1\n${'f;'.repeat(50_000)}leaf 1\n`));
    expect(profile.functions[0]).toMatchObject({ total: 1 });
    expect(profile.problems.map(({ code }) => code)).toEqual(['deep-stacks']);
  });

  test.each(['|', '\\', '(', ' ', ':', '<', '1', '1.', 'a ', '%', 'fn=(1'])('one line of %j again and again', (text) => {
    const line = text.repeat(60_000);
    const heads = [
      '',
      'a;b 1\n',
      'x 1 1.1: 1 c: \n',
      '# Overhead  Symbol\n',
      '(100.00%, #1) All\n',
      '# callgrind format\nfn=f\n',
      '  %   cumulative   self\n time   seconds   seconds    calls  ms/call  ms/call  name\n',
      '      flat  flat%   sum%        cum   cum%\n',
    ];
    for (const head of heads) within(15, () => readProfile('p', `${head}${line}\n`));
  });

  test('more stacks and names than are kept', () => {
    const lines = Array.from(
      { length: 250_000 },
      (_, i) => `main;worker_${i % 7};handler_of_a_rather_long_name_${i}(int, char const*);memcpy ${(i % 9) + 1}`,
    );
    const profile = within(30, () => readProfile('p', `${lines.join('\n')}\n`));
    expect(profile.problems.map(({ code }) => code)).toEqual(['too-many-functions']);
    expect(profile.functions.find(({ symbol }) => symbol === 'memcpy')).toMatchObject({ self: 1, total: 1 });
    expect(profile.calls?.parents.length).toBeLessThanOrEqual(1 << 18);
    const ofWorkers = profile.functions.filter(({ symbol }) => symbol.startsWith('worker_')).reduce((sum, { total }) => sum + total, 0);
    expect(ofWorkers).toBeCloseTo(1, 9);
  });
});
