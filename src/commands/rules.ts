import { closest } from 'fastest-levenshtein';
import { jsonText } from '../report/escape.ts';
import { ruleMarkdown } from '../report/sarif.ts';
import { renderRule, renderRuleList } from '../report/text-rules.ts';
import { findRule, RULES } from '../rules/index.ts';
import { UserError } from '../user-error.ts';
import type { Arguments, Outcome, Terminal } from './command.ts';

/** `rules [ID]`: the catalogue, or one rule explained. */
export async function rulesCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const [id] = args.positionals;
  const rule = id === undefined ? undefined : findRule(id);
  if (id !== undefined && !rule) {
    throw new UserError(
      `There is no rule \`${id}\`; did you mean \`${closest(
        id,
        RULES.map((each) => each.id),
      )}\`?`,
    );
  }
  const chosen = rule ? [rule] : RULES;
  const output =
    args.format === 'json'
      ? `${jsonText({ schema: 1, rules: chosen.map(({ kinds: _, check: __, everywhere: ___, ...about }) => about) })}\n`
      : args.format === 'markdown'
        ? `${chosen.map(ruleMarkdown).join('\n\n')}\n`
        : rule
          ? renderRule(rule, terminal)
          : renderRuleList(RULES, terminal);
  return { output, exitCode: 0 };
}
