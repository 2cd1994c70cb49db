/* Counts of what was asked of the device: in a file at exit (STANDIN_LOG), or one by one while running. */
#include "state.h"

static struct row {
    char what[40], name[200];
    uint64_t times, bytes;
} *counts;
static size_t rows, room;

void count(const char *what, const char *name, uint64_t bytes) {
    static size_t last;
    if (!name) name = "";
    size_t at = last;
    if (at >= rows || strcmp(counts[at].what, what) || strcmp(counts[at].name, name))
        for (at = 0; at < rows; at++)
            if (!strcmp(counts[at].what, what) && !strcmp(counts[at].name, name)) break;
    if (at == rows) {
        if (rows == room) counts = realloc(counts, (room = room ? 2 * room : 64) * sizeof *counts);
        counts[rows] = (struct row){.times = 0};
        snprintf(counts[rows].what, sizeof counts[rows].what, "%s", what);
        snprintf(counts[rows].name, sizeof counts[rows].name, "%s", name);
        rows++;
    }
    last = at;
    counts[at].times++;
    counts[at].bytes += bytes;
}

/* For the stand-in cuBLAS. */
API void standin_note(const char *what, const char *name) {
    int held __attribute__((cleanup(unlock), unused)) = 1;
    pthread_mutex_lock(&state.lock);
    count(what, name, 0);
}

/* How often something was asked for so far ("launches", "device-to-host", ...; name NULL for all names), or its bytes. */
API uint64_t standin_count(const char *what, const char *name, int bytes) {
    int held __attribute__((cleanup(unlock), unused)) = 1;
    pthread_mutex_lock(&state.lock);
    uint64_t sum = 0;
    for (size_t i = 0; i < rows; i++)
        if (!strcmp(counts[i].what, what) && (!name || !strcmp(counts[i].name, name))) sum += bytes ? counts[i].bytes : counts[i].times;
    return sum;
}

static int by_name(const void *a, const void *b) {
    int order = strcmp(((const struct row *)a)->what, ((const struct row *)b)->what);
    return order ? order : strcmp(((const struct row *)a)->name, ((const struct row *)b)->name);
}

/* One line each: what, how often, bytes, and the name of a kernel or routine where there is one. */
__attribute__((destructor)) static void write_log(void) {
    const char *path = getenv("STANDIN_LOG");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    qsort(counts, rows, sizeof *counts, by_name);
    uint64_t launches = 0, left = 0;
    for (size_t i = 0; i < rows; i++) {
        fprintf(file, "%s %llu %llu %s\n", counts[i].what, (unsigned long long)counts[i].times, (unsigned long long)counts[i].bytes, counts[i].name);
        if (!strcmp(counts[i].what, "launch")) launches += counts[i].times;
    }
    for (int i = 0; i < MOST_DEVICES; i++) left += state.used[i];
    fprintf(file, "launches %llu\npeak-bytes %zu\nbytes-not-freed %llu\n", (unsigned long long)launches, state.peak, (unsigned long long)left);
    fclose(file);
}
