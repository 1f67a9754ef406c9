#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

struct mutex { void lock(); void unlock(); };
struct lock_guard_for_with_lock { explicit lock_guard_for_with_lock(mutex&); explicit operator bool() const { return false; } };
#define WITH_LOCK(l) if (lock_guard_for_with_lock g{l}) __builtin_abort(); else
struct page; struct inode;
page* load(uint64_t block);
int parse(const std::string& text);
static unsigned hits;

class on_miss_in_one_function {
  std::unordered_map<std::string, int> _cache;  // expect: unbounded-cache
public:
  int get(const std::string& text) {
    auto it = _cache.find(text);
    if (it != _cache.end()) { ++hits; return it->second; }
    return _cache[text] = parse(text);
  }
};

template <typename Key, typename Value>
class ResultCache {
  std::unordered_map<Key, Value> results;  // expect: unbounded-cache
  std::mutex lock;
public:
  std::optional<Value> get(const Key& k) {
    std::lock_guard<std::mutex> guard(lock);
    auto it = results.find(k);
    hits += it != results.end();
    return it != results.end() ? std::optional(it->second) : std::nullopt;
  }
  void put(const Key& k, const Value& v) {
    std::lock_guard<std::mutex> guard(lock);
    results[k] = v;
  }
};

static mutex block_mutex;
static std::map<uint64_t, page*> block_cache;  // expect: unbounded-cache
page* block(uint64_t number) {
  WITH_LOCK(block_mutex) {
    if (auto it = block_cache.find(number); it != block_cache.end()) return ++hits, it->second;
    auto p = load(number);
    block_cache.emplace(number, p);
    return p;
  }
}

int memoized(const std::string& text) {
  static std::unordered_map<std::string, int> memo;  // expect: unbounded-cache
  auto [it, isNew] = memo.try_emplace(text, 0);
  if (isNew) it->second = parse(text);
  else ++hits;
  return it->second;
}

class evicts {
  std::unordered_map<std::string, int> _cache;  // silent: something is erased
  size_t _limit;
public:
  int get(const std::string& text) {
    if (auto it = _cache.find(text); it != _cache.end()) return ++hits, it->second;
    return _cache[text] = parse(text);
  }
  void forget(const std::string& text) { _cache.erase(text); }
};

class limited {
  std::unordered_map<std::string, int> _cache;  // silent: full is full
public:
  int get(const std::string& text) {
    if (auto it = _cache.find(text); it != _cache.end()) return ++hits, it->second;
    auto value = parse(text);
    if (_cache.size() < 1000) _cache.emplace(text, value);
    return value;
  }
};

class started_anew {
  std::map<std::string, int> _cache;  // silent: replaced as a whole
public:
  int get(const std::string& text) {
    if (auto it = _cache.find(text); it != _cache.end()) return ++hits, it->second;
    return _cache[text] = parse(text);
  }
  void reload() { _cache = {}; }
};

template <typename Map> void shrink(Map& map);
class evicted_by_another {
  std::unordered_map<std::string, int> _cache;  // silent: handed to a function that may evict
public:
  int get(const std::string& text) {
    if (auto it = _cache.find(text); it != _cache.end()) return ++hits, it->second;
    shrink(_cache);
    return _cache[text] = parse(text);
  }
};

enum class color { red, green };
class few_keys {
  std::map<color, int> _cache;  // silent: two keys
public:
  int get(color c) {
    if (auto it = _cache.find(c); it != _cache.end()) return ++hits, it->second;
    return _cache[c] = 1;
  }
};

class filled_at_the_start {
  std::map<std::string, int> _cache;  // silent: filled by the constructor only
public:
  explicit filled_at_the_start(const std::vector<std::string>& texts) {
    for (const auto& each : texts) _cache[each] = parse(each);
  }
  int get(const std::string& text) const {
    auto it = _cache.find(text);
    return it != _cache.end() ? ++hits, it->second : 0;
  }
};

class id_table {
  std::map<std::string, int> _ids;  // silent: nothing calls it a cache
public:
  int id(const std::string& text) {
    if (auto it = _ids.find(text); it != _ids.end()) return it->second;
    return _ids[text] = parse(text);
  }
};

class trimmed_elsewhere {
public:
  void trim_all();
  int get(const std::string& text) {
    if (auto it = _cache.find(text); it != _cache.end()) return ++hits, it->second;
    return _cache[text] = parse(text);
  }
private:
  std::map<std::string, int> _cache;  // silent: the function that trims is out of sight
};

class memory_regions {
  std::map<uintptr_t, int> _memory;  // silent: memory is no memo
public:
  int get(uintptr_t at) {
    if (auto it = _memory.find(at); it != _memory.end()) return it->second;
    return _memory[at] = 0;
  }
};
