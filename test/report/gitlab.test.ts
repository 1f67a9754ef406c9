import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { renderGitlab } from '../../src/report/gitlab.ts';
import { aFinding, aReview } from '../factories.ts';
import { hostileFinding } from './hostile.ts';
import { SAMPLE_REVIEW } from './sample.ts';

/** What GitLab documents of its code quality format, as a schema: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format". */
const validate = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', not: { pattern: '^\\./' } },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

function entries(text: string): readonly { readonly fingerprint: string; readonly severity: string }[] {
  const report = JSON.parse(text) as readonly { readonly fingerprint: string; readonly severity: string }[];
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
  return report;
}

describe('the GitLab code quality report', () => {
  test('is valid, with GitLab severities', () => {
    expect(entries(renderGitlab(SAMPLE_REVIEW)).map((entry) => entry.severity)).toEqual(['major', 'minor', 'minor', 'info']);
  });

  test('never repeats a fingerprint', () => {
    const findings = [aFinding(), aFinding(), aFinding({ path: 'b.cc' })];
    expect(new Set(entries(renderGitlab(aReview({ findings }))).map((entry) => entry.fingerprint)).size).toBe(3);
  });

  test('is valid whatever the texts hold', () => {
    const findings = fc.array(
      hostileFinding.filter((finding) => finding.message.trim() !== ''),
      { maxLength: 5 },
    );
    fc.assert(fc.property(findings, (each) => void entries(renderGitlab(aReview({ findings: each })))));
  });
});
