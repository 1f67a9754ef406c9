import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ITEMS } from '../../src/findings.ts';
import { RULES } from '../../src/rules/index.ts';
import { apply, compile, findingsIn, hasCompiler, places, readFixture } from './fixture.ts';

const onlyCompiled = hasCompiler ? test : test.skip;

test('files, fixtures and the index name the same rules', () => {
  const named = (folder: string, ending: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .sort();
  const ids = RULES.map((rule) => rule.id).sort();
  expect(named('test/rules', '.cpp')).toEqual(ids);
  expect(named('src/rules', '.ts').filter((file) => file !== 'rule' && file !== 'index')).toEqual(ids);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const fixture = readFixture(id);

  test('reports the marked lines of its fixture and no others', async () => {
    const found = await findingsIn(fixture.text);
    expect(places(found)).toEqual([...fixture.expected].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)));
  });

  test('has at least four positives and six near misses', () => {
    const own = fixture.expected.filter((place) => place.endsWith(` ${id}`)).length;
    const silent = fixture.text.split('\n').filter((line) => /\/\/ silent:/.test(line)).length;
    expect(own).toBeGreaterThanOrEqual(4);
    expect(silent).toBeGreaterThanOrEqual(6);
  });

  test('is served by an item of the guide, and says what, why and what instead', () => {
    expect(Object.keys(ITEMS)).toContain(rule.item);
    for (const text of [rule.title, rule.guide, rule.why, rule.instead]) expect(text.trim()).not.toBe('');
    for (const text of [rule.title, rule.why, rule.instead]) expect(text).not.toMatch(/!(?!=)/);
  });

  test('reports its bad example once and its good example never', async () => {
    const own = async (text: string) => (await findingsIn(text)).filter((finding) => finding.rule === id);
    expect(await own(rule.bad)).toHaveLength(1);
    expect(await own(rule.good)).toHaveLength(0);
    expect(await findingsIn(rule.good)).toEqual([]);
  });

  test('silences itself by its suggestions, which add no finding', async () => {
    const found = await findingsIn(fixture.text);
    for (const { rule: of, suggestion, line } of found) {
      if (of !== id || !suggestion) continue;
      const after = await findingsIn(apply(fixture.text, suggestion));
      const shift = suggestion.replacement.split('\n').length - (suggestion.endLine - suggestion.startLine + 1);
      const expected = places(found).filter((place) => place !== `${line} ${id}`);
      const moved = expected.map((place) => {
        const [at = '', name = ''] = place.split(' ');
        return Number(at) > suggestion.endLine ? `${Number(at) + shift} ${name}` : place;
      });
      expect({ line, places: places(after) }).toEqual({ line, places: moved });
    }
  });

  onlyCompiled('compiles as it stands and with each suggestion applied', async () => {
    expect(compile(fixture.text)).toBe('');
    let text = fixture.text;
    const suggestions = (await findingsIn(fixture.text)).flatMap((each) => (each.rule === id && each.suggestion ? [each.suggestion] : []));
    // From the bottom up, so that no suggestion shifts the lines of another.
    for (const suggestion of suggestions.sort((a, b) => b.startLine - a.startLine)) text = apply(text, suggestion);
    expect(compile(text)).toBe('');
  });
});

if (!hasCompiler) console.warn('g++ is not installed: that suggestions compile is not tested.');
