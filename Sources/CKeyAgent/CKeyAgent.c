#define _GNU_SOURCE
#include "CKeyAgent.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int key_agent_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); }

int key_agent_peer(int socket, uid_t *uid, pid_t *pid) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
    *uid = peer.uid;
    *pid = peer.pid;
    return 0;
}

int key_agent_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

int key_agent_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int key_agent_signals(void) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &ending, NULL) != 0) return -1;
    return signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
}

int key_agent_timer(void) { return timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK); }

int key_agent_timer_arm(int timer, int64_t nanoseconds) {
    // All zeroes would disarm the timer, hence at least one nanosecond.
    if (nanoseconds < 1) nanoseconds = 1;
    struct itimerspec when = {
        .it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000},
    };
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static int prepare_files(posix_spawn_file_actions_t *files, int ready) {
    int failure = 0;
    // First, because the ready end may itself be one of 0 to 2.
    if (!failure) failure = posix_spawn_file_actions_adddup2(files, ready, 3);
    if (!failure) failure = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDWR, 0);
    if (!failure) failure = posix_spawn_file_actions_adddup2(files, 0, 1);
    if (!failure) failure = posix_spawn_file_actions_adddup2(files, 0, 2);
    if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(files, 4);
    return failure;
}

static int prepare_attributes(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failure = 0;
    if (!failure) failure = posix_spawnattr_setsigmask(attributes, &none);
    if (!failure) failure = posix_spawnattr_setsigdefault(attributes, &all);
    if (!failure)
        failure = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return failure;
}

int key_agent_spawn(const char *program, char *const arguments[], int ready, pid_t *pid) {
    // Binding a function at its first call saves the vector registers on the stack, with whatever memcpy has left in
    // them: a piece of a secret. Binding everything at the start leaves nothing of the kind to do later.
    char *const environment[] = {"LD_BIND_NOW=1", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int failure = posix_spawn_file_actions_init(&files);
    if (failure) return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure) {
        posix_spawn_file_actions_destroy(&files);
        return failure;
    }
    failure = prepare_files(&files, ready);
    if (!failure) failure = prepare_attributes(&attributes);
    if (!failure) failure = posix_spawn(pid, program, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failure;
}
