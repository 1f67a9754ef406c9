#include <cstdio>
#include <sstream>
#include <string>

struct item {
  std::string name;
};
void describe(std::ostream& out, const item& i);
void store(const std::string& text);
void show(const char* text);

bool asked_whether_empty(const item& i) {
  std::ostringstream out;
  describe(out, i);
  return !out.str().empty();  // expect: stream-text-copied
}
std::size_t asked_for_its_size(const item& i) {
  std::stringstream out;
  describe(out, i);
  return out.str().size();  // expect: stream-text-copied
}
void asked_and_taken(const item& i) {
  std::stringstream out;
  describe(out, i);
  if (out.str().length() > 0) {  // expect: stream-text-copied
    store(out.str());
  }
}
void taken_twice(const item& i) {
  std::ostringstream out;
  out << i.name;
  store(out.str());
  show(out.str().c_str());  // expect: stream-text-copied
}

// Near misses.

std::string taken_once(const item& i) {
  std::ostringstream out;
  describe(out, i);
  return out.str();  // silent: the text is needed
}
void viewed(const item& i) {
  std::ostringstream out;
  describe(out, i);
  if (!out.view().empty()) store(std::move(out).str());  // silent: no copy
}
void written_in_between(const item& i) {
  std::ostringstream out;
  describe(out, i);
  store(out.str());
  out << '!';
  store(out.str());  // silent: there is more by now
}
void one_or_the_other(const item& i, bool quiet) {
  std::ostringstream out;
  describe(out, i);
  if (quiet) {
    store(out.str());
  } else {
    show(out.str().c_str());  // silent: only one of the two runs
  }
}
std::size_t of_a_string(const item& i) {
  return i.name.size();  // silent: a string
}
void set_and_taken(std::stringstream& out) {
  out.str("");  // silent: sets the text
  store(out.str());
}
struct page {
  std::string str() const;
};
bool another_type(const page& p) {
  return p.str().empty();  // silent: no stream
}
