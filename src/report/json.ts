import type { Review } from '../review.ts';
import { jsonText } from './escape.ts';

const FINDING =
  'rule item severity path line endLine column endColumn message why instead guide function hot suggestion fingerprint state'.split(' ');
const SIDE = ['n', 'median', 'values'];

/** Keys in the order of the documented report, by the key of the object that holds them. */
const ORDER: ReadonlyMap<string, readonly string[]> = new Map([
  ['', 'schema tool subject coverage findings fixed checklist evidence verdict'.split(' ')],
  ['tool', ['name', 'version']],
  ['subject', 'repository pullRequest base head diffSource'.split(' ')],
  ['coverage', 'changedFiles cppFiles reviewed excluded unread unparsedLines'.split(' ')],
  ['excluded', ['path', 'reason']],
  ['unread', ['path', 'reason']],
  ['findings', FINDING],
  ['fixed', FINDING],
  ['hot', ['source', 'share']],
  ['suggestion', ['startLine', 'endLine', 'replacement']],
  ['checklist', 'item title status sites findings note'.split(' ')],
  ['evidence', 'required because status requirements comparisons claims problems'.split(' ')],
  ['requirements', 'id status note next'.split(' ')],
  ['comparisons', 'benchmark metric unit better before after change interval p verdict'.split(' ')],
  ['before', SIDE],
  ['after', SIDE],
  ['claims', 'text measured status'.split(' ')],
  ['problems', 'code level note'.split(' ')],
  ['verdict', ['conclusion', 'reasons']],
]);

/** The review, or a part of it, as one JSON document: equal reviews give equal bytes, whatever order their keys were made in. */
export function renderJson(review: Partial<Review>): string {
  return jsonText(ordered(review, ''));
}

function ordered(value: unknown, holder: string): unknown {
  if (Array.isArray(value)) return value.map((each) => ordered(each, holder));
  if (value === null || typeof value !== 'object') return value;
  const order = ORDER.get(holder) ?? [];
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, ordered(each, key)]));
}
