#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

using headers = std::map<std::string, std::string>;
struct volume {
  std::unordered_map<int, std::string> names;
  std::multimap<std::string, std::vector<int>> extents;
};

std::size_t written_out(const headers& h) {
  std::size_t sum = 0;
  for (const std::pair<std::string, std::string>& header : h) {  // expect: pair-conversion-in-loop
    sum += header.second.size();
  }
  return sum;
}
std::size_t of_a_member(const volume& v) {
  std::size_t sum = 0;
  for (std::pair<int, std::string> const& name : v.names) sum += name.second.size();  // expect: pair-conversion-in-loop
  return sum;
}
std::size_t by_rvalue_reference(const volume& v) {
  std::size_t sum = 0;
  for (std::pair<std::string, std::vector<int>>&& extent : v.extents) sum += extent.second.size();  // expect: pair-conversion-in-loop
  return sum;
}
bool in_an_algorithm(const headers& h) {
  return std::any_of(h.begin(), h.end(), [](const std::pair<std::string, std::string>& header) {  // expect: pair-conversion-in-loop
    return header.second.empty();
  });
}

// Near misses.

std::size_t deduced(const headers& h) {
  std::size_t sum = 0;
  for (const auto& header : h) sum += header.second.size();  // silent: the exact type
  return sum;
}
std::size_t const_key(const headers& h) {
  std::size_t sum = 0;
  for (const std::pair<const std::string, std::string>& header : h) sum += header.second.size();  // silent: the exact type
  return sum;
}
std::size_t value_type(const headers& h) {
  std::size_t sum = 0;
  for (const headers::value_type& header : h) sum += header.second.size();  // silent: the exact type
  return sum;
}
std::size_t vector_of_pairs(const std::vector<std::pair<std::string, std::string>>& list) {
  std::size_t sum = 0;
  for (const std::pair<std::string, std::string>& entry : list) sum += entry.second.size();  // silent: the elements are such pairs
  return sum;
}
int cheap_pairs(const std::map<int, int>& counts) {
  int sum = 0;
  for (const std::pair<int, int>& count : counts) sum += count.second;  // silent: two integers
  return sum;
}
std::size_t bound(const headers& h) {
  std::size_t sum = 0;
  for (const auto& [name, value] : h) sum += name.size() + value.size();  // silent: no type is written
  return sum;
}
bool sorted_list(std::vector<std::pair<std::string, int>>& list) {
  std::sort(list.begin(), list.end(), [](const std::pair<std::string, int>& a, const std::pair<std::string, int>& b) {  // silent: a vector
    return a.second < b.second;
  });
  return !list.empty();
}
template <class Map>
std::size_t any_map(const Map& m) {
  std::size_t sum = 0;
  for (const std::pair<std::string, int>& entry : m) sum += entry.second;  // silent: it may be a list of pairs
  return sum;
}
