#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

struct column {
  std::string name;
  int type;
};
class table {
 public:
  const std::string& name() const { return name_; }
  const std::vector<column>& columns() const { return columns_; }
  std::string title() const { return name_ + "!"; }
  const std::string_view view() const { return name_; }
  int rows() const { return rows_; }
  void rename(const std::string& name) { name_ = name; }

 private:
  std::string name_;
  std::vector<column> columns_;
  int rows_ = 0;
};
using table_ptr = std::shared_ptr<const table>;
class registry {
 public:
  static const registry& instance();
  const std::map<std::string, std::vector<int>>& racks() const;
};

void post(std::function<void()> work);
void close_table(table* t);

// Copies that are only read.

std::size_t in_parentheses(const table& t) {
  auto columns(t.columns());  // expect: copy-from-reference
  return columns.size();
}
std::size_t in_braces(const table& t) {
  auto name{t.name()};  // expect: copy-from-reference
  return name.size();
}

std::size_t from_a_getter(const table& t) {
  auto name = t.name();  // expect: copy-from-reference
  return name.size() + t.rows();
}

std::size_t through_a_shared_pointer(const table_ptr& t) {
  const auto columns = t->columns();  // expect: copy-from-reference
  std::size_t sum = 0;
  for (const auto& c : columns) sum += c.name.size();
  return sum;
}

int of_a_singleton(const std::string& rack) {
  auto racks = registry::instance().racks();  // expect: copy-from-reference
  auto it = racks.find(rack);
  return it == racks.end() ? 0 : int(it->second.size());
}

std::size_t of_a_map_element(const std::map<long, std::map<std::string, long>>& history) {
  std::size_t size = 0;
  std::map<std::string, long> slice(history.begin()->second);  // expect: copy-from-reference
  for (const auto& entry : slice) size += entry.first.size();
  return size;
}

bool of_elements(const std::vector<column>& a, const std::vector<column>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    column left = a[i];  // expect: copy-from-reference
    if (left.name != b[i].name || left.type != b[i].type) return false;
  }
  return true;
}

bool slipped_ampersand(const table& a, const table& b) {
  const auto& left = a.columns(), right = b.columns();  // expect: copy-from-reference
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const column& l = left[i], r = right[i];  // expect: copy-from-reference
    if (l.name != r.name) return false;
  }
  return true;
}

class view_of_a_table {
 public:
  std::size_t longest() const {
    std::vector<std::string> names = names_;  // expect: copy-from-reference
    std::size_t longest = 0;
    for (const auto& name : names) longest = std::max(longest, name.size());
    return longest;
  }

 private:
  std::vector<std::string> names_;
};

static std::size_t count_slashes(const std::string& path) { return std::count(path.begin(), path.end(), '/'); }
std::size_t string_of_a_view(std::string_view path) {
  std::string text(path);  // expect: copy-from-reference
  if (text.empty() || text[0] != '/') return 0;
  return count_slashes(text);
}

// Near misses.

class quiet {
 public:
  std::size_t by_reference(const table& t) {
    const auto& name = t.name();  // silent: no copy
    return name.size();
  }
  std::size_t made_anew(const table& t) {
    auto title = t.title();  // silent: the call makes it
    return title.size();
  }
  std::string changed(const table& t) {
    auto name = t.name();  // silent: appended to
    name += '/';
    return name;
  }
  int small(const std::vector<int>& values) {
    auto first = values.front();  // silent: an integer
    return first + 1;
  }
  std::size_t a_view(const table& t) {
    auto name = t.view();  // silent: a view
    return name.size();
  }
  std::size_t renamed_meanwhile(table& t) {
    auto name = t.name();  // silent: the table gets another name
    t.rename("x");
    return name.size();
  }
  std::size_t closed_meanwhile(table* t) {
    auto name = t->name();  // silent: the table may be gone
    close_table(t);
    return name.size();
  }
  std::size_t erased_meanwhile(std::map<int, std::string>& names, int key) {
    auto it = names.find(key);
    auto name = it->second;  // silent: the element is erased
    std::puts("erased");
    names.erase(it);
    return name.size();
  }
  std::size_t grown_meanwhile(std::vector<std::string>& names) {
    auto first = names.front();  // silent: the vector may move its elements
    names.push_back("x");
    return first.size();
  }
  std::size_t unlocked_meanwhile(std::unique_lock<std::mutex>& lock) {
    auto names = names_;  // silent: others may change the member
    lock.unlock();
    std::size_t sum = 0;
    for (const auto& name : names) sum += name.size();
    return sum;
  }
  void called_back() {
    auto listeners = listeners_;  // silent: a listener may remove itself
    for (const auto& listener : listeners) listener();
  }
  void kept(const table& t) {
    auto name = t.name();  // silent: the lambda runs later
    post([&] { std::puts(name.c_str()); });
  }
  std::size_t changed_through_its_own_function() {
    auto names = names_;  // silent: clear_names() changes the member
    clear_names();
    return names.size();
  }
  std::string returned(const table& t) {
    auto name = t.name();  // silent: the caller gets the copy
    std::puts("named");
    return name;
  }
  std::size_t of_a_temporary(const table_ptr& t) {
    auto size = std::make_shared<table>(*t)->name();  // silent: the owner is a temporary
    return size.size();
  }
  bool terminated(std::string_view path) {
    std::string text(path);  // silent: characters with an end are wanted
    return std::fopen(text.c_str(), "r") != nullptr;
  }
  bool taken_as_a_string(std::string_view name) {
    std::string text(name);  // silent: the member wants a string
    return sizes_.find(text) != sizes_.end();
  }
  std::size_t assigned_meanwhile(const std::string& next) {
    auto before = current_;  // silent: the member is assigned
    current_ = next;
    return before.size();
  }

 private:
  void clear_names() { names_.clear(); }
  std::vector<std::string> names_;
  std::vector<std::function<void()>> listeners_;
  std::string current_;
  std::map<std::string, int> sizes_;
};
