#ifndef CKEYAGENT_H
#define CKEYAGENT_H

// The few Linux calls of the key agent that Swift cannot import: variadic functions and GNU extensions.
// All return -1 and set errno on failure, unless they say otherwise.

#include <stdint.h>
#include <sys/types.h>

/// Forbids core dumps of this process and reading its memory through /proc: prctl(2), PR_SET_DUMPABLE.
int key_agent_forbid_dumps(void);

/// Who is at the other end of a connected UNIX socket: socket(7), SO_PEERCRED.
int key_agent_peer(int socket, uid_t *uid, pid_t *pid);

/// Accepts a connection as a non-blocking, close-on-exec descriptor: accept4(2).
int key_agent_accept(int listener);

/// A close-on-exec pipe: pipe2(2).
int key_agent_pipe(int ends[2]);

/// Blocks SIGTERM, SIGINT and SIGHUP and returns a descriptor that becomes readable when one arrives: signalfd(2).
int key_agent_signals(void);

/// A timer on CLOCK_BOOTTIME, which goes on counting while the machine is suspended: timerfd_create(2).
int key_agent_timer(void);

/// Lets the timer go off at an absolute time since boot, at once when that has passed.
int key_agent_timer_arm(int timer, int64_t nanoseconds);

/// Runs a program in a session of its own, with `ready` as descriptor 3, /dev/null as 0 to 2, nothing else open,
/// default signal dispositions and nothing but LD_BIND_NOW in its environment: posix_spawn(3). Returns 0 or an errno value.
int key_agent_spawn(const char *program, char *const arguments[], int ready, pid_t *pid);

#endif
