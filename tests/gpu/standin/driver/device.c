/* Start, devices and contexts, and the settings in the environment that make the stand-in fail on purpose. */
#include "state.h"

struct state state = {.lock = PTHREAD_MUTEX_INITIALIZER};
__thread CUcontext current;

static long setting(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text && *text ? strtol(text, NULL, 10) : otherwise;
}

void read_settings(void) {
    const char *capability = getenv("STANDIN_CAPABILITY");
    int major = 9, minor = 0;
    if (capability) sscanf(capability, "%d.%d", &major, &minor);
    state.capability = major * 10 + minor;
    state.devices = (int)setting("STANDIN_DEVICES", 1);
    if (state.devices > MOST_DEVICES) state.devices = MOST_DEVICES;
    state.driver = (int)setting("STANDIN_DRIVER", 13000);
    state.memory = (size_t)setting("STANDIN_MEMORY", 8l << 30);
    state.lost_after = setting("STANDIN_LOST_AFTER", -1);
    state.lost_code = (int)setting("STANDIN_LOST_CODE", ILLEGAL_ADDRESS);
    state.pools = (int)setting("STANDIN_POOLS", 1);
    for (int i = 0; i < MOST_DEVICES; i++) state.contexts[i].device = i;
}

void unlock(int *held) {
    if (*held) pthread_mutex_unlock(&state.lock);
}

int enter(int needs_context) {
    pthread_mutex_lock(&state.lock);
    if (!state.initialised) return NOT_INITIALIZED;
    if (!needs_context) return SUCCESS;
    if (state.lost) return state.lost;
    if (!current) return INVALID_CONTEXT;
    return current->users ? SUCCESS : CONTEXT_IS_DESTROYED;
}

API CUresult cuInit(unsigned flags) {
    int held __attribute__((cleanup(unlock))) = 1;
    pthread_mutex_lock(&state.lock);
    if (flags) return INVALID_VALUE;
    if (state.initialised) return SUCCESS;
    long code = setting("STANDIN_INIT", 0);
    if (code) return (CUresult)code;
    read_settings();
    if (state.devices <= 0) return NO_DEVICE;
    state.initialised = 1;
    return SUCCESS;
}

API CUresult cuDriverGetVersion(int *version) {
    if (!version) return INVALID_VALUE;
    *version = (int)setting("STANDIN_DRIVER", 13000);
    return SUCCESS;
}

API CUresult cuDeviceGetCount(int *count) {
    ENTER(0);
    if (!count) return INVALID_VALUE;
    *count = state.devices;
    return SUCCESS;
}

static int unknown(CUdevice device) { return device < 0 || device >= state.devices; }

API CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    ENTER(0);
    if (!device || unknown(ordinal)) return device ? INVALID_DEVICE : INVALID_VALUE;
    *device = ordinal;
    return SUCCESS;
}

API CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
    ENTER(0);
    if (unknown(device)) return INVALID_DEVICE;
    if (!name || length <= 0) return INVALID_VALUE;
    snprintf(name, length, "Stand-in GPU (CPU)");
    return SUCCESS;
}

API CUresult cuDeviceGetUuid_v2(unsigned char uuid[16], CUdevice device) {
    ENTER(0);
    if (unknown(device)) return INVALID_DEVICE;
    memset(uuid, 0x57, 16);
    uuid[15] = (unsigned char)device;
    return SUCCESS;
}
API CUresult cuDeviceGetUuid(unsigned char uuid[16], CUdevice device) { return cuDeviceGetUuid_v2(uuid, device); }

API CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
    ENTER(0);
    if (!bytes || unknown(device)) return bytes ? INVALID_DEVICE : INVALID_VALUE;
    *bytes = state.memory;
    return SUCCESS;
}

API CUresult cuDeviceComputeCapability(int *major, int *minor, CUdevice device) {
    ENTER(0);
    if (unknown(device)) return INVALID_DEVICE;
    *major = state.capability / 10;
    *minor = state.capability % 10;
    return SUCCESS;
}

/* Limits of an H100 by attribute number; 0 for everything else. */
API CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
    static const int known[][2] = {
        {1, 1024}, {2, 1024}, {3, 1024}, {4, 64}, {5, 2147483647}, {6, 65535}, {7, 65535}, {8, STATIC_SHARED}, {9, 65536},
        {10, 32}, {11, 2147483647}, {12, 65536}, {13, 1980000}, {16, 132}, {19, 1}, {31, 1}, {36, 2619000}, {37, 5120},
        {38, 52428800}, {39, 2048}, {40, 3}, {41, 1}, {81, 233472}, {82, 65536}, {83, 1}, {95, 1}, {97, MOST_SHARED},
        {106, 32}, {111, 1024}};
    ENTER(0);
    if (!value) return INVALID_VALUE;
    if (unknown(device)) return INVALID_DEVICE;
    *value = attribute == 75 ? state.capability / 10 : attribute == 76 ? state.capability % 10 : attribute == 115 ? state.pools : 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i][0] == attribute) *value = known[i][1];
    return SUCCESS;
}

/* Contexts. Each device has its primary one; a thread has to make it current, as with a real driver. */

API CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
    ENTER(0);
    if (!context || unknown(device)) return context ? INVALID_DEVICE : INVALID_VALUE;
    if (state.lost) return state.lost;
    *context = &state.contexts[device];
    (*context)->users++;
    return SUCCESS;
}

API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    ENTER(0);
    if (unknown(device)) return INVALID_DEVICE;
    if (!state.contexts[device].users) return INVALID_CONTEXT;
    state.contexts[device].users--;
    return SUCCESS;
}

API CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags) {
    (void)flags;
    ENTER(0);
    return unknown(device) ? INVALID_DEVICE : SUCCESS;
}

API CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned *flags, int *active) {
    ENTER(0);
    if (unknown(device)) return INVALID_DEVICE;
    *flags = 0;
    *active = state.contexts[device].users > 0;
    return SUCCESS;
}

API CUresult cuCtxSetCurrent(CUcontext context) {
    ENTER(0);
    current = context;
    return SUCCESS;
}

API CUresult cuCtxGetCurrent(CUcontext *context) {
    ENTER(0);
    if (!context) return INVALID_VALUE;
    *context = current;
    return SUCCESS;
}

API CUresult cuCtxPushCurrent_v2(CUcontext context) { return cuCtxSetCurrent(context); }

API CUresult cuCtxPopCurrent_v2(CUcontext *context) {
    ENTER(0);
    if (context) *context = current;
    current = NULL;
    return SUCCESS;
}

API CUresult cuCtxGetDevice(CUdevice *device) {
    ENTER(1);
    if (!device) return INVALID_VALUE;
    *device = current->device;
    return SUCCESS;
}

API CUresult cuCtxSynchronize(void) {
    ENTER(1);
    count("synchronisations", NULL, 0);
    return SUCCESS;
}

API CUresult cuCtxGetStreamPriorityRange(int *least, int *greatest) {
    ENTER(1);
    if (least) *least = 0;
    if (greatest) *greatest = -5;
    return SUCCESS;
}

API CUresult cuCtxSetLimit(int limit, size_t value) {
    (void)limit, (void)value;
    ENTER(1);
    return SUCCESS;
}

API CUresult cuProfilerStart(void) { return SUCCESS; }
API CUresult cuProfilerStop(void) { return SUCCESS; }
