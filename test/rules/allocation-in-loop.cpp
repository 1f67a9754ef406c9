#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

struct item {
  std::size_t size;
  std::string name;
};
struct session {
  char* scratch;
  unsigned* count;
};
struct packet {
  char* data;
  unsigned* refs;
  packet* next;
};

namespace memory {
void* alloc_page();
void free_page(void*);
}  // namespace memory

constexpr std::size_t BUFFER_SIZE = 4096;
void use(const item& i, char* buffer);
void keep(std::unique_ptr<char[]> buffer);
char* adopt(char* buffer);
std::size_t next_size();
bool done();
packet* get_packet();
void attach(packet* p, unsigned* refs);

// Allocated and released with the same size in each turn.

void array_new(const std::vector<item>& items) {
  for (const auto& i : items) {
    auto buffer = new char[BUFFER_SIZE];  // expect: allocation-in-loop
    use(i, buffer);
    delete[] buffer;
  }
}

void malloc_with_a_cast(const std::vector<item>& items, std::size_t size) {
  char* buffer;
  for (std::size_t i = 0; i < items.size(); ++i) {
    buffer = (char*)malloc(size);  // expect: allocation-in-loop
    use(items[i], buffer);
    free(buffer);
  }
}

void owned_by_a_smart_pointer(const std::vector<item>& items) {
  for (const auto& i : items) {
    auto buffer = std::make_unique<char[]>(BUFFER_SIZE);  // expect: allocation-in-loop
    use(i, buffer.get());
  }
}

void handed_to_a_smart_pointer(const std::vector<item>& items) {
  for (const auto& i : items) {
    std::unique_ptr<char[]> buffer(new char[BUFFER_SIZE]);  // expect: allocation-in-loop
    use(i, buffer.get());
  }
}

void object_on_the_heap_for_one_turn(const std::vector<item>& items) {
  while (!done()) {
    item* copy = new item();  // expect: allocation-in-loop
    copy->name = items[0].name;
    use(*copy, nullptr);
    delete copy;
  }
}

void aligned_for_the_device(int requests, std::size_t sector) {
  do {
    void* block = aligned_alloc(sector, sector * 8);  // expect: allocation-in-loop
    std::memset(block, 0, sector * 8);
    free(block);
  } while (--requests > 0);
}

packet* reference_count_of_its_own(std::size_t fragments) {
  packet* head = nullptr;
  for (std::size_t i = 1; i != fragments; ++i) {
    packet* p = get_packet();
    p->refs = new unsigned;  // expect: allocation-in-loop
    attach(p, p->refs);
    p->next = head;
    head = p;
  }
  return head;
}

// Near misses.

void other_size_each_turn(const std::vector<item>& items) {
  for (const auto& i : items) {
    char* buffer = new char[i.size];  // silent: the size belongs to the item
    use(i, buffer);
    delete[] buffer;
  }
}

void size_read_in_the_loop(const item& i) {
  while (!done()) {
    char* buffer = new char[next_size()];  // silent: the call may give another size
    use(i, buffer);
    delete[] buffer;
  }
}

void released_on_error_only(std::vector<session>& sessions) {
  for (auto& s : sessions) {
    char* buffer = new char[BUFFER_SIZE];  // silent: the session keeps it
    if (done()) {
      delete[] buffer;
      return;
    }
    s.scratch = buffer;
  }
}

void collected(std::vector<char*>& buffers, int n) {
  for (int i = 0; i < n; ++i) {
    char* buffer = new char[BUFFER_SIZE];  // silent: kept in the vector
    buffers.push_back(buffer);
  }
}

void moved_out(int n) {
  for (int i = 0; i < n; ++i) {
    auto buffer = std::make_unique<char[]>(BUFFER_SIZE);  // silent: its owner is another one afterwards
    keep(std::move(buffer));
  }
}

void four_turns(const item& i) {
  for (int port = 0; port < 4; ++port) {
    char* buffer = new char[BUFFER_SIZE];  // silent: four turns are not worth a thought
    use(i, buffer);
    delete[] buffer;
  }
}

char* first_that_works(const std::vector<item>& items) {
  for (const auto& i : items) {
    char* buffer = new char[BUFFER_SIZE];  // silent: leaves in its first turn
    use(i, buffer);
    delete[] buffer;
    break;
  }
  return nullptr;
}

void swapped(char* data) {
  while (!done()) {
    char* larger = new char[BUFFER_SIZE];  // silent: what is released is the old buffer
    larger[0] = data[0];
    delete[] data;
    data = larger;
  }
}

void replaced_before_release(const item& i) {
  while (!done()) {
    char* buffer = new char[BUFFER_SIZE];  // silent: what is released is what `adopt` gave
    buffer = adopt(buffer);
    use(i, buffer);
    delete[] buffer;
  }
}

void before_the_loop(const std::vector<item>& items) {
  char* buffer = new char[64 * BUFFER_SIZE];  // silent: once
  for (const auto& i : items) use(i, buffer);
  delete[] buffer;
}

void placed(char* storage, int n) {
  for (int i = 0; i < n; ++i) {
    auto count = new (storage + i * sizeof(unsigned)) unsigned(0);  // silent: placement allocates nothing
    *count += 1;
  }
}
