// Stands between a process and its disk: makes writes and flushes below one directory fail or take long. Loaded by LD_PRELOAD.
// The test writes into the control file, which is mapped: mode, delay in milliseconds (or how many calls are let through before the
// one that fails), and here the count of failures made.
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

enum { SOUND = 0, FAILING = 1, FAILING_FLUSH = 2, SLOW = 3, FAILING_CHECKPOINT = 4 };

// DotNext's note of how far its log is committed, written after each commit in the background, when nobody waits for it.
static const char checkpoint[] = "/raft/checkpoint";

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

static int concerns(int file, int only_checkpoint) {
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length <= 0 || strncmp(target, directory, strlen(directory)) != 0) {
        return 0;
    }
    target[length] = 0;
    size_t tail = sizeof checkpoint - 1;
    return !only_checkpoint || ((size_t)length > tail && strcmp(target + length - tail, checkpoint) == 0);
}

// Returns nonzero when the call must fail.
static int disturb(int file, int is_flush) {
    if (!control || control[0] == SOUND || !concerns(file, control[0] == FAILING_CHECKPOINT)) {
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
    // One call fails, and no other: whether that is noticed must not depend on the next.
    if (control[0] == FAILING_CHECKPOINT && __sync_fetch_and_sub(&control[1], 1) != 0) {
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
