/* Streams and events: all work is done when it is asked for, so there is nothing to wait for. */
#include <time.h>
#include "state.h"

struct stream { int alive; };
struct event { struct timespec at; int recorded, untimed; };

API CUresult cuStreamCreate(CUstream *stream, unsigned flags) {
    (void)flags;
    ENTER(1);
    if (!stream) return INVALID_VALUE;
    *stream = calloc(1, sizeof **stream);
    (*stream)->alive = 1;
    return SUCCESS;
}
API CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int priority) {
    (void)priority;
    return cuStreamCreate(stream, flags);
}
API CUresult cuStreamDestroy_v2(CUstream stream) {
    ENTER(1);
    if (!stream) return INVALID_HANDLE;
    free(stream);
    return SUCCESS;
}
API CUresult cuStreamSynchronize(CUstream stream) {
    (void)stream;
    ENTER(1);
    count("synchronisations", NULL, 0);
    return SUCCESS;
}
API CUresult cuStreamQuery(CUstream stream) {
    (void)stream;
    ENTER(1);
    return SUCCESS;
}
API CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned flags) {
    (void)stream, (void)flags;
    ENTER(1);
    return event ? SUCCESS : INVALID_HANDLE;
}
API CUresult cuLaunchHostFunc(CUstream stream, void (*call)(void *), void *given) {
    (void)stream;
    {
        ENTER(1);
        if (!call) return INVALID_VALUE;
    }
    call(given);
    return SUCCESS;
}

API CUresult cuEventCreate(CUevent *event, unsigned flags) {
    ENTER(1);
    if (!event) return INVALID_VALUE;
    *event = calloc(1, sizeof **event);
    (*event)->untimed = (flags & 2) != 0;
    return SUCCESS;
}
API CUresult cuEventDestroy_v2(CUevent event) {
    ENTER(1);
    if (!event) return INVALID_HANDLE;
    free(event);
    return SUCCESS;
}
API CUresult cuEventRecord(CUevent event, CUstream stream) {
    (void)stream;
    ENTER(1);
    if (!event) return INVALID_HANDLE;
    clock_gettime(CLOCK_MONOTONIC, &event->at);
    event->recorded = 1;
    return SUCCESS;
}
API CUresult cuEventQuery(CUevent event) {
    ENTER(1);
    return event ? SUCCESS : INVALID_HANDLE;
}
API CUresult cuEventSynchronize(CUevent event) {
    ENTER(1);
    if (!event) return INVALID_HANDLE;
    count("synchronisations", NULL, 0);
    return SUCCESS;
}
API CUresult cuEventElapsedTime(float *ms, CUevent start, CUevent end) {
    ENTER(1);
    if (!ms || !start || !end) return INVALID_VALUE;
    if (!start->recorded || !end->recorded || start->untimed || end->untimed) return INVALID_HANDLE;
    *ms = (end->at.tv_sec - start->at.tv_sec) * 1e3f + (end->at.tv_nsec - start->at.tv_nsec) * 1e-6f;
    return SUCCESS;
}
API CUresult cuEventElapsedTime_v2(float *ms, CUevent start, CUevent end) { return cuEventElapsedTime(ms, start, end); }
