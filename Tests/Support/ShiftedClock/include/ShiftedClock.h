#ifndef SHIFTED_CLOCK_H
#define SHIFTED_CLOCK_H

#include <time.h>

/// In place of the C library's, in a program that is started with this library preloaded: the time of day is off by as
/// many seconds as SHIFTED_CLOCK says. How long the machine has been up stays true.
int clock_gettime(clockid_t clock, struct timespec *time);

#endif
