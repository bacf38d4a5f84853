/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A slow disk, to be preloaded: whatever a program asks of files under the folders of SLOW_FILES (a
 * list with colons) takes SLOW_MILLISECONDS, and what its first thread asks is written to SLOW_LOG,
 * a line each. With SLOW_TRACE it is written from where, too. */
/* Both names of each call are replaced. */
#undef _FILE_OFFSET_BITS
#include <dirent.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static __thread int inside;

static int
is_slow (const char *path)
{
  const char *list = getenv ("SLOW_FILES");

  while (list != NULL && *list != '\0')
    {
      size_t length = strcspn (list, ":");

      if (length > 0 && strncmp (path, list, length) == 0)
        return 1;
      list += length + (list[length] == ':');
    }
  return 0;
}

static void
note (const char *call, const char *path)
{
  const char *log = getenv ("SLOW_LOG");
  const int flags = O_WRONLY | O_CREAT | O_APPEND;
  int fd = log != NULL ? (int) syscall (SYS_openat, AT_FDCWD, log, flags, 0600) : -1;
  void *frames[24];

  if (fd < 0)
    return;
  dprintf (fd, "%s %s\n", call, path);
  if (getenv ("SLOW_TRACE") != NULL)
    backtrace_symbols_fd (frames, backtrace (frames, 24), fd);
  close (fd);
}

static void
delay (const char *call, const char *path)
{
  const char *milliseconds = getenv ("SLOW_MILLISECONDS");
  long wait = milliseconds != NULL ? strtol (milliseconds, NULL, 10) : 0;
  struct timespec rest = { wait / 1000, wait % 1000 * 1000000 };

  if (inside || path == NULL || !is_slow (path))
    return;
  inside = 1;
  if (getpid () == (pid_t) syscall (SYS_gettid))
    note (call, path);
  nanosleep (&rest, NULL);
  inside = 0;
}

static void
delay_fd (const char *call, int fd)
{
  char link[64];
  char path[PATH_MAX];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = syscall (SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length <= 0)
    return;
  path[length] = '\0';
  delay (call, path);
}

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

#define OPEN(name)                                                                                 \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    va_list rest;                                                                                  \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (rest, flags);                                                                        \
    mode = va_arg (rest, mode_t);                                                                  \
    va_end (rest);                                                                                 \
    delay (#name, path);                                                                           \
    return REAL (name) (path, flags, mode);                                                        \
  }

#define OPENAT(name)                                                                               \
  int name (int dir, const char *path, int flags, ...)                                             \
  {                                                                                                \
    va_list rest;                                                                                  \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (rest, flags);                                                                        \
    mode = va_arg (rest, mode_t);                                                                  \
    va_end (rest);                                                                                 \
    delay (#name, path);                                                                           \
    return REAL (name) (dir, path, flags, mode);                                                   \
  }

#define PATH(type, name, parameters, arguments, path)                                              \
  type name parameters                                                                             \
  {                                                                                                \
    delay (#name, path);                                                                           \
    return REAL (name) arguments;                                                                  \
  }

#define FD(type, name, parameters, arguments)                                                      \
  type name parameters                                                                             \
  {                                                                                                \
    delay_fd (#name, fd);                                                                          \
    return REAL (name) arguments;                                                                  \
  }

OPEN (open)
OPEN (open64)
OPENAT (openat)
OPENAT (openat64)
PATH (FILE *, fopen, (const char *path, const char *mode), (path, mode), path)
PATH (FILE *, fopen64, (const char *path, const char *mode), (path, mode), path)
PATH (int, stat, (const char *path, struct stat *buffer), (path, buffer), path)
PATH (int, stat64, (const char *path, struct stat64 *buffer), (path, buffer), path)
PATH (int, lstat, (const char *path, struct stat *buffer), (path, buffer), path)
PATH (int, lstat64, (const char *path, struct stat64 *buffer), (path, buffer), path)
PATH (int, fstatat, (int dir, const char *path, struct stat *buffer, int flags),
      (dir, path, buffer, flags), path)
PATH (int, fstatat64, (int dir, const char *path, struct stat64 *buffer, int flags),
      (dir, path, buffer, flags), path)
PATH (int, statx, (int dir, const char *path, int flags, unsigned int mask, struct statx *buffer),
      (dir, path, flags, mask, buffer), path)
PATH (DIR *, opendir, (const char *path), (path), path)
PATH (int, access, (const char *path, int mode), (path, mode), path)
PATH (int, faccessat, (int dir, const char *path, int mode, int flags), (dir, path, mode, flags),
      path)
PATH (int, rename, (const char *path, const char *to), (path, to), path)
PATH (int, unlink, (const char *path), (path), path)
PATH (int, unlinkat, (int dir, const char *path, int flags), (dir, path, flags), path)
PATH (int, mkdir, (const char *path, mode_t mode), (path, mode), path)
PATH (int, chmod, (const char *path, mode_t mode), (path, mode), path)
FD (int, fsync, (int fd), (fd))
FD (int, fdatasync, (int fd), (fd))
FD (ssize_t, read, (int fd, void *buffer, size_t size), (fd, buffer, size))
FD (ssize_t, write, (int fd, const void *buffer, size_t size), (fd, buffer, size))
