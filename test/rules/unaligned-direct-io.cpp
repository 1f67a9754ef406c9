#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <new>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace memory { void* alloc_page(); }

ssize_t array_on_the_stack(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  char block[4096];
  return read(fd, block, sizeof(block));  // expect: unaligned-direct-io
}

ssize_t flags_in_a_variable(const char* path) {
  int flags = O_RDWR | O_CREAT | O_DIRECT;
  const int fd = ::open(path, flags, 0644);
  std::vector<char> block(8192);
  return ::pwrite(fd, block.data(), block.size(), 0);  // expect: unaligned-direct-io
}

struct log_file {
  int _fd;
  void start(const char* path) { _fd = open(path, O_WRONLY | O_DIRECT | O_APPEND); }
  bool append() {
    auto block = static_cast<char*>(malloc(1 << 20));
    bool ok = write(_fd, block, 1 << 20) == 1 << 20;  // expect: unaligned-direct-io
    free(block);
    return ok;
  }
};

struct superblock { uint64_t fields[64]; };
bool plain_struct(const char* path, superblock& to) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  superblock found;
  bool ok = pread(fd, &found, sizeof(found), 0) == sizeof(found);  // expect: unaligned-direct-io
  to = found;
  return ok;
}

ssize_t odd_size(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  alignas(4096) char block[4096];
  return read(fd, block, 100);  // expect: unaligned-direct-io
}

ssize_t array_from_new(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  std::unique_ptr<char[]> unused;
  auto block = std::make_unique<char[]>(1 << 20);
  return read(fd, block.get(), 1 << 20);  // expect: unaligned-direct-io
}

ssize_t aligned_array(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  alignas(512) char block[512];
  return read(fd, block, sizeof(block));  // silent: aligned by its declaration
}

ssize_t aligned_by_attribute(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  char block[4096] __attribute__((aligned(4096)));
  return read(fd, block, sizeof(block));  // silent: aligned by its declaration
}

ssize_t from_posix_memalign(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  void* block = nullptr;
  if (posix_memalign(&block, 4096, 65536)) return -1;
  return read(fd, block, 65536);  // silent: aligned by its allocation
}

ssize_t from_a_page(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  void* block = memory::alloc_page();
  return read(fd, block, 4096);  // silent: a page is aligned
}

ssize_t from_aligned_new(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  auto block = new (std::align_val_t{4096}) char[4096];
  return read(fd, block, 4096);  // silent: aligned new
}

ssize_t into_what_the_caller_gives(const char* path, char* block) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  return read(fd, block, 4096);  // silent: the caller may have aligned it
}

ssize_t through_the_cache(const char* path, const char* other) {
  int direct = open(path, O_RDONLY | O_DIRECT);
  int fd = open(other, O_RDONLY);
  char block[4096];
  ssize_t n = read(fd, block, sizeof(block));  // silent: another descriptor
  close(direct);
  return n;
}

ssize_t direct_if_asked(const char* path, bool direct) {
  int fd = open(path, O_RDONLY | (direct ? O_DIRECT : 0));
  char block[4096];
  return read(fd, block, sizeof(block));  // silent: perhaps not direct
}

ssize_t moved_to_an_aligned_place(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  char* block = new char[8192];
  block = reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(block) + 4095) & ~uintptr_t(4095));
  return read(fd, block, 4096);  // silent: rounded up by hand
}

struct alignas(4096) page { char bytes[4096]; };
ssize_t aligned_type(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  page block;
  return read(fd, &block, sizeof(block));  // silent: the type is aligned
}
