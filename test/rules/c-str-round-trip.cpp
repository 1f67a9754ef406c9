#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

void send_line(const std::string& line);
void send_view(std::string_view line);
void send_text(const char* line);
void send_either(const char* line);
void send_either(const std::string& line);

struct device {
  std::string name;
  const std::string& label() const;
};

void to_a_reference(const std::string& name) {
  send_line(name.c_str());  // expect: c-str-round-trip
}
void to_a_view(const device& d) {
  send_view(d.name.c_str());  // expect: c-str-round-trip
}
std::size_t to_a_new_string(const device& d) {
  std::string copy(d.label().c_str());  // expect: c-str-round-trip
  copy += '/';
  return copy.size();
}
std::string returned(int n) {
  std::string text = std::to_string(n);
  text += '%';
  return text.c_str();  // expect: c-str-round-trip
}
bool as_a_key(const std::map<std::string, int>& ports, const std::string& name) {
  return ports.find(name.c_str()) != ports.end();  // expect: c-str-round-trip
}
void into_a_container(std::vector<std::string>& names, const device& d) {
  names.push_back(d.name.c_str());  // expect: c-str-round-trip
}
void assigned(device& d, const std::string& name) {
  d.name = name.c_str();  // expect: c-str-round-trip
}
void explicitly(const std::string& name) {
  send_line(std::string(name.c_str()));  // expect: c-str-round-trip
}

// Near misses.

void to_characters(const std::string& name) {
  send_text(name.c_str());  // silent: characters are wanted
}
void printed(const std::string& name) {
  std::printf("%s\n", name.c_str());  // silent: characters are wanted
}
void either(const std::string& name) {
  send_either(name.c_str());  // silent: the overload for characters is called
}
std::string cut_at_the_end_of_text(int fd) {
  std::string buffer;
  buffer.resize(256);
  if (read(fd, &buffer[0], buffer.size() - 1) < 0) return std::string();
  return buffer.c_str();  // silent: cuts the buffer at its first NUL
}
void with_a_length(const std::string& name) {
  send_line(std::string(name.c_str(), name.size() / 2));  // silent: a part of it
}
const char* characters(const device& d) {
  return d.name.c_str();  // silent: characters are wanted
}
void another_kind_of_string(const std::u16string& wide, std::vector<const char16_t*>& out) {
  out.push_back(wide.c_str());  // silent: the vector holds pointers
}
bool compared(const std::string& a, const char* b) {
  return std::strcmp(a.c_str(), b) == 0;  // silent: characters are wanted
}
