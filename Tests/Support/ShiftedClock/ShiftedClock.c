#define _GNU_SOURCE
#include "ShiftedClock.h"

#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    long result = syscall(SYS_clock_gettime, clock, time);
    const char *shift = getenv("SHIFTED_CLOCK");
    if (result == 0 && clock == CLOCK_REALTIME && shift != NULL) {
        time->tv_sec += atol(shift);
    }
    return (int)result;
}
