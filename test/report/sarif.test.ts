import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { renderSarif } from '../../src/report/sarif.ts';
import { aFinding, aReview } from '../factories.ts';
import { hostileFinding } from './hostile.ts';
import { SAMPLE_REVIEW, SAMPLE_RULES } from './sample.ts';

const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync(new URL('schema/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly help?: { readonly markdown: string } }[] };
    };
    readonly results: readonly Readonly<Record<string, unknown>>[];
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    }[];
  }[];
}

function run(text: string): Log['runs'][number] {
  const log = JSON.parse(text) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  const [first] = log.runs;
  if (first === undefined) throw new Error('no run');
  return first;
}

describe('SARIF', () => {
  test('is valid and carries rule help, fingerprints, fixes and levels', () => {
    const { results, tool } = run(
      renderSarif(SAMPLE_REVIEW, { rules: SAMPLE_RULES, serverUrl: 'https://github.com', informationUri: 'https://example.org' }),
    );
    expect(results.map((result) => result.level)).toEqual(['error', 'warning', 'warning', 'note']);
    expect(results[2]).toMatchObject({
      ruleId: 'range-loop-copy',
      ruleIndex: 0,
      partialFingerprints: { primaryLocationLineHash: '3333333333333333:1' },
      baselineState: 'new',
      fixes: [
        {
          artifactChanges: [
            {
              replacements: [
                { deletedRegion: { startLine: 6, endLine: 6 }, insertedContent: { text: '    for (const auto& name : names) {' } },
              ],
            },
          ],
        },
      ],
    });
    expect(tool.driver.rules[0]?.help?.markdown).toContain('```cpp\nvoid f(const std::vector<std::string>& xs) {');
  });

  test('gives a rule that is not in the catalogue an entry', () => {
    const { tool, results } = run(renderSarif(SAMPLE_REVIEW, { rules: [] }));
    expect(tool.driver.rules.map((rule) => rule.id)).toEqual([
      'blocking-under-lock',
      'adjacent-atomics',
      'range-loop-copy',
      'by-value-parameter',
    ]);
    expect(results.map((result) => result.ruleIndex)).toEqual([0, 1, 2, 3]);
  });

  test('marks what is suppressed, known or not new', () => {
    const findings = (['suppressed', 'baseline', 'existing'] as const).map((state) => aFinding({ state }));
    const { results } = run(renderSarif(aReview({ findings }), { rules: SAMPLE_RULES }));
    expect(results.map((result) => [result.baselineState, result.suppressions])).toEqual([
      ['unchanged', [{ kind: 'inSource', status: 'accepted' }]],
      ['unchanged', [{ kind: 'external', status: 'accepted', justification: 'Listed in the baseline.' }]],
      ['unchanged', undefined],
    ]);
  });

  test('does not report what the change fixed', () => {
    expect(run(renderSarif(aReview({ fixed: [aFinding()] }), { rules: SAMPLE_RULES })).results).toEqual([]);
  });

  test('keeps the worst 5,000 results and counts the others', () => {
    const findings = Array.from({ length: 5200 }, (_, index) =>
      aFinding({ line: index + 1, endLine: index + 1, severity: index < 5000 ? 'note' : 'error' }),
    );
    const { results, invocations } = run(renderSarif(aReview({ findings }), { rules: SAMPLE_RULES }));
    expect(results).toHaveLength(5000);
    expect(results.filter((result) => result.level === 'error')).toHaveLength(200);
    expect(invocations[0]?.toolExecutionNotifications.map((each) => each.message.text)).toEqual([
      "200 findings left out: the mildest beyond GitHub's limit of 5,000 results.",
    ]);
  });

  test('says what could not be read', () => {
    const coverage = {
      changedFiles: 1,
      cppFiles: 1,
      reviewed: 0,
      excluded: [],
      unread: [{ path: 'a b.cc', reason: 'too large' }],
      unparsedLines: 2,
    };
    const { invocations } = run(renderSarif(aReview({ coverage }), { rules: [] }));
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'Could not be read: too large' } }, { level: 'warning' }],
    });
  });

  test('is valid whatever the texts hold', () => {
    fc.assert(
      fc.property(
        fc.array(hostileFinding, { maxLength: 5 }),
        (findings) => void run(renderSarif(aReview({ findings }), { rules: SAMPLE_RULES })),
      ),
    );
  });
});
