#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

struct item {
  int id;
  std::string name;
};
struct list {
  std::vector<item> items;
  std::function<void(item&)> on_change;
  void for_each(std::function<void(const item&)> visit) const;
  void subscribe(std::function<void(item&)> callback);
  virtual void each(std::function<void(item&)> visit);
};
using predicate = std::function<bool(const item&)>;
void later(std::function<void()> task);
void change_one(item& i, const std::function<void(item&)>& f);

// Made for each call, called in a loop.

void fill(std::vector<int>& entries, std::function<int(int)> make) {  // expect: type-erased-callback
  for (int i = 0; i < 512; ++i) {
    entries[i] = make(i);
  }
}

void list::for_each(std::function<void(const item&)> visit) const {  // expect: type-erased-callback
  for (auto& i : items) visit(i);
}

int count(const std::vector<item>& items, predicate matches) {  // expect: type-erased-callback
  int n = 0;
  for (const auto& i : items) {
    if (!matches || matches(i)) ++n;
  }
  return n;
}

void write(const char* text, std::size_t length, std::function<void(const char*, std::size_t)> writer) {  // expect: type-erased-callback
  while (length-- > 0) {
    if (*text == '\n') writer("\r", 1);
    writer(text++, 1);
  }
}

int count_matching(  // one finding for both
    const std::vector<item>& items,
    predicate wanted,  // expect: type-erased-callback
    predicate unwanted) {  // silent: named with the other
  int n = 0;
  for (const auto& i : items) n += wanted(i) && !unwanted(i);
  return n;
}

// Near misses.

template <typename Visit>
void for_each_of(const std::vector<item>& items, Visit visit) {  // silent: no erasure
  for (const auto& i : items) visit(i);
}

void by_reference(const std::vector<item>& items, const std::function<void(const item&)>& visit) {  // silent: the caller's own
  for (const auto& i : items) visit(i);
}

void once(item& i, std::function<void(item&)> change) {  // expect: by-value-parameter
  change(i);
}

void list::subscribe(std::function<void(item&)> callback) {  // silent: kept
  for (auto& i : items) callback(i);
  on_change = std::move(callback);
}

void list::each(std::function<void(item&)> visit) {  // silent: overriders have the same signature
  for (auto& i : items) visit(i);
}

void handed_on(std::vector<item>& items, std::function<void(item&)> change) {  // silent: others want a std::function
  for (auto& i : items) change_one(i, change);
}

void in_the_background(std::vector<item>& items, std::function<void(item&)> change) {  // silent: outlives the call
  later([&items, change = std::move(change)] {
    for (auto& i : items) change(i);
  });
}

void three_times(item& i, std::function<void(item&)> change) {  // silent: three turns
  for (int n = 0; n < 3; ++n) change(i);
}
