/*
 * A stand-in for NVIDIA's libnvidia-ml.so.1, for tests. It plays a known waveform for N GPUs, so that what the probe
 * measures can be compared with the truth, and the faults that a control file asks for.
 *
 * Everything follows from CLOCK_MONOTONIC alone, t in seconds. The power of GPU i is, in watts,
 *
 *     P(t) = 200 + 20 k + 80 sin(2 pi t / (5 + k)) + 40 in the first half of each 7 s,  k = i mod 8
 *
 * and its energy counter is the integral of P from t = 0, cut down to steps of 100 ms as on the hardware. The package
 * nvmlstub has the same formula in Go.
 *
 * The control file is named by GRAMWATT_NVML_STUB and read anew at each call. Each line is KEY=VALUE; a list is of GPU
 * numbers with commas.
 *
 *     gpus=N          how many there are (2)
 *     init=CODE       what nvmlInit answers (0)
 *     count=CODE      what nvmlDeviceGetCount answers (0)
 *     no_counter=LIST GPUs without an energy counter
 *     no_fields=LIST  GPUs without the power fields 185 and 186
 *     no_instant=LIST GPUs without field 186 alone
 *     no_power=LIST   GPUs that give no power at all
 *     zero=LIST       GPUs whose power reads 0
 *     denied=LIST     GPUs whose power and energy answer "no permission"
 *     lost=LIST       GPUs that have fallen off the bus
 *     frozen=LIST     GPUs whose energy counter stands at one value
 *     reset=I@T       the counter of GPU I started afresh at 0 at time T
 *     jump=I@T        the counter of GPU I leapt ahead by 10 MJ at time T, as a faulty driver's does
 *     slow=I:MS       the energy call of GPU I takes MS milliseconds
 *     mig=LIST        GPUs that are split into instances: no utilisation, neither theirs nor of processes
 *     idle=LIST       GPUs that nothing uses
 *     process=LIST    samples GPU:PID:PERCENT@MICROSECONDS of processes that compute
 *     graphics=LIST   GPU:PID of processes that draw
 *     race=N          how often the list of samples still grows between the two calls that read it
 *
 * A symbol is left out of the library when it is compiled with -DOMIT_symbol. Without a control file there are GPUS of
 * them, two unless it is compiled with -DGPUS=N, and no file is opened.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SUCCESS = 0,
    UNINITIALIZED = 1,
    INVALID_ARGUMENT = 2,
    NOT_SUPPORTED = 3,
    NO_PERMISSION = 4,
    NOT_FOUND = 6,
    INSUFFICIENT_SIZE = 7,
    GPU_IS_LOST = 15,
};

#ifndef GPUS
#define GPUS 2
#endif

enum { MAX_GPUS = 64, FIELD_AVERAGE = 185, FIELD_INSTANT = 186, UNSIGNED_INT = 1 };

typedef int ret;
typedef struct gpu { int index; } *device;

struct pci {
    char legacy[16];
    unsigned domain, bus, device, id, subsystem;
    char bus_id[32];
};
struct utilization { unsigned gpu, memory; };
struct sample { unsigned pid; unsigned long long stamp; unsigned sm, memory, encoder, decoder; };
struct process { unsigned pid; unsigned long long memory; unsigned gpu_instance, compute_instance; };
struct memory { unsigned long long total, free, used; };
struct field {
    unsigned id, scope;
    long long timestamp, latency_us;
    int type, code;
    union { double d; unsigned u; unsigned long long ull; } value;
};

static struct gpu gpus[MAX_GPUS];
static int initialised;

/* setting finds a key's value in the control file. */
static int setting(const char *key, char *value, size_t size) {
    const char *path = getenv("GRAMWATT_NVML_STUB");
    FILE *f = path ? fopen(path, "r") : NULL;
    char line[256];
    int found = 0;
    if (!f)
        return 0;
    while (!found && fgets(line, sizeof line, f)) {
        size_t n = strlen(key);
        if (strncmp(line, key, n) == 0 && line[n] == '=') {
            line[strcspn(line, "\r\n")] = 0;
            snprintf(value, size, "%s", line + n + 1);
            found = 1;
        }
    }
    fclose(f);
    return found;
}

static int number(const char *key, int otherwise) {
    char value[64];
    return setting(key, value, sizeof value) ? atoi(value) : otherwise;
}

static int listed(const char *key, int gpu) {
    char value[200];
    if (!setting(key, value, sizeof value))
        return 0;
    for (char *at = strtok(value, ","); at; at = strtok(NULL, ","))
        if (atoi(at) == gpu)
            return 1;
    return 0;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double period(int gpu) { return 5.0 + gpu % 8; }
static double base(int gpu) { return 200.0 + 20.0 * (gpu % 8); }

static double power(int gpu, double t) {
    return base(gpu) + 80.0 * sin(2 * M_PI * t / period(gpu)) + (fmod(t, 7.0) < 3.5 ? 40.0 : 0.0);
}

static double energy(int gpu, double t) {
    double omega = 2 * M_PI / period(gpu), rest = fmod(t, 7.0);
    return base(gpu) * t + 80.0 / omega * (1 - cos(omega * t)) + 40.0 * (floor(t / 7.0) * 3.5 + fmin(rest, 3.5));
}

static unsigned long long counter(int gpu) {
    char value[64];
    double t = floor(now() * 10.0) / 10.0, from = 0;
    int which;
    double at;
    if (listed("frozen", gpu))
        return 123456789ULL;
    if (setting("reset", value, sizeof value) && sscanf(value, "%d@%lf", &which, &at) == 2 && which == gpu && t > at)
        from = energy(gpu, at);
    if (setting("jump", value, sizeof value) && sscanf(value, "%d@%lf", &which, &at) == 2 && which == gpu && t > at)
        from = -10e6;
    return (unsigned long long)((energy(gpu, t) - from) * 1000.0);
}

/* check is what every question to a device begins with. */
static ret check(device d, const void *out) {
    if (!initialised)
        return UNINITIALIZED;
    if (!d || !out || d->index >= number("gpus", GPUS))
        return INVALID_ARGUMENT;
    return listed("lost", d->index) ? GPU_IS_LOST : SUCCESS;
}

static ret copy(const char *text, char *out, unsigned size) {
    if (strlen(text) >= size)
        return INSUFFICIENT_SIZE;
    strcpy(out, text);
    return SUCCESS;
}

#ifndef OMIT_nvmlInit_v2
ret nvmlInit_v2(void) {
    ret code = number("init", SUCCESS);
    for (int i = 0; i < MAX_GPUS; i++)
        gpus[i].index = i;
    initialised = code == SUCCESS;
    return code;
}
#endif

#ifndef OMIT_nvmlShutdown
ret nvmlShutdown(void) {
    if (!initialised)
        return UNINITIALIZED;
    initialised = 0;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetCount_v2
ret nvmlDeviceGetCount_v2(unsigned *count) {
    if (!initialised)
        return UNINITIALIZED;
    *count = (unsigned)number("gpus", GPUS);
    return number("count", SUCCESS);
}
#endif

#ifndef OMIT_nvmlDeviceGetHandleByIndex_v2
ret nvmlDeviceGetHandleByIndex_v2(unsigned index, device *out) {
    if (!initialised)
        return UNINITIALIZED;
    if (index >= MAX_GPUS)
        return INVALID_ARGUMENT;
    *out = &gpus[index];
    return check(*out, out);
}
#endif

static void uuid_of(int gpu, char text[64]) { snprintf(text, 64, "GPU-57a2d1e0-0000-4000-8000-%012d", gpu); }

#ifndef OMIT_nvmlDeviceGetHandleByUUID
ret nvmlDeviceGetHandleByUUID(const char *uuid, device *out) {
    char text[64];
    if (!initialised)
        return UNINITIALIZED;
    for (int i = 0; i < number("gpus", GPUS); i++) {
        uuid_of(i, text);
        if (strcmp(uuid, text) == 0) {
            *out = &gpus[i];
            return check(*out, out);
        }
    }
    return NOT_FOUND;
}
#endif

#ifndef OMIT_nvmlDeviceGetName
ret nvmlDeviceGetName(device d, char *name, unsigned size) {
    ret code = check(d, name);
    return code ? code : copy(d->index % 2 ? "NVIDIA A100-SXM4-80GB" : "NVIDIA H100 80GB HBM3", name, size);
}
#endif

#ifndef OMIT_nvmlDeviceGetUUID
ret nvmlDeviceGetUUID(device d, char *uuid, unsigned size) {
    char text[64];
    ret code = check(d, uuid);
    if (code)
        return code;
    uuid_of(d->index, text);
    return copy(text, uuid, size);
}
#endif

#ifndef OMIT_nvmlDeviceGetPciInfo_v3
ret nvmlDeviceGetPciInfo_v3(device d, struct pci *out) {
    ret code = check(d, out);
    if (code)
        return code;
    memset(out, 0, sizeof *out);
    out->domain = 0xfffe; /* no such place on a real machine */
    out->bus = (unsigned)d->index + 1;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetTotalEnergyConsumption
ret nvmlDeviceGetTotalEnergyConsumption(device d, unsigned long long *mj) {
    char value[64];
    int which, ms;
    ret code = check(d, mj);
    if (code)
        return code;
    if (setting("slow", value, sizeof value) && sscanf(value, "%d:%d", &which, &ms) == 2 && which == d->index) {
        struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000L};
        nanosleep(&t, NULL);
    }
    if (listed("denied", d->index))
        return NO_PERMISSION;
    if (listed("no_counter", d->index))
        return NOT_SUPPORTED;
    *mj = counter(d->index);
    return SUCCESS;
}
#endif

static ret milliwatts(device d, unsigned *mw) {
    if (listed("denied", d->index))
        return NO_PERMISSION;
    if (listed("no_power", d->index))
        return NOT_SUPPORTED;
    *mw = listed("zero", d->index) ? 0 : (unsigned)(power(d->index, now()) * 1000.0);
    return SUCCESS;
}

#ifndef OMIT_nvmlDeviceGetPowerUsage
ret nvmlDeviceGetPowerUsage(device d, unsigned *mw) {
    ret code = check(d, mw);
    return code ? code : milliwatts(d, mw);
}
#endif

#ifndef OMIT_nvmlDeviceGetFieldValues
ret nvmlDeviceGetFieldValues(device d, int n, struct field *fields) {
    ret code = check(d, fields);
    if (code)
        return code;
    for (int i = 0; i < n; i++) {
        struct field *f = &fields[i];
        int known = f->id == FIELD_AVERAGE || (f->id == FIELD_INSTANT && !listed("no_instant", d->index));
        f->type = UNSIGNED_INT;
        f->code = known && !listed("no_fields", d->index) ? milliwatts(d, &f->value.u) : NOT_SUPPORTED;
    }
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetUtilizationRates
ret nvmlDeviceGetUtilizationRates(device d, struct utilization *out) {
    ret code = check(d, out);
    if (code)
        return code;
    if (listed("mig", d->index))
        return NOT_SUPPORTED;
    out->gpu = listed("idle", d->index) ? 0 : (unsigned)(power(d->index, now()) / 6.0);
    out->memory = 20;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetMemoryInfo
ret nvmlDeviceGetMemoryInfo(device d, struct memory *out) {
    ret code = check(d, out);
    if (code)
        return code;
    out->total = 80ULL << 30;
    out->used = 21ULL << 30;
    out->free = out->total - out->used;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetTemperature
ret nvmlDeviceGetTemperature(device d, int sensor, unsigned *celsius) {
    ret code = check(d, celsius);
    if (code)
        return code;
    *celsius = 50 + (unsigned)d->index;
    return sensor == 0 ? SUCCESS : INVALID_ARGUMENT;
}
#endif

#ifndef OMIT_nvmlDeviceGetClockInfo
ret nvmlDeviceGetClockInfo(device d, int clock, unsigned *mhz) {
    ret code = check(d, mhz);
    if (code)
        return code;
    *mhz = 1410;
    return clock == 1 ? SUCCESS : INVALID_ARGUMENT;
}
#endif

static ret reasons(device d, unsigned long long *set) {
    ret code = check(d, set);
    if (code)
        return code;
    *set = 0x1 | 0x4; /* idle, which is no throttling, and the power cap */
    return SUCCESS;
}

#ifndef OMIT_nvmlDeviceGetCurrentClocksEventReasons
ret nvmlDeviceGetCurrentClocksEventReasons(device d, unsigned long long *set) { return reasons(d, set); }
#endif

#ifndef OMIT_nvmlDeviceGetCurrentClocksThrottleReasons
ret nvmlDeviceGetCurrentClocksThrottleReasons(device d, unsigned long long *set) { return reasons(d, set); }
#endif

#ifndef OMIT_nvmlDeviceGetEnforcedPowerLimit
ret nvmlDeviceGetEnforcedPowerLimit(device d, unsigned *mw) {
    ret code = check(d, mw);
    if (code)
        return code;
    *mw = d->index % 2 ? 400000 : 700000;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetPowerManagementLimitConstraints
ret nvmlDeviceGetPowerManagementLimitConstraints(device d, unsigned *low, unsigned *high) {
    ret code = check(d, low);
    if (code)
        return code;
    *low = 100000;
    *high = d->index % 2 ? 400000 : 700000;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetCudaComputeCapability
ret nvmlDeviceGetCudaComputeCapability(device d, int *major, int *minor) {
    ret code = check(d, major);
    if (code)
        return code;
    *major = d->index % 2 ? 8 : 9;
    *minor = 0;
    return SUCCESS;
}
#endif

#ifndef OMIT_nvmlDeviceGetMigMode
ret nvmlDeviceGetMigMode(device d, unsigned *current, unsigned *pending) {
    ret code = check(d, current);
    if (code)
        return code;
    *current = *pending = (unsigned)listed("mig", d->index);
    return SUCCESS;
}
#endif

/* samples reads the processes' samples of a GPU that are newer than a time. */
static unsigned samples(int gpu, unsigned long long after, struct sample *out, unsigned room) {
    char value[200];
    unsigned n = 0;
    if (!setting("process", value, sizeof value))
        return 0;
    for (char *at = strtok(value, ","); at; at = strtok(NULL, ",")) {
        struct sample s = {0};
        int which;
        if (sscanf(at, "%d:%u:%u@%llu", &which, &s.pid, &s.sm, &s.stamp) != 4 || which != gpu || s.stamp <= after)
            continue;
        if (out && n < room)
            out[n] = s;
        n++;
    }
    return n;
}

#ifndef OMIT_nvmlDeviceGetProcessUtilization
ret nvmlDeviceGetProcessUtilization(device d, struct sample *out, unsigned *count, unsigned long long after) {
    static int raced;
    ret code = check(d, count);
    unsigned n;
    if (code)
        return code;
    if (listed("mig", d->index))
        return NOT_SUPPORTED;
    n = samples(d->index, after, out, out ? *count : 0);
    if (n == 0)
        return NOT_FOUND;
    if (!out && raced < number("race", 0)) {
        raced++;
        *count = n - 1;
        return INSUFFICIENT_SIZE;
    }
    code = !out || *count < n ? INSUFFICIENT_SIZE : SUCCESS;
    *count = n;
    return code;
}
#endif

#ifndef OMIT_nvmlDeviceGetComputeRunningProcesses_v3
ret nvmlDeviceGetComputeRunningProcesses_v3(device d, unsigned *count, struct process *out) {
    struct sample list[16];
    unsigned n, distinct = 0;
    ret code = check(d, count);
    if (code)
        return code;
    n = samples(d->index, 0, list, 16);
    for (unsigned i = 0; i < n && i < 16; i++) {
        unsigned j = 0;
        while (j < i && list[j].pid != list[i].pid)
            j++;
        if (j < i)
            continue;
        if (distinct < *count)
            out[distinct] = (struct process){list[i].pid, 1ULL << 30, ~0u, ~0u};
        distinct++;
    }
    code = distinct > *count ? INSUFFICIENT_SIZE : SUCCESS;
    *count = distinct;
    return code;
}
#endif

#ifndef OMIT_nvmlDeviceGetGraphicsRunningProcesses_v3
ret nvmlDeviceGetGraphicsRunningProcesses_v3(device d, unsigned *count, struct process *out) {
    char value[200];
    unsigned n = 0, room;
    ret code = check(d, count);
    if (code)
        return code;
    room = *count;
    if (setting("graphics", value, sizeof value))
        for (char *at = strtok(value, ","); at; at = strtok(NULL, ",")) {
            int which;
            unsigned pid;
            if (sscanf(at, "%d:%u", &which, &pid) != 2 || which != d->index)
                continue;
            if (n < room)
                out[n] = (struct process){pid, 1ULL << 30, ~0u, ~0u};
            n++;
        }
    *count = n;
    return n > room ? INSUFFICIENT_SIZE : SUCCESS;
}
#endif
