import type { Config } from './config.ts';
import { type Finding, type Item, SEVERITIES, type Severity } from './findings.ts';
import { byHeat, type HeatMap, heatOf, weigh } from './heat/heat.ts';
import type { RawFinding } from './inspect.ts';
import { isHandTool } from './paths.ts';
import { RULES } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';

/** The rules that the config leaves on. */
export function enabledRules(config: Config): readonly Rule[] {
  return RULES.filter((rule) => configuredSeverity(rule, config) !== 'off');
}

/** A rule's own line in the config goes before that of its item. */
function configuredSeverity(rule: Rule, config: Config): Severity | 'off' | undefined {
  return config.rules[rule.id] ?? config.rules[rule.item];
}

/** A finding as people and reports see it: its severity by rule, config and heat. A configured severity is not raised by heat. */
export function weighFinding(raw: RawFinding, fingerprint: string, state: Finding['state'], config: Config, heat: HeatMap): Finding {
  const { definition } = raw;
  const configured = configuredSeverity(definition, config);
  const own = raw.severity === 'warning' && isHandTool(raw.path) ? 'note' : raw.severity;
  const severity = configured === undefined || configured === 'off' ? own : configured;
  const rule = configured === undefined ? definition : { severity, cap: severity };
  const weighed = weigh(rule, severity, heatOf(raw.place, heat));
  return {
    rule: raw.rule,
    item: definition.item as Item,
    severity: weighed.severity,
    path: raw.path,
    line: raw.line,
    endLine: raw.endLine,
    column: raw.column,
    endColumn: raw.endColumn,
    message: weighed.sentence === null ? raw.message : `${raw.message.replace(/\.?$/, '.')} ${weighed.sentence}`,
    why: raw.why,
    instead: raw.instead,
    guide: definition.guide,
    function: raw.function,
    hot: weighed.hot,
    suggestion: raw.suggestion,
    fingerprint,
    state,
  };
}

/** By severity, then by heat, then by place. */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    byHeat(a.hot, b.hot) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line)
  );
}
