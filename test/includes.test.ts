import { describe, expect, test } from '@jest/globals';
import { findIncludes, indexPaths, resolveIncludes } from '../src/includes.ts';

describe('findIncludes', () => {
  test('quoted and angled includes are found in order, once each', () => {
    const text = '#include "a.hh"\n  #  include <osv/mutex.h> // why\r\n#include "a.hh"\n#include MACRO\n// #include "no.h"\n';
    expect(findIncludes(text)).toEqual([
      { target: 'a.hh', quoted: true },
      { target: 'osv/mutex.h', quoted: false },
    ]);
  });

  test('a hostile text takes linear time', () => {
    const started = performance.now();
    findIncludes(`${' '.repeat(200_000)}#${' '.repeat(200_000)}include "${'x'.repeat(200_000)}`);
    findIncludes('#include "'.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('resolveIncludes', () => {
  const paths = [
    'core/queue.hh',
    'core/queue.cc',
    'include/osv/mutex.h',
    'include/api/string.h',
    'fs/zfs/queue.hh',
    'README.md',
    'include/osv/rcu.hh',
  ];

  test('the own header comes first, then the headers that most sources include', () => {
    const sources = [
      { path: 'core/queue.cc', text: '#include <osv/rcu.hh>\n#include <osv/mutex.h>\n#include "queue.hh"\n' },
      { path: 'core/sched.cc', text: '#include <osv/mutex.h>\n' },
    ];
    expect(resolveIncludes(sources, indexPaths(paths), 40)).toEqual(['core/queue.hh', 'include/osv/mutex.h', 'include/osv/rcu.hh']);
    expect(resolveIncludes(sources, indexPaths(paths), 1)).toEqual(['core/queue.hh']);
  });

  test('a quoted include prefers the file beside the source, any other the nearest path with that ending', () => {
    expect(resolveIncludes([{ path: 'fs/zfs/a.cc', text: '#include "queue.hh"' }], indexPaths(paths), 40)).toEqual(['fs/zfs/queue.hh']);
    expect(resolveIncludes([{ path: 'fs/b.cc', text: '#include <queue.hh>' }], indexPaths(paths), 40)).toEqual(['fs/zfs/queue.hh']);
    expect(resolveIncludes([{ path: 'fs/zfs/a.cc', text: '#include "../../core/queue.hh"' }], indexPaths(paths), 40)).toEqual([
      'core/queue.hh',
    ]);
  });

  test('a changed file is not its own header, system headers and unknown ones are left out', () => {
    const sources = [
      {
        path: 'core/a.cc',
        text: '#include <string.h>\n#include <vector>\n#include "gone.hh"\n#include "queue.hh"\n#include "../../../etc/x.h"',
      },
      { path: 'core/queue.hh', text: '' },
    ];
    expect(resolveIncludes(sources, indexPaths(paths), 40)).toEqual([]);
  });
});
