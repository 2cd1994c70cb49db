/* Modules: PTX is translated to C (ptx/translate.py), compiled with gcc and kept by its hash in a cache folder. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "state.h"

extern char **environ;

/* Which PTX version a driver of a CUDA version reads at most, both as major * 10 + minor. */
static int newest_ptx(int driver) {
    int major = driver / 1000, minor = driver % 1000 / 10;
    if (major >= 13) return 90 + minor;
    if (major == 12) return minor <= 4 ? 80 + minor : minor <= 6 ? 85 : minor == 7 ? 86 : minor == 8 ? 87 : 88;
    if (major == 11) return 70 + (minor < 8 ? minor : 8);
    return 65;
}

/* What a driver refuses before it compiles. */
static CUresult refusal(const char *text) {
    int major = 0, minor = 0, target = 0;
    const char *version = strstr(text, ".version"), *sm = strstr(text, ".target");
    if (!memcmp(text, "\177ELF", 4) || !memcmp(text, "\x50\xed\x55\xba", 4)) {
        fprintf(stderr, "stand-in GPU: this module is compiled for one GPU; only PTX can be run here\n");
        return NO_BINARY_FOR_GPU;
    }
    if (!version || sscanf(version, ".version %d.%d", &major, &minor) != 2) return INVALID_PTX;
    if (major * 10 + minor > newest_ptx(state.driver)) return UNSUPPORTED_PTX_VERSION;
    if (sm && sscanf(sm, ".target sm_%d", &target) == 1 && target > state.capability) return INVALID_PTX;
    return SUCCESS;
}

static int run(char *const *words) {
    pid_t child;
    int status = 0;
    if (posix_spawnp(&child, words[0], NULL, NULL, words, environ)) return -1;
    while (waitpid(child, &status, 0) < 0) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static uint64_t hash(const char *text, uint64_t from) {
    for (; *text; text++) from = (from ^ (unsigned char)*text) * 0x100000001b3ull;
    return from;
}

/* The folder of this library, where build.sh puts the translator beside it. */
static void home(char folder[4000]) {
    Dl_info info = {0};
    dladdr((void *)home, &info);
    snprintf(folder, 4000, "%s", info.dli_fname ? info.dli_fname : "./x");
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    else strcpy(folder, ".");
}

static void read_stamp(const char *folder, char stamp[100]) {
    char path[4200];
    snprintf(path, sizeof path, "%s/ptx/stamp", folder);
    FILE *file = fopen(path, "r");
    stamp[0] = 0;
    if (file) {
        if (!fgets(stamp, 100, file)) stamp[0] = 0;
        fclose(file);
    }
}

/* Path of the shared object for `text`, made when the cache lacks it. */
static CUresult compiled(const char *text, char object[4400]) {
    char folder[4000], stamp[100], cache[4000], base[4300], ptx[4400], c[4400], made[4400], tool[4300], include[4300];
    home(folder);
    read_stamp(folder, stamp);
    const char *given = getenv("STANDIN_CACHE"), *xdg = getenv("XDG_CACHE_HOME");
    if (given && *given) snprintf(cache, sizeof cache, "%s", given);
    else snprintf(cache, sizeof cache, "%s/standin-gpu", xdg && *xdg ? xdg : "/tmp");
    mkdir(cache, 0777);
    uint64_t first = hash(text, hash(stamp, 0xcbf29ce484222325ull)), second = hash(text, first + 1);
    snprintf(object, 4400, "%s/%016llx%016llx.so", cache, (unsigned long long)first, (unsigned long long)second);
    if (!access(object, R_OK)) return SUCCESS;

    snprintf(base, sizeof base, "%s/%016llx-%d", cache, (unsigned long long)first, (int)getpid());
    snprintf(ptx, sizeof ptx, "%s.ptx", base);
    snprintf(c, sizeof c, "%s.c", base);
    snprintf(made, sizeof made, "%s.so", base);
    snprintf(tool, sizeof tool, "%s/ptx/translate.py", folder);
    snprintf(include, sizeof include, "-I%s/ptx", folder);
    FILE *file = fopen(ptx, "w");
    if (!file || fputs(text, file) < 0 || fclose(file)) {
        fprintf(stderr, "stand-in GPU: cannot write %s\n", ptx);
        return JIT_COMPILER_NOT_FOUND;
    }
    char *translate[] = {"python3", tool, ptx, c, NULL};
    int code = run(translate);
    unlink(ptx);
    if (code) return code == 127 || code < 0 ? JIT_COMPILER_NOT_FOUND : INVALID_PTX;
    char *compile[] = {"gcc", "-O2", "-march=native", "-w", "-fPIC", "-shared", "-fno-strict-aliasing", "-ffp-contract=off",
                       "-fexcess-precision=16", "-fno-math-errno", "-fno-trapping-math", include, c, "-o", made, "-lm", NULL};
    code = run(compile);
    if (code) {
        fprintf(stderr, "stand-in GPU: gcc cannot compile %s\n", c);
        return code == 127 || code < 0 ? JIT_COMPILER_NOT_FOUND : INVALID_PTX;
    }
    if (!getenv("STANDIN_KEEP")) unlink(c);
    return rename(made, object) ? JIT_COMPILER_NOT_FOUND : SUCCESS;
}

API CUresult cuModuleLoadData(CUmodule *made, const void *image) {
    ENTER(1);
    if (!made || !image) return INVALID_VALUE;
    char object[4400];
    CUresult error = refusal(image);
    if (!error) error = compiled(image, object);
    if (error) return error;
    void *library = dlopen(object, RTLD_NOW | RTLD_LOCAL);
    const struct kernel *kernels = library ? dlsym(library, "standin_kernels") : NULL;
    void (*connect)(struct services *) = library ? dlsym(library, "standin_connect") : NULL;
    if (!kernels || !connect) {
        fprintf(stderr, "stand-in GPU: %s\n", dlerror());
        return INVALID_IMAGE;
    }
    connect(&services);
    struct module *module = calloc(1, sizeof *module);
    *module = (struct module){library, current->device, dlsym(library, "standin_symbols"), NULL, 0, state.modules};
    while (kernels[module->count].name) module->count++;
    module->functions = calloc(module->count + 1, sizeof *module->functions);
    for (int i = 0; i < module->count; i++) module->functions[i] = (struct function){&kernels[i], module, 0};
    state.modules = module;
    count("modules", NULL, strlen(image));
    *made = module;
    return SUCCESS;
}

API CUresult cuModuleLoadDataEx(CUmodule *made, const void *image, unsigned options, int *names, void **values) {
    (void)options, (void)names, (void)values;
    return cuModuleLoadData(made, image);
}

API CUresult cuModuleLoad(CUmodule *made, const char *path) {
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return path ? FILE_NOT_FOUND : INVALID_VALUE;
    fseek(file, 0, SEEK_END);
    long bytes = ftell(file);
    rewind(file);
    char *text = calloc(1, bytes + 1);
    size_t got = fread(text, 1, bytes, file);
    fclose(file);
    CUresult error = got == (size_t)bytes ? cuModuleLoadData(made, text) : FILE_NOT_FOUND;
    free(text);
    return error;
}

API CUresult cuModuleUnload(CUmodule module) {
    ENTER(1);
    if (!module) return INVALID_HANDLE;
    for (struct module **at = &state.modules; *at; at = &(*at)->next)
        if (*at == module) {
            *at = module->next;
            dlclose(module->library);
            free(module->functions);
            free(module);
            return SUCCESS;
        }
    return INVALID_HANDLE;
}

API CUresult cuModuleGetFunction(CUfunction *made, CUmodule module, const char *name) {
    ENTER(1);
    if (!made || !module || !name) return INVALID_VALUE;
    for (int i = 0; i < module->count; i++)
        if (!strcmp(module->functions[i].kernel->name, name)) {
            *made = &module->functions[i];
            if ((*made)->kernel->error)
                fprintf(stderr, "stand-in GPU: kernel %s cannot be run: %s\n", name, (*made)->kernel->error);
            return SUCCESS;
        }
    return NOT_FOUND;
}

API CUresult cuModuleGetGlobal_v2(CUdeviceptr *address, size_t *bytes, CUmodule module, const char *name) {
    ENTER(1);
    if (!module || !name) return INVALID_VALUE;
    for (const struct symbol *s = module->symbols; s->name; s++)
        if (!strcmp(s->name, name)) {
            if (address) *address = (CUdeviceptr)s->address;
            if (bytes) *bytes = s->bytes;
            return SUCCESS;
        }
    return NOT_FOUND;
}
