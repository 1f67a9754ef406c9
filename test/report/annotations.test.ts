import { describe, expect, test } from '@jest/globals';
import { renderAnnotations } from '../../src/report/annotations.ts';
import { aFinding, aReview } from '../factories.ts';

describe('annotations', () => {
  test('carry place, title and message', () => {
    expect(renderAnnotations(aReview({ findings: [aFinding({ severity: 'note' })] }))).toEqual({
      annotations: [
        {
          level: 'notice',
          file: 'core/queue.cc',
          line: 10,
          endLine: 10,
          col: 5,
          title: 'range-loop-copy (Common Performance Pitfalls § 4)',
          message:
            '`for (auto name : names)` copies a `std::string` in each step.\nEach step copies the element, and its allocation with it.\nBind a const reference: `for (const auto& name : names)`.',
        },
      ],
      dropped: 0,
    });
  });

  test('have no column when the range spans lines', () => {
    expect(renderAnnotations(aReview({ findings: [aFinding({ endLine: 12 })] })).annotations[0]?.col).toBeUndefined();
  });

  test('are ten of each level, the worst first, and the others are counted', () => {
    const findings = Array.from({ length: 26 }, (_, index) =>
      aFinding({ line: index + 1, severity: index < 12 ? 'note' : index < 15 ? 'warning' : 'error' }),
    );
    const { annotations, dropped } = renderAnnotations(aReview({ findings }));
    expect(annotations.map((each) => each.level)).toEqual([
      ...Array(10).fill('error'),
      ...Array(3).fill('warning'),
      ...Array(10).fill('notice'),
    ]);
    expect(dropped).toBe(3);
  });
});
