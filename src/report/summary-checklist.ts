import type { ChecklistRow } from '../checklist.ts';
import type { Section } from './budget.ts';
import { markdownProse } from './escape.ts';
import { grouped, plural } from './reported.ts';

/** Status of a checklist item in words. */
const CHECKLIST_STATUS: Readonly<Record<ChecklistRow['status'], string>> = {
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

/** A row's status in words, with the number of findings where there are some: `2 findings`. */
export function checklistWords(row: ChecklistRow): string {
  return row.status === 'findings' ? plural(row.findings, 'finding') : CHECKLIST_STATUS[row.status];
}

/** The guide's checklist: a table of the items that the change touches, and the others named in one line. */
export function checklistSection(rows: readonly ChecklistRow[]): readonly Section[] {
  const touched = rows.filter((row) => row.status !== 'not-applicable');
  const others = rows.filter((row) => row.status === 'not-applicable');
  const table = touched.map((row) => {
    const note = row.note === '' ? '' : `: ${markdownProse(row.note)}`;
    return {
      text: `| ${markdownProse(row.title)} | ${MARK[row.status]} ${checklistWords(row)}${note} | ${grouped(row.sites)} |`,
      rank: 50,
    };
  });
  const rest = `Not in this change: ${others.map((row) => row.item).join(', ')}.`;
  return [
    {
      open: '**Checklist**\n\n| Guide | Status | Sites |\n| --- | --- | ---: |\n',
      pieces: table,
      close: '',
      between: '\n',
      leftOut: (count) => `${plural(count, 'item')} left out here for GitHub's size limit.`,
    },
    { open: '', pieces: others.length === 0 ? [] : [{ text: rest, rank: 50 }], close: '', between: '', leftOut: () => '' },
  ];
}
