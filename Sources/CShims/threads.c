#define _GNU_SOURCE
#include "CShims.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void shims_set_thread_name(const char *name) {
    char shortened[16] = {0};
    strncpy(shortened, name, sizeof(shortened) - 1);
    pthread_setname_np(pthread_self(), shortened);
}

static sigset_t stop_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void shims_block_stop_signals(void) {
    sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void shims_unblock_stop_signals(void) {
    sigset_t set = stop_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int shims_wait_for_stop_signal(void) {
    sigset_t set = stop_signals();
    int number = 0;
    sigwait(&set, &number);
    return number;
}

void shims_stop_with_parent(void) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    // The parent may have ended before that call.
    if (getppid() == 1) raise(SIGTERM);
}
