#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_set>
#include <vector>

struct node {
  char* data;
  std::size_t size;
  std::size_t capacity;
  bool owns;
};
struct entry {
  int id;
};
std::size_t round_page(std::size_t size);
std::size_t good_malloc_size(std::size_t size);
const entry* next_entry();
std::vector<int> part(int i);

// Grown to the exact size.

int append_to_a_file(node* n, const char* data, std::size_t length) {
  if (n->size + length > n->capacity) {
    std::size_t new_size = round_page(n->size + length);
    void* larger = malloc(new_size);  // expect: exact-growth
    if (!larger) return -1;
    if (n->size != 0) {
      memcpy(larger, n->data, n->size);
      if (n->owns) free(n->data);
    }
    n->data = (char*)larger;
    n->capacity = new_size;
  }
  memcpy(n->data + n->size, data, length);
  n->size += length;
  return 0;
}

class log_buffer {
 public:
  void add(char c) {
    char* larger = new char[_size + 1];  // expect: exact-growth
    std::copy(_data, _data + _size, larger);
    delete[] _data;
    _data = larger;
    _data[_size++] = c;
  }
  void resize(std::size_t size) {
    char* larger = new char[size];  // silent: how far to grow is the caller's choice
    std::copy(_data, _data + std::min(_size, size), larger);
    delete[] _data;
    _data = larger;
    _size = size;
  }
  void make_room() {
    std::size_t capacity = _size * 2;
    char* larger = new char[capacity];  // silent: grows by a factor
    std::copy(_data, _data + _size, larger);
    delete[] _data;
    _data = larger;
  }

 private:
  char* _data = nullptr;
  std::size_t _size = 0;
};

entry* read_entries(std::size_t* count) {
  entry* entries = nullptr;
  *count = 0;
  while (const entry* e = next_entry()) {
    entries = (entry*)realloc(entries, (*count + 1) * sizeof(entry));  // expect: exact-growth
    entries[(*count)++] = *e;
  }
  return entries;
}

std::vector<int> reserved_in_each_turn(int parts) {
  std::vector<int> all;
  for (int i = 0; i < parts; ++i) {
    auto more = part(i);
    all.reserve(all.size() + more.size());  // expect: exact-growth
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

// Near misses.

void by_half(node* n, std::size_t length) {
  std::size_t capacity = n->capacity + (n->capacity >> 1) + length;
  auto larger = static_cast<char*>(malloc(capacity));  // silent: grows by a factor
  memcpy(larger, n->data, n->size);
  free(n->data);
  n->data = larger;
  n->capacity = capacity;
}

void by_the_allocator(node* n, std::size_t length) {
  auto larger = static_cast<char*>(malloc(good_malloc_size(n->size + length)));  // silent: a policy with a name
  memcpy(larger, n->data, n->size);
  free(n->data);
  n->data = larger;
}

entry* doubled(std::size_t count) {
  entry* entries = nullptr;
  std::size_t capacity = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == capacity) {
      capacity = capacity ? 2 * capacity : 16;
      entries = (entry*)realloc(entries, capacity * sizeof(entry));  // silent: grows by a factor
    }
    entries[i] = *next_entry();
  }
  return entries;
}

char* shrunk(char* text) {
  return (char*)realloc(text, strlen(text) + 1);  // silent: a local that is given away
}

void copy_that_is_kept(node* n, node* from) {
  auto copy = static_cast<char*>(malloc(from->size));  // silent: a copy beside the original
  memcpy(copy, from->data, from->size);
  n->data = copy;
}

std::vector<int> reserved_once(int parts, int size) {
  std::vector<int> all;
  all.reserve(all.size() + parts * size);  // silent: before the loop
  for (int i = 0; i < parts; ++i) {
    auto more = part(i);
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

void reserved_for_one_turn(int parts) {
  for (int i = 0; i < parts; ++i) {
    std::vector<int> copy;
    auto more = part(i);
    copy.reserve(copy.size() + more.size());  // silent: a vector of its own in each turn
    copy.insert(copy.end(), more.begin(), more.end());
  }
}

std::unordered_set<int> not_a_vector(int parts) {
  std::unordered_set<int> all;
  for (int i = 0; i < parts; ++i) {
    auto more = part(i);
    all.reserve(all.size() + more.size());  // silent: a hash table rounds up
    all.insert(more.begin(), more.end());
  }
  return all;
}
