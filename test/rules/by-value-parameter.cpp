#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

struct request {
  std::string path;
  std::vector<char> body;
  std::size_t size() const { return body.size(); }
  void clear() { body.clear(); }
};
struct span_of_bytes {
  const char* data;
  std::size_t size;
};
struct connection {
  std::unique_ptr<int> handle;
  std::string peer;
};
using headers = std::map<std::string, std::string>;

void look(const request& r);
void change(request& r);
std::size_t hash_of(const char* text);
void send_line(const std::string& line);

// Taken by value, only read.

static std::size_t total(std::vector<int> sizes) {  // expect: by-value-parameter
  std::size_t sum = 0;
  for (int size : sizes) sum += size;
  return sum;
}

static std::vector<char> to_bytes(std::string text) {  // expect: by-value-parameter
  return std::vector<char>(text.begin(), text.end());
}

static void through_an_alias(headers h) {  // expect: by-value-parameter
  for (const auto& [name, value] : h) std::printf("%s: %s\n", name.c_str(), value.c_str());
}

static std::size_t a_class_with_costly_members(request r, int weight) {  // expect: by-value-parameter
  look(r);
  return r.size() * weight;
}

static std::size_t const_value(const std::string key) {  // expect: by-value-parameter
  return hash_of(key.data());
}

class queue {
 public:
  bool contains(std::string name) const {  // expect: by-value-parameter
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }
  void copies_and_reads_on(std::string name) {  // expect: by-value-parameter
    names_.push_back(name);
    send_line(name);
  }
  std::size_t defined_below(std::string name) const;

 private:
  std::vector<std::string> names_;
};

std::size_t queue::defined_below(std::string name) const {  // expect: by-value-parameter
  return name.size() + names_.size();
}

void order(std::vector<request>& requests) {
  std::sort(requests.begin(), requests.end(), [](request a, request b) {  // expect: by-value-parameter, by-value-parameter
    return a.size() < b.size();
  });
}

static int many_bytes(std::array<long, 32> words) {  // expect: by-value-parameter
  return words[0] != 0 ? int(words[1]) : 0;
}

struct by_length {
  bool operator()(std::string a, const std::string& b) const { return a.size() < b.size(); }  // expect: by-value-parameter
};

static std::size_t const_owner(const std::shared_ptr<request> r) {  // expect: by-value-parameter
  return r->size();
}

static void called_once(const request& r, std::function<void(const request&)> f) {  // expect: by-value-parameter
  f(r);
}

// Near misses.

class worker {
 public:
  worker(std::string name, std::vector<int> cpus)  // silent: both are given to the members
      : name_(std::move(name)), cpus_(std::move(cpus)) {}
  virtual ~worker() = default;
  virtual std::size_t cost(std::string name) const { return name.size(); }  // silent: overriders share the signature
  worker& operator=(worker other) {  // silent: copy and swap
    name_.swap(other.name_);
    return *this;
  }

 private:
  std::string name_;
  std::vector<int> cpus_;
};
class fast_worker : public worker {
 public:
  using worker::worker;
  std::size_t cost(std::string name) const override { return name.size() / 2; }  // silent: the base gives the signature
};
static std::string upper(std::string text) {  // silent: changed and returned
  for (auto& c : text) c &= 0x5f;
  return text;
}
static std::vector<int> sorted(std::vector<int> values) {  // silent: sorted in place
  std::sort(values.begin(), values.end());
  return values;
}
static void changed_by_a_callee(request r) {  // silent: the callee changes it
  change(r);
  look(r);
}
static void emptied(request r) {  // silent: a member function that is not const
  look(r);
  r.clear();
}
static void started(std::string name) {  // silent: moved into the thread
  std::thread([name = std::move(name)] { send_line(name); }).detach();
}
static std::size_t small(std::pair<int, int> range, span_of_bytes bytes, std::string_view text) {  // silent: a few words each
  return range.first + bytes.size + text.size();
}
static std::size_t owned(std::unique_ptr<request> r) {  // silent: cannot be copied
  return r->size();
}
static std::size_t shared(std::shared_ptr<request> r) {  // silent: keeps the object alive while it runs
  return r->size();
}
static std::size_t sink(connection c) {  // silent: cannot be copied
  return c.peer.size();
}
template <class T>
static std::size_t anything(T value) {  // silent: T may be an integer
  return sizeof(value);
}
static int lookup(std::map<int, int> counts, int key) {  // silent: `[]` inserts what is missing
  return counts[key];
}
extern "C" int c_interface(std::vector<int> values) {  // silent: the signature is another language's
  return values.empty() ? 0 : values.front();
}
static std::size_t length_of(std::string text) {  // silent: handed out as a function of this signature
  return text.size();
}
using measure = std::size_t (*)(std::string);
measure chosen = &length_of;
static std::size_t first_zero(std::vector<int> values) {  // silent: written through an iterator
  auto it = std::find(values.begin(), values.end(), -1);
  values.push_back(0);
  return it - values.begin();
}
static void kept_in_the_background(std::function<void()> f) {  // silent: moved into the thread
  std::thread(std::move(f)).detach();
}
static void cleared_through_an_iterator(std::vector<std::string> lines) {  // silent: an element is changed
  auto it = lines.begin();
  it->clear();
  send_line(lines.back());
}

struct named_sizes {
  std::map<std::string, std::size_t> sizes;
  void add(std::string name, std::size_t size) {  // silent: the pair can have it
    sizes.insert({name, size});
  }
};

static std::size_t read_before_the_list_of_its_length(std::string name) {  // expect: by-value-parameter
  std::vector<std::size_t> both{name.size(), name.capacity()};
  return both[0] + both[1];
}

static std::shared_ptr<request> made_into_a_shared_one(request r) {  // silent: a move would be right, no reference
  return std::make_shared<request>(r);  // expect: missing-move
}

static void emptied_by_move_iterators(std::vector<std::string> lines, std::vector<std::string>& out) {  // silent: its elements are moved
  out.insert(out.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
}

static std::size_t shown_to_a_visitor(std::variant<std::string, std::vector<int>> value) {  // silent: the visitor may take it by reference
  return std::visit([](auto& each) { return each.size(); }, value);
}
