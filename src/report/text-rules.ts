import { silencingComment } from './comments.ts';
import { itemTitle, type RuleDescription } from './rule-description.ts';
import { styleOf } from './style.ts';
import { severityPaint } from './text.ts';

/** The catalogue by item of the guide, a line for each rule. */
export function renderRuleList(rules: readonly RuleDescription[], options: { readonly colors: boolean }): string {
  const style = styleOf(options.colors);
  const width = Math.max(0, ...rules.map((rule) => rule.id.length));
  const items = [...new Set(rules.map((rule) => rule.item))];
  const blocks = items.map((item) => {
    const lines = rules
      .filter((rule) => rule.item === item)
      .map((rule) => `  ${rule.id.padEnd(width)}  ${severityPaint(style, rule.severity)(rule.severity.padEnd(7))}  ${rule.title}`);
    return [`${style.bold(itemTitle(item))} ${style.dim(item)}`, ...lines].join('\n');
  });
  return `${[...blocks, `${rules.length} rules. ${style.dim('One explained: perf-review rules <id>')}`].join('\n\n')}\n`;
}

/** One rule explained: cost, remedy, examples, the guide's section, how to silence it and how to configure it. */
export function renderRule(rule: RuleDescription, options: { readonly colors: boolean }): string {
  const style = styleOf(options.colors);
  const code = (text: string, paint: (line: string) => string, sign: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => paint(`  ${sign} ${line}`.trimEnd()))
      .join('\n');
  return `${[
    `${style.bold(rule.id)} ${severityPaint(style, rule.severity)(rule.severity)}\n${rule.title}`,
    `${rule.why}\n${rule.instead}`,
    `${style.bold('Reported')}\n${code(rule.bad, style.red, '-')}`,
    `${style.bold('Better')}\n${code(rule.good, style.green, '+')}`,
    [
      `${style.dim('Guide    ')} ${rule.guide}`,
      `${style.dim('Item     ')} ${rule.item}: ${itemTitle(rule.item)}`,
      `${style.dim('Silence  ')} ${silencingComment(rule.id)}`,
      `${style.dim('Configure')} rules: { ${rule.id}: off }`,
    ].join('\n'),
  ].join('\n\n')}\n`;
}
