#include <memory>
#include <netdb.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

int put(int fd, int item);
struct HttpClient {
  HttpClient(const std::string& host, int port);
  void post(int item);
};
namespace db {
struct connection {
  explicit connection(const char* uri);
  void store(int item);
};
}  // namespace db

// --- reported

void posix(const std::vector<int>& items, const sockaddr* server, socklen_t length) {
  for (int item : items) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connect(fd, server, length);  // expect: connection-per-item
    put(fd, item);
    close(fd);
  }
}

void posix_with_checks(const int* items, int n, const sockaddr_in& server) {
  for (int i = 0; i < n; ++i) {
    int fd;
    fd = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof(server)) < 0) {  // expect: connection-per-item
      ::close(fd);
      continue;
    }
    put(fd, items[i]);
    ::close(fd);
  }
}

void client_object(const std::vector<int>& items, const std::string& host) {
  for (int item : items) {
    HttpClient client(host, 8000);  // expect: connection-per-item
    client.post(item);
  }
}

void client_with_braces(const std::vector<int>& items) {
  for (int item : items) {
    db::connection store{"db://localhost/metrics"};  // expect: connection-per-item
    store.store(item);
  }
}

struct RpcClient {
  void connect(const char* host, int port);
  void call(int item);
};
void connected_by_a_call(const std::vector<int>& items) {
  for (int item : items) {
    RpcClient rpc;  // expect: connection-per-item
    rpc.connect("metrics", 9000);
    rpc.call(item);
  }
}

// libcurl, as far as the case needs it.
void* curl_easy_init();
void curl_easy_perform(void* handle);
void curl_easy_cleanup(void* handle);
void handle_of_a_library(const std::vector<std::string>& bodies) {
  for (const std::string& body : bodies) {
    void* handle = curl_easy_init();  // expect: connection-per-item
    if (!body.empty()) curl_easy_perform(handle);
    curl_easy_cleanup(handle);
  }
}

// --- silent

void handle_kept(const std::vector<std::string>& bodies) {
  void* handle = curl_easy_init();  // silent: one handle for all
  for (const std::string& body : bodies) {
    if (!body.empty()) curl_easy_perform(handle);
  }
  curl_easy_cleanup(handle);
}

void connected_once(const std::vector<int>& items, const sockaddr* server, socklen_t length) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  connect(fd, server, length);  // silent: before the loop
  for (int item : items) put(fd, item);
  close(fd);
}

int first_address_that_works(const addrinfo* list) {
  for (const addrinfo* at = list; at; at = at->ai_next) {
    int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (connect(fd, at->ai_addr, at->ai_addrlen) == 0) return fd;  // silent: attempts until one works
    close(fd);
  }
  return -1;
}

bool with_retries(const sockaddr* server, socklen_t length, int retries) {
  for (int retry = 0; retry < retries; ++retry) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool works = connect(fd, server, length) == 0;  // silent: tries again
    close(fd);
    if (works) break;
  }
  return true;
}

void to_each_host(const std::vector<std::string>& hosts) {
  for (const std::string& host : hosts) {
    HttpClient client(host, 80);  // silent: another place in each turn
    client.post(1);
  }
}

void probes_each_server(const std::vector<sockaddr_in>& servers) {
  for (const sockaddr_in& server : servers) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof(server));  // silent: another server each time
    close(fd);
  }
}

void fills_a_pool(std::vector<db::connection>& pool, int n) {
  for (int i = 0; i < n; ++i) {
    db::connection fresh("db://localhost/metrics");  // silent: kept
    pool.push_back(std::move(fresh));
  }
}

void listens(const sockaddr* here, socklen_t length, const std::vector<int>& turns) {
  for (int turn : turns) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bind(fd, here, length);  // silent: no connection is made
    put(fd, turn);
    close(fd);
  }
}

struct Reflection {
  Reflection(int server_side, int n);
  void look();
};
void no_client(const std::vector<int>& items) {
  for (int item : items) {
    Reflection mirror(item, 2);  // silent: only a name that ends alike
    mirror.look();
  }
}
