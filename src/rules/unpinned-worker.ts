import { readDeclarator } from '../syntax/declarations.ts';
import { identifiersIn, loopBody } from '../syntax/loops.ts';
import { descendants, type Node, walk } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { threadStartedAt } from '../syntax/thread-start.ts';
import { findDeclaration } from '../syntax/type-of.ts';
import type { Rule } from './rule.ts';

/** One worker for each processor, with data of its own, and left to wander between them. */
export const unpinnedWorker: Rule = {
  id: 'unpinned-worker',
  item: 'cpu-pinning',
  title: 'Workers per processor that are not pinned',
  guide: 'CPU and Scheduling: CPU Pinning',
  severity: 'note',
  why: 'A worker that the scheduler moves finds its queue and its data in the caches of another processor: some 10 to 100 µs to warm up again after each move.',
  instead: 'Pin it: `attr().pin(cpu)` in OSv, `pthread_setaffinity_np` on Linux.',
  bad: `#include <thread>
#include <vector>
struct queue { void drain(); };
struct pool {
  std::vector<queue> queues;
  std::vector<std::thread> workers;
  void run() {
    const unsigned n = std::thread::hardware_concurrency();
    for (unsigned i = 0; i < n; ++i)
      workers.emplace_back([this, i] { queues[i].drain(); });
  }
};`,
  good: `#include <pthread.h>
#include <thread>
#include <vector>
struct queue { void drain(); };
void pin_to(unsigned cpu) {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(cpu, &only);
  pthread_setaffinity_np(pthread_self(), sizeof(only), &only);
}
struct pool {
  std::vector<queue> queues;
  std::vector<std::thread> workers;
  void run() {
    const unsigned n = std::thread::hardware_concurrency();
    for (unsigned i = 0; i < n; ++i)
      workers.emplace_back([this, i] { pin_to(i); queues[i].drain(); });
  }
};`,

  kinds: ['for_statement', 'for_range_loop'],
  check(loop, { tree, sight }) {
    const body = loopBody(loop);
    const turn = turnOf(loop);
    if (!body || turn === undefined || !runsOverProcessors(loop, sight)) return undefined;
    let started: Node | undefined;
    walk(body, (node) => {
      const args = started ? undefined : threadStartedAt(node, sight);
      if (args && (loop.kind === 'for_range_loop' || args.some((arg) => identifiersIn(arg).includes(turn)))) started = node;
      return !started && node.kind !== 'lambda_expression';
    });
    if (!started) return undefined;
    if (AFFINITY.test(tree.normalised.code)) return 'clear';
    return {
      at: started,
      message: 'One worker is started for each processor, and none is pinned to its own.',
      because: [loop.children[0] ?? loop],
    };
  },
};

/** Calls that count the processors, and OSv's list of them. */
const PROCESSORS =
  /\b(?:hardware_concurrency|get_nprocs(?:_conf)?|omp_get_num_procs)\s*\(|\b_SC_NPROCESSORS_(?:ONLN|CONF)\b|\bsched::cpus\b/;
const NAME = /^_*(?:n|nr|num|number_of)?_?(?:cpus|cores|processors|procs)_*$/i;
/** Words of every way to say where a thread runs: whoever uses one has thought of it. */
const AFFINITY = /\bpin\s*\(|affinity|\bCPU_SET\b|\bcpu_?set\b|\bnuma_|\bset_cpu\b/i;

/** The variable that stands for the turn: the loop's counter or element. */
function turnOf(loop: Node): string | undefined {
  const declared =
    loop.kind === 'for_range_loop' ? loop.child('declarator') : descendants(loop.child('initializer') ?? loop, 'init_declarator')[0];
  return declared && readDeclarator(declared)?.identifier.text;
}

function runsOverProcessors(loop: Node, sight: Sight): boolean {
  const bound = loop.child(loop.kind === 'for_range_loop' ? 'right' : 'condition');
  if (!bound) return false;
  if (PROCESSORS.test(bound.text)) return true;
  return descendants(bound, 'identifier').some(
    (each) => NAME.test(each.text) || PROCESSORS.test(findDeclaration(each.text, each, sight)?.value?.text ?? ''),
  );
}
