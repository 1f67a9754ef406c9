import { expect, test } from '@jest/globals';
import { compareProfiles } from '../../src/heat/compare-profiles.ts';
import { readProfile } from '../../src/heat/read-profile.ts';
import { profileTable } from '../../src/report/profile-table.ts';

const compare = (before: string, after: string) =>
  compareProfiles(readProfile('base.folded', before, 'before'), readProfile('head.folded', after, 'after'));
const told = (before: string, after: string) =>
  compare(before, after).moved.map(({ name, kind, of, change }) => `${name} ${kind} ${of} ${(change * 100).toFixed(1)}`);

test('functions whose share moved by two points, or that came or went, the largest change first', () => {
  const before = 'main;app::parse(int) 400\nmain;app::sort(int) 300\nmain;app::gone() 100\nmain;app::same() 200\n';
  const after = 'main;app::parse(int) 250\nmain;app::sort(int) 330\nmain;app::fresh() 219\nmain;app::same() 201\n';
  expect(told(before, after)).toEqual([
    'app::fresh new self 21.9',
    'app::parse(int) shrank self -15.0',
    'app::gone gone self -10.0',
    'app::sort(int) grew self 3.0',
    'app::same rank self 0.1',
  ]);
});

test('a function whose callees moved is told by its inclusive share', () => {
  const before = 'main;run;work 50\nmain;idle 50\n';
  const after = 'main;run;work 20\nmain;run;wait 30\nmain;idle 50\n';
  expect(told(before, after)).not.toContain(expect.stringContaining('run'));
  expect(told('main;run;a 100\nmain;b 900\n', 'main;run;a 110\nmain;run;c 90\nmain;b 800\n')).toContain('run grew total 10.0');
});

test('clones, instances and changed files are the same function', () => {
  expect(told('main;f<int>(int) 50\nmain;g.constprop.0 50\n', 'main;f<long>(int) 50\nmain;g.isra.0 50\n')).toEqual([]);
});

test('what few samples cannot tell from chance is said', () => {
  const few = compare('main;f 10\nmain;g 10\n', 'main;f 12\nmain;g 8\n').moved.map(({ isBeyondChance }) => isBeyondChance);
  const many = compare('main;f 1000\nmain;g 1000\n', 'main;f 1200\nmain;g 800\n').moved.map(({ isBeyondChance }) => isBeyondChance);
  expect([few, many]).toEqual([
    [false, false],
    [true, true],
  ]);
});

test('profiles of different things are not compared', () => {
  const callgrind = '# callgrind format\nevents: Ir\nfl=a.cc\nfn=f\n1 100\n';
  const { moved, problem } = compare('main;f 10\n', callgrind);
  expect([moved, problem]).toEqual([[], 'One profile counts samples, the other Ir.']);
  expect(compare('main;f 10\n', 'nothing').problem).toBe('One of the two profiles could not be read.');
});

test('the table draws own shares as bars on one scale', () => {
  const table = profileTable(
    compare(
      'main;app::parse(int) 400\nmain;app::sort(int) 600\n',
      'main;app::parse(int) 100\nmain;app::sort(int) 600\nmain;app::fresh() 300\n',
    ),
  );
  expect(table).toBe(`share of the profile                      own                          own  callees too
app::parse(int)                           ████████████████████ before       40 %       40 %
                −30.0 points, rank 2 → 3  █████                after        10 %       10 %
app::fresh                                                     before          –          –
                       new, +30.0 points  ███████████████      after        30 %       30 %`);
});

test('nothing moved, nothing drawn; names cannot break the lines', () => {
  expect(profileTable(compare('main;f 1\n', 'main;f 1\n'))).toBe('');
  const hostile = profileTable(compare('main;f 10\n', 'main;\u202e\u001b[31mevil 5\nmain;f 5\n'));
  for (const hidden of ['\u001b', '\u202e']) expect(hostile.includes(hidden)).toBe(false);
  expect(hostile).toContain('⟨U+202E⟩');
});
