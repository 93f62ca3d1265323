// Stands between a process and its disk: makes writes and flushes below one directory fail or take long. Loaded by LD_PRELOAD.
// The test writes into the control file, which is mapped: mode, delay in milliseconds, and here the count of failures made.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { SOUND = 0, FAILING = 1, FAILING_FLUSH = 2, SLOW = 3 };

static volatile int *control;
static const char *directory;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAILOVER_SHIM_CONTROL");
    directory = getenv("FAILOVER_SHIM_DIRECTORY");
    int file = path && directory ? open(path, O_RDWR) : -1;
    if (file < 0) {
        return;
    }
    void *map = mmap(NULL, 3 * sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    control = map == MAP_FAILED ? NULL : map;
}

static int concerns(int file) {
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, target, sizeof target - 1);
    return length > 0 && strncmp(target, directory, strlen(directory)) == 0;
}

// Returns nonzero when the call must fail.
static int disturb(int file, int is_flush) {
    if (!control || control[0] == SOUND || !concerns(file)) {
        return 0;
    }
    if (control[0] == SLOW) {
        struct timespec delay = { control[1] / 1000, (control[1] % 1000) * 1000000L };
        nanosleep(&delay, NULL);
        return 0;
    }
    // A write to a file that was opened for writing through is a flush as well.
    if (control[0] == FAILING_FLUSH && !is_flush && !(fcntl(file, F_GETFL) & O_DSYNC)) {
        return 0;
    }
    __sync_fetch_and_add(&control[2], 1);
    errno = EIO;
    return 1;
}

#define SHIM(result, name, is_flush, parameters, arguments) \
    result name parameters { \
        static result (*real) parameters; \
        if (!real) { \
            real = (result (*) parameters)dlsym(RTLD_NEXT, #name); \
        } \
        return disturb(file, is_flush) ? -1 : real arguments; \
    }

SHIM(ssize_t, write, 0, (int file, const void *data, size_t size), (file, data, size))
SHIM(ssize_t, pwrite, 0, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
SHIM(ssize_t, pwrite64, 0, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
SHIM(ssize_t, writev, 0, (int file, const struct iovec *data, int count), (file, data, count))
SHIM(ssize_t, pwritev, 0, (int file, const struct iovec *data, int count, off_t at), (file, data, count, at))
SHIM(ssize_t, pwritev64, 0, (int file, const struct iovec *data, int count, off64_t at), (file, data, count, at))
SHIM(int, fsync, 1, (int file), (file))
SHIM(int, fdatasync, 1, (int file), (file))
