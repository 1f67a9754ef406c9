import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareFindings, fingerprintsOf, type Located } from '../../src/diff/compare.ts';
import { diffLines } from '../../src/diff/lines.ts';
import { type FileDiff, findMoved } from '../../src/diff/moved.ts';

/** The rule of these tests: each line with `new` in it, its evidence every line above with `lock` in it, functions from `void name()`. */
function findings(path: string, text: string): Located[] {
  let name: string | null = null;
  const locks: number[] = [];
  return text.split('\n').flatMap((line, i) => {
    name = /void (\w+)\(\)/.exec(line)?.[1] ?? name;
    if (line.includes('lock')) locks.push(i + 1);
    return line.includes('new') ? [{ rule: 'r', path, function: name, line: i + 1, endLine: i + 1, text: line, evidence: [...locks] }] : [];
  });
}

interface Versions {
  readonly path: string;
  readonly previousPath?: string;
  readonly before: string;
  readonly after: string;
}

function compare(...versions: readonly Versions[]) {
  const files: FileDiff[] = versions.map((each) => ({ previousPath: null, ...each, diff: diffLines(each.before, each.after) }));
  const base = files.flatMap((file) => findings(file.previousPath ?? file.path, file.before));
  const head = files.flatMap((file) => findings(file.path, file.after));
  const compared = compareFindings(base, head, files, findMoved(files));
  return {
    states: compared.head.map(({ finding, state }) => `${finding.path}:${finding.line} ${state}`),
    fixed: compared.fixed.map(({ finding }) => `${finding.path}:${finding.line}`),
  };
}

const F = 'void f() {\n  int n = size();\n  char* p = new char[n];\n  use(p);\n}\n';

describe('compareFindings', () => {
  test('calls a finding new that the head has and the base has not', () => {
    expect(compare({ path: 'a.cc', before: F.replace(/.*new.*\n/, ''), after: F })).toEqual({ states: ['a.cc:3 new'], fixed: [] });
    expect(compare({ path: 'a.cc', before: '', after: F })).toEqual({ states: ['a.cc:3 new'], fixed: [] });
  });

  test('calls a finding fixed that only the base has', () => {
    expect(compare({ path: 'a.cc', before: F, after: F.replace(/.*new.*\n/, '') })).toEqual({ states: [], fixed: ['a.cc:3'] });
    expect(compare({ path: 'a.cc', before: F, after: '' })).toEqual({ states: [], fixed: ['a.cc:3'] });
  });

  test.each([
    ['shifted', { path: 'a.cc', before: F, after: `// one\n// two\n${F}` }, 'a.cc:5'],
    ['re-indented', { path: 'a.cc', before: F, after: F.replace(/^ {2}/gm, '\t\t') }, 'a.cc:3'],
    ['with other line ends', { path: 'a.cc', before: F, after: F.replace(/\n/g, '\r\n') }, 'a.cc:3'],
    ['in a renamed file', { path: 'b.cc', previousPath: 'a.cc', before: F, after: F }, 'b.cc:3'],
    ['in a renamed function', { path: 'a.cc', before: F, after: F.replace('f()', 'g()') }, 'a.cc:3'],
    ['with renamed locals', { path: 'a.cc', before: F, after: F.replace(/\bp\b/g, 'buffer') }, 'a.cc:3'],
    ['moved within its function', { path: 'a.cc', before: F, after: F.replace(/(.*new.*\n)(.*\n)/, '$2$1') }, 'a.cc:4'],
  ])('leaves a finding alone that is %s', (_, versions, place) => {
    expect(compare(versions)).toEqual({ states: [`${place} existing`], fixed: [] });
  });

  test('leaves a finding alone that moved to another file, and to a function with another name', () => {
    const gone = { path: 'a.cc', before: F, after: '' };
    expect(compare(gone, { path: 'b.cc', before: 'int b;\n', after: `int b;\n${F}` }).states).toEqual(['b.cc:4 existing']);
    const body = F.split('\n').slice(1, 4).join('\n');
    expect(compare(gone, { path: 'b.cc', before: '', after: `void g() {\n${body}\n}\n` })).toEqual({
      states: ['b.cc:3 existing'],
      fixed: [],
    });
  });

  test('calls the second of two equal findings new when it is a copy', () => {
    expect(compare({ path: 'a.cc', before: F, after: F.replace(/(.*new.*\n)/, '$1  other();\n$1') }).states).toEqual([
      'a.cc:3 existing',
      'a.cc:5 new',
    ]);
    expect(compare({ path: 'a.cc', before: F, after: F }, { path: 'b.cc', before: '', after: F }).states).toEqual([
      'a.cc:3 existing',
      'b.cc:3 new',
    ]);
  });

  test('follows a file whose old path a new file takes', () => {
    const { states } = compare(
      { path: 'b.cc', previousPath: 'a.cc', before: F, after: F },
      { path: 'a.cc', before: '', after: F.replace('f()', 'h()') },
    );
    expect(states).toEqual(['b.cc:3 existing', 'a.cc:3 new']);
  });

  test('does not take other code in the same place for the same finding', () => {
    expect(compare({ path: 'a.cc', before: F, after: F.replace('new char[n]', 'new page(n)') })).toEqual({
      states: ['a.cc:3 new'],
      fixed: ['a.cc:3'],
    });
  });

  describe('on code that the change does not touch', () => {
    const file = (before: string, after: string): FileDiff => ({
      path: 'a.cc',
      previousPath: null,
      before,
      after,
      diff: diffLines(before, after),
    });
    const state = (before: string, after: string, evidence: readonly number[]) => {
      const head: Located[] = findings('a.cc', after).map((finding) => ({ ...finding, evidence }));
      return compareFindings([], head, [file(before, after)], new Map()).head[0]?.state;
    };

    test('calls a finding new when a line that it rests on was added', () => {
      expect(state(F, F.replace('{\n', '{\n  lock();\n'), [2])).toBe('new');
    });

    test('calls a finding new when something between its lines was removed', () => {
      expect(state(F.replace('  char', '  unlock();\n  char'), F, [2])).toBe('new');
    });

    test('calls a finding existing when the change is elsewhere', () => {
      expect(state(F, `int x;\n${F}`, [3])).toBe('existing');
      expect(state(`int x;\n${F}`, F, [1])).toBe('existing');
      expect(state(F.replace('use(p)', 'leak(p)'), F, [2])).toBe('existing');
    });

    test('calls findings of unchanged files existing', () => {
      expect(compareFindings([], findings('z.hh', F), [file('', F)], new Map()).head[0]?.state).toBe('existing');
    });
  });

  test('finds nothing new or fixed where nothing changed, and gives every finding of the base one fate', () => {
    const line = fc.constantFrom('void f() {', '}', 'a = new A;', 'b = new B;', 'lock();', 'x();', '');
    const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const same = compare({ path: 'a.cc', before, after: before });
        expect(same.states.filter((state) => state.endsWith('new'))).toEqual([]);
        expect(same.fixed).toEqual([]);
        const forth = compare({ path: 'a.cc', before, after });
        const paired = findings('a.cc', before).length - forth.fixed.length;
        expect(paired).toBeGreaterThanOrEqual(0);
        expect(forth.states.filter((state) => state.endsWith('new')).length).toBeLessThanOrEqual(forth.states.length - paired);
      }),
    );
  });
});

describe('fingerprintsOf', () => {
  test('numbers equals of one file from the top, whatever their order', () => {
    const [one, two] = findings('a.cc', 'x = new X;\nx = new X;\n');
    if (!one || !two) throw new Error('the text has two findings');
    const names = fingerprintsOf([two, one, { ...one, path: 'b.cc' }]);
    expect(names.map((name) => name.slice(-2))).toEqual([':2', ':1', ':1']);
    expect(new Set(names.map((name) => name.slice(0, 16))).size).toBe(1);
  });
});
