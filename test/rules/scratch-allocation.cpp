#include <algorithm>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <sys/uio.h>
#include <utility>
#include <vector>

struct uio {
  iovec* uio_iov;
  int uio_iovcnt;
  std::int64_t uio_resid;
};
struct bio {
  void* bio_data;
};
struct request {
  std::uint64_t lba;
  std::uint32_t count;
};
namespace mmu {
std::uint64_t virt_to_phys(void* address);
}
constexpr std::size_t PAGE_SIZE = 4096;
constexpr std::size_t BOUNCE_SIZE = 64 * 1024;
int copy_out(char* data, std::size_t size, uio* u);
int issue(uio* u);
int run(const request& r);
int submit(bio* b);
int resolve(const char* path);
std::size_t block_size();
void keep(std::unique_ptr<char[]> buffer);

// Allocated and released within one call.

int array_of_a_page(uio* u) {
  int error = 0;
  char* buffer;
  if (u->uio_resid > 0) {
    buffer = new char[PAGE_SIZE];  // expect: scratch-allocation
    while (u->uio_resid > 0 && error == 0) error = copy_out(buffer, PAGE_SIZE, u);
    delete[] buffer;
  }
  return error;
}

int from_malloc(uio* u) {
  auto header = static_cast<char*>(malloc(16 * sizeof(std::uint32_t)));  // expect: scratch-allocation
  int error = copy_out(header, 64, u);
  free(header);
  return error;
}

int owned(const char* directory, const char* name) {
  std::unique_ptr<char[]> path(new char[1024]);  // expect: scratch-allocation
  strcpy(path.get(), directory);
  strcat(path.get(), name);
  return resolve(path.get());
}

int one_object(std::uint64_t lba) {
  auto r = new request;  // expect: scratch-allocation
  r->lba = lba;
  r->count = 1;
  int error = run(*r);
  delete r;
  return error;
}

int copy_of_the_segments(const iovec* iov, int count, std::int64_t bytes) {
  std::vector<iovec> copy(iov, iov + count);  // expect: scratch-allocation
  uio u;
  u.uio_iov = copy.data();
  u.uio_iovcnt = copy.size();
  u.uio_resid = bytes;
  return issue(&u);
}

// Near misses.

int too_large_for_a_stack(uio* u) {
  char* buffer = new char[BOUNCE_SIZE];  // silent: 64 KiB do not belong on a stack
  int error = copy_out(buffer, BOUNCE_SIZE, u);
  delete[] buffer;
  return error;
}

int room_for_a_path(const char* directory, const char* name) {
  char* path = new char[PATH_MAX];  // silent: off the stack on purpose, lookups nest
  strcpy(path, directory);
  strcat(path, name);
  int error = resolve(path);
  delete[] path;
  return error;
}

int size_not_constant(uio* u) {
  char* buffer = new char[block_size()];  // silent: the size is not known
  int error = copy_out(buffer, 1, u);
  delete[] buffer;
  return error;
}

int seen_by_the_device(uio* u) {
  auto b = std::make_unique<bio>();
  char* buffer = new char[512];  // silent: others find it through the request
  b->bio_data = buffer;
  int error = submit(b.get());
  delete[] buffer;
  return error;
}

void start(void* data, std::size_t size) { (void)(mmu::virt_to_phys(data) + size); }

int reached_by_its_physical_address() {
  auto identity = new std::uint16_t[256];  // silent: the device writes to it
  start(identity, 512);
  int queue_depth = identity[75];
  delete[] identity;
  return queue_depth;
}

void moved_on() {
  auto buffer = std::make_unique<char[]>(512);  // silent: it lives on
  keep(std::move(buffer));
}

char* returned(const char* name) {
  char* copy = new char[64];  // silent: the caller's
  strncpy(copy, name, 64);
  return copy;
}

int on_the_stack(uio* u) {
  char buffer[PAGE_SIZE];  // silent: where it belongs
  return copy_out(buffer, PAGE_SIZE, u);
}

int sorted_copy(const int* values, int count) {
  std::vector<int> sorted(values, values + count);  // silent: a vector that is used as one
  std::sort(sorted.begin(), sorted.end());
  sorted.push_back(count);
  return sorted.front();
}
