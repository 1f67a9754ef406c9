import { CACHE_KINDS, type Cache, cachesAt, usersOf } from '../syntax/caches.ts';
import { isCold } from '../syntax/context.ts';
import { ancestor, type Node } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { enclosingClassName } from '../syntax/type-of.ts';
import type { Rule } from './rule.ts';

/** A cache that cannot tell whether it is worth its memory. */
export const unmeteredCache: Rule = {
  id: 'unmetered-cache',
  item: 'cache-metrics',
  title: 'Cache that counts neither hits nor misses',
  guide: 'Caching Strategies, Page Cache',
  severity: 'note',
  why: 'Below a hit rate of a few in ten a cache costs more than it saves, and without a count nobody sees it.',
  instead: 'Count hits and misses (two relaxed or per-cpu counters, or a tracepoint) and show them with the other statistics.',
  bad: `#include <string>
#include <unordered_map>
class Resolver {
  std::unordered_map<std::string, int> cache_;
  int resolve(const std::string& name);
public:
  int get(const std::string& name) {
    auto it = cache_.find(name);
    if (it != cache_.end()) return it->second;
    if (cache_.size() >= 1024) cache_.clear();
    return cache_.emplace(name, resolve(name)).first->second;
  }
};`,
  good: `#include <string>
#include <unordered_map>
class Resolver {
  std::unordered_map<std::string, int> cache_;
  unsigned long hits_ = 0, misses_ = 0;
  int resolve(const std::string& name);
public:
  int get(const std::string& name) {
    auto it = cache_.find(name);
    if (it != cache_.end()) { ++hits_; return it->second; }
    ++misses_;
    if (cache_.size() >= 1024) cache_.clear();
    return cache_.emplace(name, resolve(name)).first->second;
  }
};`,
  kinds: CACHE_KINDS,
  check(node, { sight, tree }) {
    const caches = cachesAt(node, sight).filter(({ cache }) => cache.lookups.some(isHot) && cache.inserts.some(isHot));
    if (caches.length === 0) return undefined;
    const silent = caches.filter(({ cache }) => !isMetered(cache, sight));
    if (silent.length === 0) return 'clear';
    const hits = silent.flatMap(({ cache }) => {
      const lookups = cache.lookups.filter((lookup) => lookup.tree === tree && isHot(lookup));
      const at = lookups.find((lookup) => !cache.inserts.includes(lookup)) ?? lookups[0];
      return at && cache.isWhole && cache.escapes.length === 0
        ? [{ at: statementCall(at), because: [cache.declaration.node], message: messageFor(cache) }]
        : [];
    });
    return hits.length > 0 ? hits : 'undecided';
  },
};

const isHot = (use: Node) => !isCold(use);

/** Words with which code counts, or hands counting to something that does; `static` and `missing` are other words. */
const METER =
  /(?:[Hh]its?|[Mm]iss(?:es|ed)?|[Ss]tat(?:s|istics?)?)(?![a-z])|HIT|MISS|STATS?\b|[Mm]etric|[Cc]ounter|[Tt]elemetry|\btrace_|[Tt]racepoint|[Hh]istogram|[Gg]auge|\b[Tt]ick|[Rr]ecord[_A-Z]/;

/** Counters of a cache that no class looks after stand beside it. */
const GLOBAL_METER = /(?:[Hh]its?|[Mm]iss(?:es)?)(?![a-z])/;

function isMetered(cache: Cache, sight: Sight): boolean {
  const isFree = cache.lookups.every((lookup) => enclosingClassName(lookup) !== cache.className) || cache.className === undefined;
  if (isFree && sight.files.some(({ globals }) => [...globals.keys()].some((name) => GLOBAL_METER.test(name)))) return true;
  return usersOf(cache, sight).some((user) => METER.test(user.code));
}

/** The lookup as a whole: `cache.find(key)`. */
function statementCall(use: Node): Node {
  const call = ancestor(use, 'call_expression', 'subscript_expression', 'expression_statement');
  return call && call.kind !== 'expression_statement' ? call : use;
}

function messageFor({ declaration, className }: Cache): string {
  return `\`${declaration.name}\` is looked up, and ${className ? `\`${className}\`` : 'the code around it'} counts neither hits nor misses.`;
}
