/* The stand-in driver's own state and what its files share. All of it is used under one lock: calls of the driver
 * come one after another, and each is done when it returns. */
#ifndef STANDIN_STATE_H
#define STANDIN_STATE_H
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ptx/kernel.h"

typedef int CUresult;
typedef int CUdevice;
typedef uint64_t CUdeviceptr;
typedef struct context *CUcontext;
typedef struct module *CUmodule;
typedef struct function *CUfunction;
typedef struct stream *CUstream;
typedef struct event *CUevent;
#define API __attribute__((visibility("default")))

enum {
    SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101,
    INVALID_IMAGE = 200, INVALID_CONTEXT = 201, NO_BINARY_FOR_GPU = 209, INVALID_PTX = 218, UNSUPPORTED_PTX_VERSION = 222,
    JIT_COMPILER_NOT_FOUND = 221, FILE_NOT_FOUND = 301, INVALID_HANDLE = 400, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700,
    LAUNCH_OUT_OF_RESOURCES = 701, CONTEXT_IS_DESTROYED = 709, LAUNCH_FAILED = 719, NOT_SUPPORTED = 801,
};
enum { MOST_DEVICES = 8, STATIC_SHARED = 48 * 1024, MOST_SHARED = 227 * 1024 };

struct context {
    CUdevice device;
    int users;
};

struct function {
    const struct kernel *kernel;
    struct module *module;
    int most_dynamic;
};

struct module {
    void *library;
    CUdevice device;
    const struct symbol *symbols;
    struct function *functions;
    int count;
    struct module *next;
};

struct state {
    pthread_mutex_t lock;
    int initialised, devices, driver, capability, pools;
    size_t memory;
    long lost_after, launched;
    int lost_code;
    int lost; /* CUDA error code that every call now gives; 0 while all is well */
    struct context contexts[MOST_DEVICES];
    size_t used[MOST_DEVICES], peak;
    struct module *modules;
};
extern struct state state;
extern __thread CUcontext current;

/* Takes the lock for the rest of the function and gives back what stands in the way of the call. */
void unlock(int *held);
int enter(int needs_context);
#define ENTER(needs_context) \
    int held_ __attribute__((cleanup(unlock), unused)) = 1; \
    int error_ = enter(needs_context); \
    if (error_) return error_;

/* device.c */
void read_settings(void);
/* memory.c */
struct memory { uint64_t from; size_t bytes; CUdevice device; int host; };
struct memory *memory_at(uint64_t address);
/* log.c: counts by name; written to STANDIN_LOG at exit, read by standin_count */
void count(const char *what, const char *name, uint64_t bytes);
/* block.c */
void run_blocks(const struct kernel *kernel, struct launch *launch);
/* launch.c */
void fail(int code, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
extern struct services services;
/* print.c */
int print_values(const char *format, const unsigned char *values);

#endif
