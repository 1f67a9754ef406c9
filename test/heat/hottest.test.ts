import { expect, test } from '@jest/globals';
import { findHottest } from '../../src/heat/hottest.ts';
import { matchProfile } from '../../src/heat/match.ts';
import { readProfile } from '../../src/heat/read-profile.ts';
import { readFunctions } from '../../src/heat/source-functions.ts';
import { renderHottest } from '../../src/report/text-hottest.ts';
import { cpp } from '../cpp.ts';
import { aFinding } from '../factories.ts';

const SOURCE = `namespace app {
void parse(int n) {
  copy(n);
}
void serve(int n) {
  parse(n);
}
void serve(const request& r) {}
}
`;
const PROFILE = `main;app::serve(int);app::parse(int);memcpy 40
main;app::serve(int);app::parse(int) 10
main;app::serve(int);app::serve(request const&);malloc;brk 20
main;app::serve(int) 5
main;poll 25
`;
const { parse } = await cpp();
const files = [readFunctions(parse('app.cc', SOURCE))];

function hottest(folded: string) {
  const profile = readProfile('p.folded', folded, 'after');
  const findings = [aFinding({ path: 'app.cc', line: 3, severity: 'error', message: 'Copies.' }), aFinding({ path: 'other.cc', line: 3 })];
  return { profile, hottest: findHottest(matchProfile(profile, files), findings) };
}

test('what a library takes counts for the function that called it, so that the shares add up', () => {
  const { rows, answered, others } = hottest(PROFILE).hottest;
  expect(rows.map(({ functions, near, self, total }) => [functions.map(({ line }) => line), near, self, total])).toEqual([
    [[2], 0.5, 0.1, 0.5],
    [[8], 0.2, 0, 0.2],
    [[5], 0.05, 0.05, 0.75],
  ]);
  expect(answered).toBeCloseTo(0.75);
  expect(others.map(({ symbol }) => symbol)).toEqual(['memcpy', 'poll', 'brk', 'main', 'malloc']);
});

test('findings stand with their function', () => {
  expect(hottest(PROFILE).hottest.rows.map(({ findings }) => findings.map(({ line }) => line))).toEqual([[3], [], []]);
});

test('overloads that the profile does not tell apart are one row', () => {
  const { rows } = hottest(PROFILE.replace(/\([^)]*\)/g, '')).hottest;
  expect(rows.map(({ functions, near, total }) => [functions.map(({ line }) => line), near, total])).toEqual([
    [[2], 0.5, 0.5],
    [[5, 8], 0.25, 0.75],
  ]);
});

test('the list says what was read, where to start, and what is not in the repository', () => {
  const { profile, hottest: found } = hottest(PROFILE.replace(/\([^)]*\)/g, ''));
  expect(
    renderHottest(found, profile, { colors: false }),
  ).toBe(`p.folded: folded stacks of 100 samples; 75 % lies in functions of this repository and what they call

    here      own  callees too
    50 %     10 %     50 %     app::parse app.cc:2
                                error line 3: Copies. range-loop-copy
    25 %    5.0 %     75 %     app::serve one of app.cc:5, app.cc:8

Hottest of what is not in this repository:
    40 %  memcpy
    25 %  poll
    20 %  brk
`);
});

test('a profile that shows nothing of the repository says so', () => {
  const { profile, hottest: found } = hottest('main;poll 10\n');
  expect(renderHottest(found, profile, { colors: false })).toContain('No function of this repository is in the profile.');
});
