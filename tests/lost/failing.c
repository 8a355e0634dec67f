/* Makes writing fail below one folder, for the tests of what a full disk or a refused rename leaves.
 *
 * FAIL_UNDER   the folder
 * FAIL_BYTES   how many bytes may be written there before the disk is full; none: any number
 * FAIL_RENAME  which rename or link there fails, counted from 1, with "+" behind it all later ones, too; none: no one
 *
 * cc -shared -fPIC -o failing.so failing.c -ldl; LD_PRELOAD=./failing.so PROGRAM
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long left = -1, renames = 0, refused = 0;
static int and_later = 0;
static const char *under;

__attribute__((constructor)) static void begin(void) {
  const char *bytes = getenv("FAIL_BYTES"), *rename = getenv("FAIL_RENAME");
  under = getenv("FAIL_UNDER");
  left = bytes && *bytes ? atol(bytes) : -1;
  refused = rename && *rename ? atol(rename) : 0;
  and_later = rename && strchr(rename, '+') != NULL;
}

static int is_under(int fd) {
  char link[64], path[PATH_MAX];
  if (!under) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strncmp(path, under, strlen(under)) == 0;
}

/* How many of `wanted` bytes may be written; -1 if the disk is full. */
static ssize_t granted(int fd, size_t wanted) {
  if (left < 0 || !is_under(fd)) return (ssize_t)wanted;
  pthread_mutex_lock(&lock);
  ssize_t may = (size_t)left < wanted ? left : (ssize_t)wanted;
  left -= may;
  pthread_mutex_unlock(&lock);
  if (may == 0 && wanted > 0) {
    errno = ENOSPC;
    return -1;
  }
  return may;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  ssize_t may = granted(fd, count);
  return may < 0 ? -1 : real(fd, bytes, (size_t)may);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t (*real)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
  if (left < 0 || !is_under(fd) || count == 0) return real(fd, parts, count);
  return write(fd, parts[0].iov_base, parts[0].iov_len);
}

static int refuses(void) {
  if (!refused) return 0;
  pthread_mutex_lock(&lock);
  renames++;
  int now = renames == refused || (and_later && renames > refused);
  pthread_mutex_unlock(&lock);
  if (now) errno = EIO;
  return now;
}

int rename(const char *from, const char *to) {
  int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  return refuses() ? -1 : real(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
  int (*real)(int, const char *, int, const char *) = dlsym(RTLD_NEXT, "renameat");
  return refuses() ? -1 : real(a, from, b, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  int (*real)(int, const char *, int, const char *, unsigned) = dlsym(RTLD_NEXT, "renameat2");
  return refuses() ? -1 : real(a, from, b, to, flags);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  int (*real)(int, const char *, int, const char *, int) = dlsym(RTLD_NEXT, "linkat");
  return refuses() ? -1 : real(a, from, b, to, flags);
}
