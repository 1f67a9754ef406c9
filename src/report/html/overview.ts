import type { Comparison } from '../../evidence/evidence.ts';
import type { Finding } from '../../findings.ts';
import type { Review } from '../../review.ts';
import { htmlProse, htmlText, oneLine } from '../escape.ts';
import { nextSteps } from '../next-steps.ts';
import { countBySeverity, coverageInWords, grouped, newFindings, plural } from '../reported.ts';
import { checklistWords } from '../summary-checklist.ts';
import { CLAIM_STATUS, COMPARISON_VERDICT, changeInWords, intervalInWords, runsInWords } from '../summary-evidence.ts';
import { figure, intervalAxis, intervalChart, intervalDomain, samplesChart } from './charts.ts';

/** Verdict, counts, reasons and what to do next. */
export function verdictHtml(review: Review, link: (finding: Finding) => string | null): string {
  const passed = review.verdict.conclusion === 'pass';
  const counts = countBySeverity(newFindings(review));
  const { status } = review.evidence;
  const figures = [
    ...(['error', 'warning', 'note'] as const).map(
      (severity) =>
        `<li class="${severity}${counts[severity] === 0 ? ' none' : ''}"><b>${grouped(counts[severity])}</b> ${counts[severity] === 1 ? severity : `${severity}s`}</li>`,
    ),
    ...(review.fixed.length === 0 ? [] : [`<li class="fixed"><b>${grouped(review.fixed.length)}</b> fixed</li>`]),
    ...(status === 'not-required' ? [] : [`<li class="evidence-${status}">evidence <b>${status}</b></li>`]),
  ];
  const reasons = review.verdict.reasons.map((reason) => `<li>${htmlProse(reason)}</li>`);
  const steps = nextSteps(review).map((step) => {
    const places = step.places.slice(0, 5).map((finding) => placeHtml(finding, link(finding)));
    return `<li>${htmlProse(step.text, 2000)}${places.length === 0 ? '' : `: ${places.join(', ')}${step.places.length > 5 ? ', …' : ''}`}</li>`;
  });
  return `<section class="verdict ${passed ? 'pass' : 'fail'}" aria-label="Verdict">
<h1>${passed ? 'Passed' : 'Failed'}</h1>
<ul class="figures">${figures.join('')}</ul>
<p class="coverage">${htmlText(coverageInWords(review.coverage))}</p>
${reasons.length === 0 ? '' : `<ul class="reasons">${reasons.join('')}</ul>`}
${steps.length === 0 ? '' : `<h2>What to do next</h2><ol class="steps">${steps.join('')}</ol>`}
</section>`;
}

/** The guide's checklist, close-set: mark, title with its note, status, sites; the items that the change does not touch in one line. */
export function checklistHtml(review: Review): string {
  const touched = review.checklist.filter((row) => row.status !== 'not-applicable');
  const others = review.checklist.filter((row) => row.status === 'not-applicable');
  if (review.checklist.length === 0) return '';
  const rows = touched.map((row) => {
    const words = checklistWords(row);
    const status = row.findings === 0 ? words : `<a href="#item=${encodeURIComponent(row.item)}">${words}</a>`;
    const note = row.note === '' ? '' : `<br><span class="quiet">${htmlProse(row.note)}</span>`;
    return `<tr class="${row.status}"><th scope="row">${htmlProse(row.title)}${note}</th><td class="status">${status}</td><td class="number">${grouped(row.sites)}</td></tr>`;
  });
  const table = `<table><thead><tr><th scope="col">Guide</th><th scope="col">Status</th><th scope="col" class="number">Sites</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const rest = others.length === 0 ? '' : `<p class="quiet">Not in this change: ${others.map((row) => htmlText(row.item)).join(', ')}.</p>`;
  return `<section id="checklist" aria-labelledby="checklist-title"><h2 id="checklist-title">Checklist</h2>${rows.length === 0 ? '' : table}${rest}</section>`;
}

/** The evidence: requirements, charts of each comparison, claims, what is wrong with it. */
export function evidenceHtml(review: Review, floor: (row: Comparison) => number | undefined): string {
  const { evidence } = review;
  if (evidence.status === 'not-required' && evidence.comparisons.length === 0 && evidence.claims.length === 0) return '';
  const requirements = evidence.requirements
    .filter((requirement) => requirement.status !== 'not-applicable')
    .map(
      (requirement) =>
        `<tr class="${requirement.status}"><th scope="row">${requirement.id}</th><td class="status">${requirement.status}</td><td>${htmlProse(requirement.note)}${requirement.next === null ? '' : `<br><span class="next">${htmlProse(requirement.next, 2000)}</span>`}</td></tr>`,
    );
  const claims = evidence.claims.map(
    (claim) =>
      `<tr class="${claim.status}"><td>“${htmlProse(claim.text, 300)}”</td><td>${claim.measured === null ? '–' : htmlProse(claim.measured)}</td><td class="status">${CLAIM_STATUS[claim.status]}</td></tr>`,
  );
  const problems = evidence.problems.map(
    (problem) =>
      `<li class="${problem.level}"><b>${problem.level === 'block' ? 'blocks' : problem.level}</b> ${htmlProse(problem.note)} <code>${htmlText(oneLine(problem.code))}</code></li>`,
  );
  return `<section id="evidence"><h2>Evidence <span class="quiet">${htmlText(evidence.status.replace('-', ' '))}: ${htmlProse(evidence.because)}</span></h2>
${comparisonTable(evidence.comparisons, floor)}
<div class="columns">${requirements.length === 0 ? '' : `<table><caption>Requirements</caption><tbody>${requirements.join('')}</tbody></table>`}
${claims.length === 0 ? '' : `<table><caption>Claims</caption><thead><tr><th scope="col">Said</th><th scope="col">Measured</th><th scope="col">So</th></tr></thead><tbody>${claims.join('')}</tbody></table>`}</div>
${problems.length === 0 ? '' : `<ul class="problems">${problems.join('')}</ul>`}</section>`;
}

/** What the change fixed, and what was not read or not reviewed. */
export function closingHtml(review: Review): string {
  const fixed = review.fixed.map(
    (finding) =>
      `<li><code>${htmlText(oneLine(finding.rule))}</code> in <code>${htmlText(oneLine(finding.function ?? finding.path))}</code>: ${htmlProse(finding.message)}</li>`,
  );
  const files = (title: string, rows: readonly { readonly path: string; readonly reason: string }[], kind: string) =>
    rows.length === 0
      ? ''
      : `<details class="${kind}"${kind === 'unread' ? ' open' : ''}><summary>${plural(rows.length, 'file')} ${title}</summary><ul>${rows.map((row) => `<li><code>${htmlText(oneLine(row.path))}</code>: ${htmlProse(row.reason)}</li>`).join('')}</ul></details>`;
  return `${fixed.length === 0 ? '' : `<section id="fixed"><h2>Fixed by this change</h2><ul>${fixed.join('')}</ul></section>`}
<section id="coverage"><h2>Coverage</h2><p>${htmlText(coverageInWords(review.coverage))}</p>${files('not read, so not passed', review.coverage.unread, 'unread')}${files('excluded', review.coverage.excluded, 'excluded')}</section>`;
}

function comparisonTable(rows: readonly Comparison[], floor: (row: Comparison) => number | undefined): string {
  if (rows.length === 0) return '';
  const domain = intervalDomain(rows, floor);
  const body = rows.map((row) => {
    const median = (side: Comparison['before']) => (side === null ? '–' : `${figure(side.median)} ${htmlText(oneLine(row.unit, 20))}`);
    return `<tr class="${row.verdict}"><th scope="row"><code>${htmlText(oneLine(row.benchmark, 200))}</code><br><span class="quiet">${htmlText(oneLine(row.metric, 60))}, ${row.better} is better</span></th>
<td class="number">${median(row.before)}<br>${median(row.after)}</td><td>${samplesChart(row)}</td>
<td class="number">${changeInWords(row)}<br><span class="quiet">${intervalInWords(row)}</span></td><td>${intervalChart(row, domain, floor(row))}</td>
<td class="number">${row.p === null ? '–' : row.p.toFixed(3)}<br><span class="quiet">${runsInWords(row)}</span></td><td class="status">${COMPARISON_VERDICT[row.verdict]}</td></tr>`;
  });
  return `<div class="wide" role="region" aria-label="Comparisons" tabindex="0"><table class="comparisons"><thead><tr><th scope="col">Benchmark</th><th scope="col" class="number">Before<br>After</th><th scope="col">Runs<br><span class="key"><span class="before">○</span> before <span class="after">●</span> after</span></th><th scope="col" class="number">Change<br>95 % interval</th><th scope="col">Against the floor<br>${intervalAxis(domain)}</th><th scope="col" class="number">p<br>n</th><th scope="col">Verdict</th></tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function placeHtml(finding: Finding, url: string | null): string {
  const text = `<code>${htmlText(oneLine(`${finding.path}:${finding.line}`, 300))}</code>`;
  return url === null ? text : `<a href="${htmlText(url)}">${text}</a>`;
}
