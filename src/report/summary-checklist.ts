import type { ChecklistRow } from '../checklist.ts';
import type { Section } from './budget.ts';
import { markdownProse } from './escape.ts';
import { grouped, plural } from './reported.ts';

/** Status of a checklist item in words. */
export const CHECKLIST_STATUS: Readonly<Record<ChecklistRow['status'], string>> = {
  clear: 'clear',
  findings: 'findings',
  'needs-evidence': 'needs evidence',
  evidenced: 'evidenced',
  'not-applicable': 'not applicable',
};

const MARK: Readonly<Record<ChecklistRow['status'], string>> = {
  clear: '✓',
  findings: '✗',
  'needs-evidence': '?',
  evidenced: '✓',
  'not-applicable': '–',
};

/** The guide's checklist: a table of the items that the change touches, and the others named in one line. */
export function checklistSection(rows: readonly ChecklistRow[]): readonly Section[] {
  const touched = rows.filter((row) => row.status !== 'not-applicable');
  const others = rows.filter((row) => row.status === 'not-applicable');
  if (rows.length === 0) return [];
  const table = touched.map(
    (row) =>
      `| ${markdownProse(row.title)} | ${MARK[row.status]} ${CHECKLIST_STATUS[row.status]} | ${grouped(row.sites)} | ${grouped(row.findings)} | ${markdownProse(row.note)} |`,
  );
  const rest = others.length === 0 ? '' : `Not in this change: ${others.map((row) => row.item).join(', ')}.`;
  const leftOut = (count: number) => `${plural(count, 'item')} left out here for GitHub's size limit.`;
  if (touched.length === 0) return [{ open: '**Checklist**\n\n', pieces: [{ text: rest, rank: 50 }], close: '', between: '', leftOut }];
  return [
    {
      open: '**Checklist**\n\n| Guide | Status | Sites | Findings | |\n| --- | --- | ---: | ---: | --- |\n',
      pieces: table.map((text) => ({ text, rank: 50 })),
      close: rest === '' ? '' : `\n\n${rest}`,
      between: '\n',
      leftOut,
    },
  ];
}
