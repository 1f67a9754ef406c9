/**
 * Commands that people with write permission give in comments: `/perf-review recheck`, `waive [commit] <reason>`,
 * `ignore <fingerprint or rule> <reason>`, `explain <rule>`. A waiver holds for the head that the person saw, never for a later one.
 */
import type { Client } from './client.ts';
import type { PostedComment, Repository } from './conversation.ts';
import { isFailure } from './failure.ts';
import { readMark, withMark } from './marks.ts';
import { type Decision, headShownAt, type Memory, MOST_REASON, mergeMemories, NO_MEMORY } from './memory.ts';
import type { OpenPull } from './pull.ts';
import { readMemory } from './reconcile.ts';

/** A command as it was written. */
export type Command = Pick<Decision, 'command' | 'what' | 'reason'>;

/** What people have decided about this pull request. */
export interface Decisions {
  /** A waiver for the head under review. */
  readonly waiver?: { readonly by: string; readonly reason: string; readonly head: string };
  readonly ignores: readonly { readonly by: string; readonly what: string; readonly reason: string }[];
  /** Every command that was given, oldest first, refused ones too. */
  readonly audit: readonly Decision[];
}

/** Decisions, and what this run has done about commands. */
export interface CommandsOutcome extends Decisions {
  /** To be stored by `publish`. */
  readonly memory: Memory;
  /** Commands that this run has carried out. */
  readonly accepted: readonly Decision[];
  /** What could not be done, a sentence each. */
  readonly notes: readonly string[];
}

/** What the commands speak of. */
export interface Vocabulary {
  /** Whether a rule of this id, or a finding of this fingerprint, exists. */
  readonly isKnown: (what: string) => boolean;
  /** Markdown that explains a rule; undefined for an unknown one. */
  readonly explain: (rule: string) => string | undefined;
}

const NAME = '/perf-review';
/** Per run; the rest is for the next one. A flood of comments must not use up the token's limit. */
const MOST_COMMANDS = 30;
const MOST_PEOPLE = 10;

const USAGE = 'the commands are `recheck`, `waive <reason>`, `ignore <fingerprint or rule> <reason>` and `explain <rule>`';

/** The command in the first line of a comment; undefined when there is none. `unknown` carries in `reason` what is wrong. */
export function parseCommand(body: string): Command | undefined {
  const line = (body.trimStart().split('\n', 1)[0] ?? '').trim();
  if (line !== NAME && !/^\/perf-review\s/.test(line)) return undefined;
  const [command = '', ...words] = line.slice(NAME.length).trim().split(/\s+/);
  const unknown = (reason: string): Command => ({ command: 'unknown', what: '', reason });
  if (command === 'recheck') return { command, what: '', reason: '' };
  if (command === 'waive') {
    const commit = /^[0-9a-f]{7,64}$/.test(words[0] ?? '') ? words[0] : undefined;
    const reason = reasonOf(commit === undefined ? words : words.slice(1));
    return reason === '' ? unknown('a waiver needs a reason') : { command, what: commit ?? '', reason };
  }
  if (command === 'ignore' || command === 'explain') {
    const [what = '', ...rest] = words;
    if (!/^[\w.:-]{1,100}$/.test(what)) return unknown(`\`${command}\` needs a ${command === 'ignore' ? 'fingerprint or rule' : 'rule'}`);
    const reason = reasonOf(rest);
    if (command === 'ignore' && reason === '') return unknown('`ignore` needs a reason');
    return { command, what, reason };
  }
  return unknown(USAGE);
}

function reasonOf(words: readonly string[]): string {
  return words.join(' ').slice(0, MOST_REASON);
}

/** The decisions in a memory that hold for this head. */
export function decisionsOf(memory: Memory, head: string): Decisions {
  const accepted = memory.decisions.filter((decision) => decision.refused === null);
  const waiver = accepted.filter((decision) => decision.command === 'waive' && decision.what === head).at(-1);
  return {
    ...(waiver === undefined ? {} : { waiver: { by: waiver.by, reason: waiver.reason, head } }),
    ignores: accepted.flatMap(({ command, by, what, reason }) => (command === 'ignore' ? [{ by, what, reason }] : [])),
    audit: memory.decisions,
  };
}

/**
 * Carries out the commands that have not been dealt with: asks GitHub what each person may do, answers with a reaction, and says what
 * now holds. `explain` is answered with a comment. Throws only when GitHub cannot be reached.
 */
export async function handleCommands(client: Client, open: OpenPull, vocabulary: Vocabulary): Promise<CommandsOutcome> {
  const known = readMemory(open.conversation);
  const dealtWith = new Set(known.decisions.map((decision) => decision.comment));
  const pending = open.conversation
    .flatMap((comment) => {
      const command = comment.isOwn || comment.isBot || comment.isHidden ? undefined : parseCommand(comment.body);
      return command === undefined || dealtWith.has(comment.id) ? [] : [{ comment, command }];
    })
    .slice(0, MOST_COMMANDS);
  const decided: Decision[] = [];
  const notes = new Set<string>();
  const permissions = new Map<string, boolean | undefined>();
  for (const { comment, command } of pending) {
    if (!permissions.has(comment.author)) {
      if (permissions.size >= MOST_PEOPLE) break;
      permissions.set(comment.author, await mayWrite(client, open.repository, comment.author));
    }
    const isAllowed = permissions.get(comment.author);
    if (isAllowed === undefined) {
      notes.add(`Whether @${comment.author} may give commands could not be found out; the token needs \`metadata: read\`.`);
      continue;
    }
    const decision = decide(comment, command, open, known, vocabulary, isAllowed);
    // No answer to others: whoever may not command shall not make us write.
    const unanswered = isAllowed ? await answer(client, open, comment, decision, vocabulary) : undefined;
    if (unanswered !== undefined) notes.add(unanswered);
    // An explanation that did not get through is left for the next run.
    if (unanswered === undefined || decision.command !== 'explain') decided.push(decision);
  }
  const memory = mergeMemories(known, { ...NO_MEMORY, decisions: decided });
  return { ...decisionsOf(memory, open.head), memory, accepted: decided.filter(({ refused }) => refused === null), notes: [...notes] };
}

function decide(
  comment: PostedComment,
  command: Command,
  open: OpenPull,
  memory: Memory,
  vocabulary: Vocabulary,
  isAllowed: boolean,
): Decision {
  const about = { ...command, comment: comment.id, by: comment.author };
  const refuse = (refused: string): Decision => ({ ...about, refused });
  if (!isAllowed) return refuse('only people with write permission can give commands');
  if (comment.isEditedByOther) return refuse('the comment was edited by somebody else');
  if (command.command === 'unknown') return refuse(command.reason);
  if (command.command === 'waive') {
    if (comment.author === open.author) return refuse('the author of a pull request cannot waive its own gate');
    if (command.what !== '') {
      return open.head.startsWith(command.what)
        ? { ...about, what: open.head, refused: null }
        : refuse('the commit that it names is not the head');
    }
    const seen = headShownAt(memory, comment.createdAt);
    if (seen === undefined)
      return refuse(`no summary stood when it was given; name the commit: \`waive ${open.head.slice(0, 12)} <reason>\``);
    return seen === open.head ? { ...about, what: seen, refused: null } : refuse('commits were pushed after the summary that it answers');
  }
  if (command.command === 'ignore' && !vocabulary.isKnown(command.what)) return refuse('there is no such rule or finding');
  if (command.command === 'explain' && vocabulary.explain(command.what) === undefined) return refuse('there is no such rule');
  return { ...about, refused: null };
}

/** Undefined when the token is not told. `author_association` would be free, and is stale and can be shaped by the author. */
async function mayWrite(client: Client, { owner, name }: Repository, username: string): Promise<boolean | undefined> {
  try {
    const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
    const { permission } = await client.rest(route, { owner, repo: name, username });
    return permission === 'admin' || permission === 'write';
  } catch (error) {
    if (isFailure(error, 'missing')) return false;
    if (isFailure(error, 'denied', 'invalid')) return undefined;
    throw error;
  }
}

const REPLY = `mutation Answer($id: ID!, $body: String!) { addComment(input: { subjectId: $id, body: $body }) { clientMutationId } }`;

/** A sentence when it could not be answered. */
async function answer(
  client: Client,
  open: OpenPull,
  comment: PostedComment,
  decision: Decision,
  vocabulary: Vocabulary,
): Promise<string | undefined> {
  const { owner, name } = open.repository;
  const explanation = decision.command === 'explain' && decision.refused === null ? vocabulary.explain(decision.what) : undefined;
  try {
    // Giving the same reaction twice changes nothing.
    await client.rest(
      'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
      { owner, repo: name, comment_id: comment.id, content: reactionTo(decision) },
      { idempotent: true },
    );
    const isAnswered = open.conversation.some((other) => {
      const mark = other.isOwn ? readMark(other.body) : undefined;
      return mark?.kind === 'answer' && mark.comment === comment.id;
    });
    if (explanation !== undefined && !isAnswered) {
      await client.mutate(REPLY, { id: open.nodeId, body: withMark(explanation, { kind: 'answer', comment: comment.id }) });
    }
    return undefined;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return `A command could not be answered: ${error.message}.`;
  }
}

function reactionTo({ command, refused }: Decision): '+1' | '-1' | 'confused' | 'eyes' {
  if (refused !== null) return command === 'unknown' ? 'confused' : '-1';
  return command === 'recheck' ? 'eyes' : '+1';
}
