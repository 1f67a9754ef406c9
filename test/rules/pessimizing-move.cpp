#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

struct request {
  std::string path;
  std::vector<char> body;
};
using lines = std::vector<std::string>;
request parse(const std::string& text);
const request& stored();

request of_a_local(const std::string& path) {
  request r;
  r.path = path;
  return std::move(r);  // expect: pessimizing-move
}
lines of_an_alias(int n) {
  std::vector<std::string> result(n);
  return std::move(result);  // expect: pessimizing-move
}
auto deduced(int n) {
  std::vector<int> result(n);
  return std::move(result);  // expect: pessimizing-move
}
std::size_t of_a_temporary(const std::string& text) {
  request r = std::move(parse(text));  // expect: pessimizing-move
  return r.path.size();
}
std::size_t in_a_lambda(int n) {
  auto make = [n] {
    std::string text(n, 'x');
    return std::move(text);  // expect: pessimizing-move
  };
  return make().size();
}

// Near misses.

std::string of_a_parameter(std::string text) {
  text += '/';
  return std::move(text);  // silent: a parameter is moved anyway
}
std::optional<request> converted(const std::string& path) {
  request r;
  r.path = path;
  return std::move(r);  // silent: another type is made of it
}
std::unique_ptr<request> to_a_base(std::unique_ptr<request> owner) {
  auto held = std::move(owner);  // silent: a named object is moved
  return held;
}
class holder {
 public:
  request take() { return std::move(member_); }  // silent: a member
  request&& give() { return std::move(member_); }  // silent: a reference

 private:
  request member_;
};
request plain(const std::string& path) {
  request r;
  r.path = path;
  return r;  // silent: nothing to drop
}
request copied() {
  request r = std::move(stored());  // silent: the call gives a reference
  return r;
}
request&& by_reference(request& given) {
  request& r = given;
  return std::move(r);  // silent: a reference to another object
}
