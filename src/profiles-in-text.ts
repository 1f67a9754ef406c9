import { labelOf } from './evidence/side-labels.ts';
import type { Profile, ProfileSide } from './heat/profile.ts';
import { readProfile } from './heat/read-profile.ts';
import type { PullRequest } from './pull-request.ts';

/** A block of a text that may be a profile. */
interface Block {
  readonly text: string;
  /** Lines above it, the nearest first. */
  readonly above: readonly string[];
}

/** Fewer functions are an example in prose, not a profile. */
const FEWEST_FUNCTIONS = 3;
/** Longer texts are not looked through: GitHub's own limit is a tenth of it. */
const LONGEST_TEXT = 1_000_000;
const ABOVE = 3;

/**
 * Profiles in the author's own words: fenced blocks in the description and comments, fenced or indented ones in commit messages, as OSv's
 * commits have them. The side is what the nearest line above names. They are marked as pasted, so that they never lower a finding.
 */
export function profilesInText({
  body,
  comments,
  commits,
  author,
}: Pick<PullRequest, 'body' | 'comments' | 'commits' | 'author'>): readonly Profile[] {
  const own = comments.filter((comment) => author !== null && comment.author === author);
  return [
    ...readBlocks('the description', fencedBlocks(body)),
    ...own.flatMap((comment) => readBlocks(`the comment of ${comment.createdAt}`, fencedBlocks(comment.body))),
    ...commits.flatMap(({ sha, message }) =>
      readBlocks(`commit ${sha.slice(0, 12)}`, [...fencedBlocks(message), ...indentedBlocks(message)]),
    ),
  ];
}

function readBlocks(where: string, blocks: readonly Block[]): readonly Profile[] {
  return blocks.flatMap(({ text, above }): Profile[] => {
    const profile = readProfile(where, text, sideOf(above));
    return profile.functions.length >= FEWEST_FUNCTIONS ? [{ ...profile, isPasted: true }] : [];
  });
}

function sideOf(above: readonly string[]): ProfileSide {
  for (const line of above) {
    const { side } = labelOf(line.replace(/<[^>]{0,40}>|[#*_:>`]/g, ' ').trim());
    if (side !== undefined) return side;
  }
  return null;
}

const FENCE = /^\s{0,12}(`{3,}|~{3,})[^`]{0,80}$/;

function fencedBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = linesOf(text);
  let from: { readonly at: number; readonly mark: string } | undefined;
  for (const [at, line] of lines.entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (mark === undefined) continue;
    if (!from) from = { at, mark };
    else if (mark.startsWith(from.mark)) {
      blocks.push({ text: lines.slice(from.at + 1, at).join('\n'), above: linesAbove(lines, from.at) });
      from = undefined;
    }
  }
  return blocks;
}

/** Runs of lines that are set in by two blanks or more, blank lines inside them included. */
function indentedBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = linesOf(text);
  let from = -1;
  let last = -1;
  const close = () => {
    if (from < 0) return;
    const block = lines.slice(from, last + 1);
    const indent = Math.min(...block.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
    blocks.push({ text: block.map((line) => line.slice(indent)).join('\n'), above: linesAbove(lines, from) });
    from = -1;
  };
  for (const [at, line] of lines.entries()) {
    if (/^(?: {2,}|\t)\s*\S/.test(line)) {
      if (from < 0) from = at;
      last = at;
    } else if (line.trim() !== '') close();
  }
  close();
  return blocks;
}

/** The nearest first; what stands above another block speaks of that one. */
function linesAbove(lines: readonly string[], at: number): readonly string[] {
  const above: string[] = [];
  for (let i = at - 1; i >= 0 && above.length < ABOVE; i--) {
    const line = lines[i] ?? '';
    if (FENCE.test(line)) break;
    if (line.trim() !== '') above.push(line);
  }
  return above;
}

function linesOf(text: string): readonly string[] {
  return text.length > LONGEST_TEXT ? [] : text.split(/\r\n?|\n/);
}
