import type { Change } from '../pull-request.ts';
import { findFormat } from './formats/index.ts';
import type { EvidenceInput } from './input.ts';
import type { EvidenceText } from './reading/observation.ts';
import { labelOf } from './side-labels.ts';

/** A changed file of more characters holds no results that people wrote down. */
const LONGEST_FILE = 2_000_000;

/** Every text in which evidence may stand, oldest first: commits, the description, the author's comments, changed result files, files handed in. */
export function textsOf({ pullRequest, files, options }: EvidenceInput): readonly EvidenceText[] {
  const handed = files.map(
    (file): EvidenceText => ({ origin: 'file', name: file.path, text: file.text, side: file.side ?? sideOfPath(file.path) }),
  );
  if (pullRequest === null) return handed;
  const { author, commits, body, comments, changes } = pullRequest;
  const own = comments.filter((comment) => author === null || comment.author === author);
  return [
    ...commits.map(
      ({ sha, message }): EvidenceText => ({
        origin: 'commit',
        name: `commit ${sha.slice(0, 10)}`,
        text: message,
        side: null,
      }),
    ),
    { origin: 'body', name: 'the description', text: withoutComments(body), side: null },
    ...own.map(
      (comment): EvidenceText => ({
        origin: 'comment',
        name: `a comment of ${comment.createdAt.slice(0, 10)}`,
        text: withoutQuotes(comment.body),
        side: null,
      }),
    ),
    ...changes.flatMap((change) => resultFile(change, options.guide)),
    ...handed,
  ];
}

/** What a template hides in `<!-- -->` was not written by the author. */
function withoutComments(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', at)) {
    pieces.push(text.slice(at, start));
    const end = text.indexOf('-->', start);
    at = end === -1 ? text.length : end + 3;
  }
  return [...pieces, text.slice(at)].join('');
}

/** What a comment quotes with `>` was written by another. */
function withoutQuotes(text: string): string {
  return text.replace(/^ {0,3}>.*$/gm, '');
}

const RESULT_PATH = /(?:bench|perf|result|measure|timing|profil)/i;
const RESULT_ENDING = /\.(?:json|txt|csv|tsv|log|out|xml|md|markdown)$/i;

/** Whether a changed file that is no C++ may hold results, by its path: such files are read with the change. */
export function mayHoldResults(path: string): boolean {
  return RESULT_PATH.test(path) && RESULT_ENDING.test(path);
}

/** A changed file that holds results. Of a changed document only the new lines count. */
function resultFile({ path, status, kind, before, after }: Change, guide: string | undefined): readonly EvidenceText[] {
  if (after === null || kind !== 'file' || status === 'deleted' || path === guide) return [];
  if (!mayHoldResults(path) || after.length > LONGEST_FILE) return [];
  const known = new Set((before ?? '').split('\n'));
  const isTool = findFormat(after) !== undefined;
  const text =
    isTool || before === null
      ? after
      : after
          .split('\n')
          .map((line) => (known.has(line) && line.length > 3 ? '' : line))
          .join('\n');
  return [{ origin: 'change', name: path, text, side: sideOfPath(path) }];
}

/** `results/before.json`, `bench-old.txt`. */
function sideOfPath(path: string): EvidenceText['side'] {
  return labelOf((path.split('/').at(-1) ?? '').replace(/\.\w{1,8}$/, '').replace(/[_.]/g, ' ')).side ?? null;
}
