#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <stack>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

struct request {
  std::string path;
  std::vector<char> body;
};
struct point {
  int x, y;
};
struct big {
  std::array<char, 512> bytes;
};

void log_line(const std::string& line);
void store(std::string line);
void enqueue(std::function<void()> work);

// Copies at the last use.

class table {
 public:
  explicit table(std::string name) : name_(name) {}  // expect: missing-move
  void set(int key, std::string value) {
    rows_.emplace(key, value);  // expect: missing-move
    log_line(name_);
  }
  void rename(std::string name) { name_ = name; }  // expect: missing-move
  void add(int key) {
    std::string row = std::to_string(key);
    row += '\n';
    rows_[key] = row;  // expect: missing-move
  }

 private:
  std::string name_;
  std::map<int, std::string> rows_;
};

bool through_an_out_parameter(const std::string& in, std::string& out) {
  std::string buffer;
  buffer.resize(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) buffer[i] = in[in.size() - 1 - i];
  out = buffer;  // expect: missing-move
  return true;
}

void into_a_container(std::vector<request>& requests, const char* path) {
  for (int i = 0; i < 4; ++i) {
    request r;
    r.path = path;
    requests.push_back(r);  // expect: missing-move
  }
}

std::pair<std::string, int> into_a_pair(int n) {
  std::string text(n, 'x');
  return std::make_pair(text, n);  // expect: missing-move
}

void to_a_sink(int n) {
  std::string line(n, '-');
  store(line);  // expect: missing-move
}

void into_a_lambda(int n) {
  std::string line(n, '-');
  enqueue([line] { log_line(line); });  // expect: missing-move
}

void in_one_of_two_branches(std::vector<std::string>& out, std::string line, bool keep) {
  if (keep) {
    out.push_back(line);  // expect: missing-move
  } else {
    log_line(line);
  }
}

void in_a_generic_lambda(std::vector<request>& results) {
  auto store_result = [&results](auto result) {
    results[0] = result;  // expect: missing-move
  };
  store_result(request());
}

void as_a_pair(std::vector<std::pair<int, request>>& requests, const char* path) {
  request r;
  r.path = path;
  requests.emplace_back(1, r);  // expect: missing-move
}

void a_part_of_it(std::string& out, const char* path) {
  request r;
  r.path = path;
  r.path += '/';
  out = r.path;  // expect: missing-move
}

bool filled_by_a_callee(bool (*read)(std::string*), std::string& out) {
  std::string text;
  if (!read(&text)) return false;
  out = text;  // expect: missing-move
  return true;
}

int in_the_last_turn(std::vector<std::string>& names, std::string name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) {
      names[i] = name;  // expect: missing-move
      return i;
    }
  }
  return -1;
}

class limits {
 public:
  explicit limits(request r) : first_(r), size_(r.body.size()) {  // expect: missing-move
    r.body.clear();
  }

 private:
  request first_;
  std::size_t size_;
};

// Copies of what is dropped next.

request first_of(std::deque<request>& queue) {
  request r = queue.front();  // expect: missing-move
  queue.pop_front();
  r.path += '/';
  return r;
}
std::string top_of(std::stack<std::string>& lines) {
  auto line = lines.top();  // expect: missing-move
  lines.pop();
  return line;
}
std::string erased(std::map<int, std::string>& m, int key) {
  auto it = m.find(key);
  if (it == m.end()) return {};
  std::string value = it->second;  // expect: missing-move
  m.erase(it);
  return value;
}

// Moves of what is const.

class rows {
 public:
  explicit rows(const std::vector<request>& all) : all_{std::move(all)} {}  // expect: missing-move
  std::vector<request> take() const { return std::move(all_); }  // expect: missing-move

 private:
  std::vector<request> all_;
};
void held_by_a_lambda(std::string line) {
  enqueue([line = std::move(line)] { store(std::move(line)); });  // expect: missing-move
}

// Near misses.

class quiet {
 public:
  explicit quiet(std::string name) : name_(std::move(name)) {}  // silent: moved
  void twice(int n) {
    std::string line(n, '-');
    lines_.push_back(line);  // silent: read afterwards
    log_line(line);
  }
  void small(point p) { points_.push_back(p); }  // silent: eight bytes
  void bytes(big b) { blocks_.push_back(b); }    // silent: a move copies the bytes as well
  void view(std::string name) {
    std::string_view short_name = name;
    names_.push_back(name);  // silent: a view of it is read afterwards
    points_.resize(short_name.size());
  }
  void remembered(std::string name) {
    const char* text = name.c_str();
    names_.push_back(name);  // silent: its characters are read afterwards
    points_.resize(text[0]);
  }
  void pointed(std::string name) {
    last_ = &name;
    names_.push_back(name);  // silent: its address is kept
    points_.resize(last_->size());
  }
  std::vector<request> snapshot() const { return rows_; }

 private:
  std::string name_;
  std::vector<std::string> lines_, names_;
  std::vector<point> points_;
  std::vector<big> blocks_;
  std::vector<request> rows_;
  std::string* last_ = nullptr;
};
void in_a_loop(std::vector<std::string>& out, int n) {
  std::string line(n, '-');
  for (int i = 0; i < n; ++i) out.push_back(line);  // silent: the next turn copies it again
}
template <class T>
void from_a_template(std::map<int, T>& m, T value) {
  m[0] = value;  // silent: T may be an integer
}
int in_any_turn(std::vector<std::string>& names, int n) {
  std::string name(n, 'x');
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) continue;
    names[i] = name;  // silent: a later turn may copy it again
    if (i % 2) continue;
    return i;
  }
  return -1;
}
std::size_t another_part(std::string& out, const char* path) {
  request r;
  r.path = path;
  out = r.path;  // silent: another part of it is looked at
  return r.body.size() + r.path.size();
}
void by_reference(std::vector<std::string>& out, std::string& line) {
  out.push_back(line);  // silent: the caller's object
}
void a_static(std::vector<std::string>& out) {
  static std::string line = "x";
  out.push_back(line);  // silent: the next call copies it again
}
std::string returned(int n) {
  std::string line(n, 'x');
  return line;  // silent: moved anyway
}
void looked_at_later(std::vector<std::string>& out, int n) {
  std::string line(n, '-');
  auto log = [&] { log_line(line); };
  out.push_back(line);  // silent: the lambda reads it
  log();
}
void only_viewed(std::vector<std::string_view>& out, const std::string& line) {
  std::string_view view = line;
  out.push_back(view);  // silent: a view
}
int read_by_the_callee(int n) {
  std::string line(n, 'x');
  log_line(line);  // silent: taken by reference
  return n;
}
std::string largest(std::priority_queue<std::string>& lines) {
  auto line = lines.top();  // silent: the top of a priority queue is const
  lines.pop();
  return line;
}
void mutable_lambda(std::string line) {
  enqueue([line = std::move(line)]() mutable { store(std::move(line)); });  // silent: its copy may be moved
}
class cache {
 public:
  std::string take() const { return std::move(text_); }  // silent: the member is mutable

 private:
  mutable std::string text_;
};
void used_in_the_same_call(std::map<std::string, request>& m, const char* path) {
  request r;
  r.path = path;
  m.emplace(r.path, r);  // silent: the key is read from it, before or after
}
void renamed_in_a_mutable_lambda(const std::string& line) {
  enqueue([line = line]() mutable { store(std::move(line)); });  // silent: the lambda's own is not const
}
void print_text(std::string_view text);
void print_text(const point& at);
std::size_t viewed_by_the_callee(int n) {
  std::string line(n, 'x');
  print_text(line);  // silent: the callee makes a view of it
  return n;
}
void keep_text(std::string text);
void keep_text(int number);
void chosen_by_its_type(int n) {
  std::string line(n, 'x');
  keep_text(line);  // expect: missing-move
}
void copied_by_its_constructor(request r) {
  r.path += '/';
  request other(r);  // expect: missing-move
  other.path.clear();
  store(std::move(other.path));
}
